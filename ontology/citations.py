"""Citations as people write them, read: which work, which paragraph and letter of it, and the IRIs that may be meant.

`read_citation` takes the words apart, `candidates` turns them into IRIs with what is known of symbols and names;
whether the graph has them is the caller's question. The web resolver, the search box and the command use these two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ontology.identifiers import BASE, OUTCOME_KINDS, IdentifierError, Kind, document, outcome, parse, part

LONGEST = 500
"""Characters of a citation."""


class CitationError(ValueError):
    """Words that are no citation; the message says what was found and what is expected."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation taken apart."""

    work: str
    """What is cited, as written: a symbol, a name, an address."""
    path: str = ""
    """Below the document: "para/28/e", "footnote/2", "section/II.B"; "" for the whole work."""
    kind: str = ""
    """The kind of outcome that the words name ("recommendation 28 (e)"), "" where they name none."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the graph knows of works: symbols and names, in the forms that are compared."""

    symbols: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """From `symbol_key` to the symbols as printed."""
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """From `name_key` to the IRIs of what has the name."""
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """From the IRI of an instrument to the symbols of the documents that hold its text."""


_LETTER = r"(?:\(\s*[a-z]{1,2}\s*\)|[.\s]?(?:[a-z]|aa|bb|cc|dd|ee|ff)(?![a-z0-9]))"
""" "(e)", "e", ".e", "aa": without brackets two letters are one twice, for "of" is no letter of an item."""

_ROMAN = r"(?:\(\s*[ivx]{1,5}\s*\)|[.\s]?[ivx]{1,5}(?![a-z0-9]))"
_PINPOINT = re.compile(
    rf"""
    (?P<word>recommendation|agreement|commitment|operative\s+paragraph|paragraphs?|paras?\.?|OP|§+|¶+|\#)
    \s*(?:para(?:graph|\.)?\s*)?
    (?P<number>[0-9]{{1,4}})
    (?:\s*(?P<letter>{_LETTER}))?
    (?:\s*(?P<roman>{_ROMAN}))?
    """,
    re.VERBOSE | re.IGNORECASE,
)
""" "para. 28 (e)", "paragraph 28(e)", "§28 e", "paras 40 (j) (i)", "recommendation 28 (e)"."""

_BARE = re.compile(
    rf"[,:;\s]\s*(?P<number>[0-9]{{1,4}})\s*(?P<letter>\(\s*[a-z]{{1,2}}\s*\))(?:\s*(?P<roman>{_ROMAN}))?\s*$",
    re.IGNORECASE,
)
""" "A/CONF.234/RPM.3/1, 28 (e)": a number with its letter in brackets at the end needs no word before it."""

_FOOTNOTE = re.compile(r"\b(?:(?:foot)?note|fn\.?)\s*(?:No\.?\s*)?(?P<number>[0-9]{1,4})", re.IGNORECASE)
_SECTION = re.compile(
    r"\b(?:section|sect?\.|chapter|chap\.)\s*(?P<name>(?:[IVX]+|[A-Z]|[0-9]{1,2})(?:\.(?:[IVX]+|[A-Z]|[0-9]{1,2}))*)\b"
)
_RESOLUTION = re.compile(
    r"(?P<organ>general\s+assembly|GA|economic\s+and\s+social\s+council|ECOSOC|council)?\s*resolution\s+"
    r"(?P<number>[0-9]{1,4}/[0-9]{1,4})",
    re.IGNORECASE,
)
_SYMBOL = re.compile(r"\b(?:A|E|S|CCPR|CEDAW|CRC|HSP|UNEP|ST|TD)[/_][A-Za-z0-9._/()\-]*[A-Za-z0-9)]")
_FILLER = re.compile(
    r"^(?:[\s,;:.]|of\b|in\b|the\b|to\b|see\b|document\b|doc\.|UN\b)+|(?:[\s,;:]|\bof|\bin|\bthe|\bsee)+$",
    re.IGNORECASE,
)
"""What stands around the name of a work and is no part of it."""
_LINK = re.compile(r"https?://\S+")
_PATH = re.compile(r"/?[a-z]+/\S+")
""" "recommendation/A/CONF.234/RPM.3/1/28/e": an address of ours without its beginning."""


