"""The IRIs that a citation may mean, with what is known of symbols and names; whether they exist is asked elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from ontology.citations.reading import Citation
from ontology.citations.works import SYMBOL
from ontology.identifiers import BASE, OUTCOME_KINDS, IdentifierError, Kind, document, outcome, parse, part, provision
from ontology.terms import PREFIXES


@dataclass(frozen=True, slots=True)
class Known:
    """What the graph knows of works: symbols and names, in the forms that are compared."""

    symbols: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """From `symbol_key` to the symbols as printed."""
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """From `name_key` to the IRIs of what has the name."""
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """From the IRI of an instrument or a meeting to the symbols of the documents that hold its text or report on it."""


_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
    *("eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth"),
)
_NUMERALS = {f"{n}{ending}": word for n, word in enumerate(_ORDINALS, 1) for ending in ("st", "nd", "rd", "th")}
_LEFT_OUT = ("the", "of", "on", "and", "united", "nations", "un")


def symbol_key(symbol: str) -> str:
    """Return a symbol in the form in which spellings are compared: letters and digits, upper case.

    >>> symbol_key("A_CONF234_RPM3_1") == symbol_key("A/CONF.234/RPM.3/1")
    True
    """
    return re.sub(r"[^A-Z0-9]", "", symbol.upper())


def name_key(name: str) -> str:
    """Return a name in the form in which spellings are compared: words in lower case, without "the" and punctuation.

    >>> name_key("The Kyoto Declaration") == name_key("Kyoto declaration")
    True
    >>> name_key("14th UN Crime Congress") == name_key("Fourteenth United Nations Crime Congress")
    True
    """
    words = [_NUMERALS.get(word, word) for word in re.findall(r"[^\W_]+", name.casefold())]
    return " ".join([word for word in words if word not in _LEFT_OUT] or words)


def candidates(citation: Citation, known: Known) -> tuple[str, ...]:
    """Return the IRIs that a citation may mean, the likeliest first, at the default base.

    An outcome comes before the item that states it, for both are cited in the same words.
    """
    if citation.work.startswith(("http://", "https://")):
        return tuple(dict.fromkeys(_addressed(citation.work)))
    return tuple(dict.fromkeys(iri for one in citation.each() for iri in _candidates(one, known)))


_SUFFIX = re.compile(r"\.(?:html|ttl|jsonld|json|nt|rdf|csv|txt|bib|ris|csl|linkset)$")
_DEEPEST = 6
"""Segments of a path prefix, behind which an address of ours may stand."""


def _addressed(address: str) -> Iterator[str]:
    """Yield what an address may mean: itself, or what it has below the address of whatever server of this graph."""
    yield address
    segments = _SUFFIX.sub("", urlsplit(address.partition("?")[0]).path).strip("/").split("/")
    for start in range(min(len(segments), _DEEPEST)):
        path = "/".join(segments[start:])
        if path.startswith("sdg/"):
            yield PREFIXES["sdg"] + path.removeprefix("sdg/")
        yield from _as_path(path)


def _candidates(citation: Citation, known: Known) -> Iterator[str]:
    named = known.names.get(name_key(citation.work), ())
    if not citation.path:
        yield from named
    else:
        yield from _provisions(named, citation.path)
    for symbol, each in _in_documents(citation, named, known):
        yield from _in_document(symbol, each)
    yield from _as_path(citation.work)


def _provisions(named: tuple[str, ...], path: str) -> Iterator[str]:
    """Yield the articles of instruments that have a name."""
    for iri in named if path.startswith("article/") else ():
        try:
            yield provision(iri, path)
        except IdentifierError:
            continue


def _in_documents(citation: Citation, named: tuple[str, ...], known: Known) -> Iterator[tuple[str, Citation]]:
    """Yield the symbols that may be meant, each with the citation as it reads in that document."""
    symbols = list(known.symbols.get(symbol_key(citation.work), ()))
    for iri in named if citation.path else ():
        symbols += [*known.texts.get(iri, ()), *_own_symbol(iri)]
    if symbols:
        yield from ((symbol, citation) for symbol in symbols)
    elif longer := _with_path(citation, known):
        yield longer
    elif SYMBOL.fullmatch(citation.work):
        yield citation.work, citation


_TAIL = re.compile(r"(?P<symbol>.+?)/(?:para/)?(?P<path>[0-9]{1,4}(?:/[a-z]{1,2})?(?:/[ivx]{1,5})?)", re.IGNORECASE)
""" "A/CONF.234/RPM.3/1/28/e": the end of an address of ours, written as if it were a symbol."""


def _with_path(citation: Citation, known: Known) -> tuple[str, Citation] | None:
    found = None if citation.path else _TAIL.fullmatch(citation.work)
    for symbol in known.symbols.get(symbol_key(found["symbol"]), ()) if found else ():
        return symbol, replace(citation, path=f"para/{found['path'].lower()}" if found else "")
    return None


def _own_symbol(iri: str) -> Iterator[str]:
    """Yield the symbol of a document that is itself what has the name."""
    try:
        found = parse(iri)
    except IdentifierError:
        return
    if found.kind is Kind.DOCUMENT and found.symbol:
        yield found.symbol


def _in_document(symbol: str, citation: Citation) -> Iterator[str]:
    """Yield what a path may mean in one document: an outcome, the part, the same in its annex."""
    try:
        if not citation.path:
            yield document(symbol)
            return
        for path in (citation.path, f"annex/{citation.path}"):
            annex, is_para, number = path.rpartition("para/")
            if is_para:
                kinds = [citation.kind] if citation.kind else sorted(OUTCOME_KINDS, reverse=True)
                yield from (outcome(kind, symbol, annex + number) for kind in kinds)
            yield part(symbol, path)
    except IdentifierError:
        return


def _as_path(path: str) -> Iterator[str]:
    """Yield the IRI whose end a path is: "recommendation/A/CONF.234/RPM.3/1/28/e", "instrument/UNTOC"."""
    try:
        yield parse(BASE + path.strip("/")).iri
    except IdentifierError:
        return