def read_citation(text: str) -> Citation:
    """Take a citation apart.

    Forms: "A/CONF.234/RPM.3/1, para. 28 (e)", "paragraph 28(e) of A/CONF.234/RPM.3/1", "A_CONF234_RPM3_1 §28 e",
    "Kyoto Declaration, para. 5", "General Assembly resolution 56/119", "A/CONF.234/RPM.3/1, footnote 2", an address.

    >>> read_citation("paragraph 28(e) of A/CONF.234/RPM.3/1")
    Citation(work='A/CONF.234/RPM.3/1', path='para/28/e', kind='')

    Raises CitationError for an empty or overlong text and for one that names no work.
    """
    text = " ".join(text.replace("\u00a0", " ").split())
    if not text or len(text) > LONGEST:
        raise CitationError(f"expected a citation of 1 to {LONGEST} characters, found {len(text)}")
    if link := _LINK.search(text):
        return Citation(link[0].rstrip(".,;)"))
    if _PATH.fullmatch(text):
        return Citation(text)
    rest, path, kind = _without_pinpoint(text)
    work = _work(rest)
    if not work:
        raise CitationError(f"no document or instrument is named in {text!r}")
    return Citation(work, path, kind)


def _without_pinpoint(text: str) -> tuple[str, str, str]:
    """Return a citation without its paragraph, footnote or section, then the path and the kind that this names."""
    symbols = [found.span() for found in _SYMBOL.finditer(text)]
    for found in (*_PINPOINT.finditer(text), *_BARE.finditer(text)):
        if not any(start <= found.start() < end for start, end in symbols):
            return _cut(text, found), _paragraph(found), _kind(found)
    if note := _FOOTNOTE.search(text):
        return _cut(text, note), f"footnote/{note['number']}", ""
    if section := _SECTION.search(text):
        return _cut(text, section), f"section/{section['name']}", ""
    return text, "", ""


def _cut(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"


def _paragraph(found: re.Match[str]) -> str:
    letters = [re.sub(r"[^a-z]", "", (found[name] or "").lower()) for name in ("letter", "roman")]
    return "/".join(["para", str(int(found["number"])), *filter(None, letters)])


def _kind(found: re.Match[str]) -> str:
    word = found.groupdict().get("word") or ""
    return word.lower() if word.lower() in OUTCOME_KINDS else ""


def _work(rest: str) -> str:
    """Return the work that what is left of a citation names: a symbol, else the words without filler."""
    if found := _SYMBOL.search(rest):
        return found[0]
    if found := _RESOLUTION.search(rest):
        council = (found["organ"] or "").lower().startswith(("ec", "council"))
        return f"{'E' if council else 'A'}/RES/{found['number']}"
    before = None
    while before != rest:
        before, rest = rest, _FILLER.sub("", rest)
    return rest.strip(" \"'“”()")


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
    """
    words = re.findall(r"[^\W_]+", name.casefold())
    return " ".join(word for word in words if word not in ("the", "of", "on", "and"))


def candidates(citation: Citation, known: Known) -> tuple[str, ...]:
    """Return the IRIs that a citation may mean, the likeliest first, at the default base.

    An outcome comes before the item that states it, for both are cited in the same words.
    """
    if citation.work.startswith(("http://", "https://")):
        return (citation.work,)
    return tuple(dict.fromkeys(_candidates(citation, known)))


def _candidates(citation: Citation, known: Known) -> Iterator[str]:
    symbols = list(known.symbols.get(symbol_key(citation.work), ()))
    named = known.names.get(name_key(citation.work), ())
    if not citation.path:
        yield from named
    for iri in named if citation.path else ():
        symbols += [*known.texts.get(iri, ()), *_own_symbol(iri)]
    if not symbols and _SYMBOL.fullmatch(citation.work):
        symbols.append(citation.work)
    for symbol in symbols:
        yield from _in_document(symbol, citation)
    yield from _as_path(citation)


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
        for component in ("", "annex/"):
            if citation.path.startswith("para/"):
                number = component + citation.path.removeprefix("para/")
                kinds = [citation.kind] if citation.kind else sorted(OUTCOME_KINDS, reverse=True)
                yield from (outcome(kind, symbol, number) for kind in kinds)
            yield part(symbol, component + citation.path)
    except IdentifierError:
        return


def _as_path(citation: Citation) -> Iterator[str]:
    """Yield the IRI whose end the work is: "recommendation/A/CONF.234/RPM.3/1/28/e", "instrument/UNTOC"."""
    try:
        yield parse(BASE + citation.work.strip("/")).iri
    except IdentifierError:
        return
