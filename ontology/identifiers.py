"""Every IRI of the graph, minted here and read here: nowhere else is one put together or taken apart.

A document's symbol stands in its IRI as printed; what RFC 3986 does not allow in a path, and parentheses, are
percent-encoded. IRIs are minted at the default base; `rebased` moves them when a graph is written for another one.
`parse` is the inverse of all the functions that mint.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

BASE = "https://w3id.org/crimecongress/"
"""Where the IRIs of the published graph begin."""

ONTOLOGY_IRI = BASE + "ontology"
"""The ontology itself, and the named graph that holds it. It does not move with the base."""

ONTOLOGY = ONTOLOGY_IRI + "#"
"""Namespace of the vocabulary (prefix `cc:`). It does not move with the base."""

SHAPES_IRI = BASE + "shapes"
"""The SHACL shapes. They do not move with the base."""

SHAPES = SHAPES_IRI + "#"
"""Namespace of the shapes (prefix `ccs:`)."""

SDG = "http://metadata.un.org/sdg/"
"""The United Nations' own namespace of Goals and targets, which are never given a second IRI."""

_UNESCAPED = "/:@!$&'*+,;=-._~"
"""What stands in a path as it is (RFC 3986, pchar), without parentheses, which end links in running text."""

_WORD = re.compile(r"[a-z][a-z-]*")
"""A segment that is a lower-case word begins a path inside a document ("para", "annex"); no symbol has one."""


class IdentifierError(ValueError):
    """An IRI that is not one of ours, or a part of one that no IRI can be made of; the message names it."""


class Kind(StrEnum):
    """What an IRI identifies; the values are the words that the IRIs themselves use."""

    DOCUMENT = "document"
    PART = "part"
    MENTION = "mention"
    ATTRIBUTION = "attribution"
    STATEMENT = "statement"
    RECOMMENDATION = "recommendation"
    AGREEMENT = "agreement"
    COMMITMENT = "commitment"
    CONGRESSES = "congresses"
    CONGRESS = "congress"
    AGENDA_ITEM = "agenda"
    WORKSHOP = "workshop"
    THEME = "theme"
    MEETING = "meeting"
    SITTING = "sitting"
    PARTICIPATION = "participation"
    INSTRUMENT = "instrument"
    PROVISION = "provision"
    BODY = "body"
    PLACE = "place"
    PERSON = "person"
    PROGRAMME = "programme"
    TOPIC = "topic"
    TOPIC_SCHEME = "topics"
    EXTRACTION = "extraction"
    QUERY = "query"
    RELEASE = "release"
    GRAPH_STATED = "stated"
    GRAPH_CURATED = "curated"
    GRAPH_INFERRED = "inferred"
    GRAPH_CATALOGUE = "catalogue"
    ONTOLOGY = "ontology"
    ONTOLOGY_VERSION = "version"
    TERM = "term"
    SHAPES = "shapes"
    SHAPE = "shape"


OUTCOME_KINDS = frozenset({Kind.RECOMMENDATION, Kind.AGREEMENT, Kind.COMMITMENT})

_SPAN_KINDS = frozenset({Kind.MENTION, Kind.ATTRIBUTION, Kind.STATEMENT})


@dataclass(frozen=True, slots=True)
class Identifier:
    """An IRI taken apart. Fields that its kind does not have are None."""

    kind: Kind
    symbol: str | None = None
    """Of a document and all that stands in it: as printed, "A/CONF.234/RPM.3/1"."""
    path: str | None = None
    """Below the document ("para/40/j"), of an outcome ("40/j"), below an instrument ("article/14")."""
    owner: str | None = None
    """IRI of what this is identified under: the part of a mention, the Congress of a workshop."""
    code: str | None = None
    """What tells it from its like: "UNTOC", "RPM.3", "14", the digest of a statement."""
    start: int | None = None
    end: int | None = None

    @property
    def iri(self) -> str:
        """The IRI itself, at the default base."""
        return _MINTERS[self.kind](self)


# -- documents and what stands in them ---------------------------------------------------------------------------


def document(symbol: str) -> str:
    """Mint the IRI of a document from its symbol as printed.

    >>> document("S/RES/2462(2019)")
    'https://w3id.org/crimecongress/document/S/RES/2462%282019%29'

    Raises IdentifierError for a symbol with an empty segment or one that is a lower-case word.
    """
    return f"{BASE}document/{_symbol(symbol)}"


def part(symbol: str, path: str) -> str:
    """Mint the IRI of a part of a document: "para/40/j/i", "section/II.B.2", "footnote/2", "annex/para/5".

    Raises IdentifierError unless the path begins with a lower-case word.
    """
    if not _WORD.fullmatch(path.partition("/")[0]) or _SPAN_SEGMENT.search(path):
        raise IdentifierError(f"not a path inside a document: {path!r}")
    return f"{document(symbol)}/{_segments(path)}"


def mention(part_iri: str, start: int, end: int) -> str:
    """Mint the IRI of the mention that stands at text[start:end] of a part."""
    return f"{part_iri}/mention/{_span(start, end)}"


def attribution(part_iri: str, start: int, end: int) -> str:
    """Mint the IRI of the attribution whose speaker is named at text[start:end] of a part."""
    return f"{part_iri}/attribution/{_span(start, end)}"


def statement(subject: str, predicate: str, object_: str, part_iri: str) -> str:
    """Mint the IRI of the evidence, in a part, for one fact; `object_` is an IRI or a literal's lexical form.

    >>> statement("https://x.org/a", "https://x.org/p", "b", part("A/1", "para/1"))
    'https://w3id.org/crimecongress/document/A/1/para/1/statement/0978f8d134f5'
    """
    digest = hashlib.sha256(f"{subject} {predicate} {object_}".encode()).hexdigest()
    return f"{part_iri}/statement/{digest[:12]}"


def outcome(kind: str, symbol: str, path: str) -> str:
    """Mint the IRI of a recommendation, agreement or commitment by the paragraph and item that state it.

    >>> outcome("recommendation", "A/CONF.234/RPM.3/1", "28/e")
    'https://w3id.org/crimecongress/recommendation/A/CONF.234/RPM.3/1/28/e'

    Raises IdentifierError unless the path is a paragraph's number, with letters and an annex where it has them.
    """
    if kind not in OUTCOME_KINDS or not _OUTCOME_PATH.fullmatch(path):
        raise IdentifierError(f"not an outcome: {kind} {path!r}")
    return f"{BASE}{kind}/{_symbol(symbol)}/{path}"


# -- events ------------------------------------------------------------------------------------------------------


def congresses() -> str:
    """Mint the IRI of the congresses as a series, which texts call "the crime congresses"."""
    return f"{BASE}congress"


def congress(n: int) -> str:
    """Mint the IRI of the n-th congress (1 is Geneva, 1955)."""
    return f"{BASE}congress/{_positive(n)}"


def agenda_item(owner_iri: str, number: str) -> str:
    """Mint the IRI of an item on the agenda of a congress or a meeting: "5", "5/a"."""
    return f"{owner_iri}/agenda/{_segments(number)}"


def workshop(congress_iri: str, number: int) -> str:
    """Mint the IRI of a workshop of a congress."""
    return f"{congress_iri}/workshop/{_positive(number)}"


def theme(congress_iri: str) -> str:
    """Mint the IRI of the main theme of a congress."""
    return f"{congress_iri}/theme"


def meeting(congress_iri: str, code: str) -> str:
    """Mint the IRI of a meeting that prepares for a congress, by the code in its documents' symbols: "RPM.3"."""
    return f"{congress_iri}/meeting/{_code(code)}"


def sitting(meeting_iri: str, n: int) -> str:
    """Mint the IRI of a sitting: what the text calls the 4th meeting of the Meeting."""
    return f"{meeting_iri}/sitting/{_positive(n)}"


def participation(meeting_iri: str, slug: str) -> str:
    """Mint the IRI of somebody's taking part in a meeting or congress, by the code of the agent: "CRI"."""
    return f"{meeting_iri}/participation/{_code(slug)}"


# -- what texts speak of -----------------------------------------------------------------------------------------


def instrument(code: str) -> str:
    """Mint the IRI of a treaty, declaration or set of standards: "UNTOC", "NELSON-MANDELA-RULES"."""
    return f"{BASE}instrument/{_code(code)}"


def group(code: str) -> str:
    """Mint the IRI of a group of instruments that texts name as one: "DRUG-CONTROL-TREATIES"."""
    return instrument(code)


def provision(instrument_iri: str, path: str) -> str:
    """Mint the IRI of a provision of an instrument: "article/14"."""
    return f"{instrument_iri}/{_segments(path)}"


def body(code: str) -> str:
    """Mint the IRI of an organization, organ, office or network: "UNODC"."""
    return f"{BASE}body/{_code(code)}"


def place(code: str) -> str:
    """Mint the IRI of a State (ISO 3166-1 alpha-3, "CHL"), a city or a region ("kyoto")."""
    return f"{BASE}place/{_code(code)}"


def person(slug: str) -> str:
    """Mint the IRI of a person by the name as printed, lower-case, hyphenated, without accents: "pia-greene"."""
    return f"{BASE}person/{_code(slug)}"


def programme(code: str) -> str:
    """Mint the IRI of a programme or initiative: "GLOBAL-PROGRAMME-DOHA"."""
    return f"{BASE}programme/{_code(code)}"


def topic(slug: str) -> str:
    """Mint the IRI of a concept of the topic scheme: "restorative-justice"."""
    return f"{BASE}topic/{_code(slug)}"


def topic_scheme() -> str:
    """Mint the IRI of the scheme that the topics are concepts of."""
    return f"{BASE}topics"


# -- the graph itself --------------------------------------------------------------------------------------------


def extraction(symbol: str) -> str:
    """Mint the IRI of the run that read a document."""
    return f"{BASE}extraction/{_symbol(symbol)}"


def query(slug: str) -> str:
    """Mint the IRI of an example query."""
    return f"{BASE}query/{_code(slug)}"


def release(version: str) -> str:
    """Mint the IRI of a published state of the graph."""
    return f"{BASE}release/{_code(version)}"


def graph_stated(symbol: str) -> str:
    """Name the graph of what a document's words state."""
    return f"{BASE}graph/stated/{_symbol(symbol)}"


def graph_curated() -> str:
    """Name the graph of what editors added, with sources."""
    return f"{BASE}graph/curated"


def graph_inferred(method: str) -> str:
    """Name the graph of what one method inferred: "owl-rules"."""
    return f"{BASE}graph/inferred/{_code(method)}"


def graph_catalogue() -> str:
    """Name the graph that describes the release, its parts and the example queries."""
    return f"{BASE}graph/catalogue"


def ontology_version(version: str) -> str:
    """Name a version of the ontology (its owl:versionIRI): "0.1.0"."""
    return f"{ONTOLOGY_IRI}/{_code(version)}"


def term(name: str) -> str:
    """Name a term of the ontology: "Recommendation"."""
    return ONTOLOGY + _code(name)


def shape(name: str) -> str:
    """Name a SHACL shape: "Recommendation-text"."""
    return SHAPES + _code(name)


def rebased(iri: str, base: str) -> str:
    """Move an IRI from the default base to another; the ontology and IRIs of others stay as they are.

    >>> rebased(congress(14), "https://example.org/cc/")
    'https://example.org/cc/congress/14'
    >>> rebased(term("Congress"), "https://example.org/cc/")
    'https://w3id.org/crimecongress/ontology#Congress'
    """
    if not iri.startswith(BASE) or _stays(iri):
        return iri
    return base + iri.removeprefix(BASE)


# -- reading -----------------------------------------------------------------------------------------------------

_OUTCOME_PATH = re.compile(r"(?:[a-z][a-z-]+/)*[0-9]+(?:/[a-z]+)*")
""" "28/e", "40/j/i", "annex/12/a": what follows the symbol in the IRI of an outcome."""

_SPAN_SEGMENT = re.compile(r"(?:^|/)(?:mention|attribution|statement)(?:/|$)")

_SYMBOL = r"(?P<symbol>.+?)"
_EVENT = r"(?P<owner>congress/[0-9]+(?:/meeting/[^/]+)?)"
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        # document/A/CONF.234/RPM.3/1/para/31/mention/245-264
        (Kind.MENTION, r"(?P<owner>document/.+)/mention/(?P<start>[0-9]+)-(?P<end>[0-9]+)"),
        (Kind.ATTRIBUTION, r"(?P<owner>document/.+)/attribution/(?P<start>[0-9]+)-(?P<end>[0-9]+)"),
        (Kind.STATEMENT, r"(?P<owner>document/.+)/statement/(?P<code>[0-9a-f]{12})"),
        # document/A/CONF.234/RPM.3/1 | /para/40/j: the path begins at the first segment that is a lower-case word
        (Kind.PART, rf"document/{_SYMBOL}/(?P<path>[a-z][a-z-]*(?:/.+)?)"),
        (Kind.DOCUMENT, rf"document/{_SYMBOL}"),
        # recommendation/A/CONF.234/RPM.3/1 | /40/j: the path is the last number, what follows and words before it
        (Kind.RECOMMENDATION, rf"recommendation/{_SYMBOL}/(?P<path>{_OUTCOME_PATH.pattern})"),
        (Kind.AGREEMENT, rf"agreement/{_SYMBOL}/(?P<path>{_OUTCOME_PATH.pattern})"),
        (Kind.COMMITMENT, rf"commitment/{_SYMBOL}/(?P<path>{_OUTCOME_PATH.pattern})"),
        (Kind.AGENDA_ITEM, rf"{_EVENT}/agenda/(?P<code>.+)"),
        (Kind.WORKSHOP, r"(?P<owner>congress/[0-9]+)/workshop/(?P<code>[0-9]+)"),
        (Kind.THEME, r"(?P<owner>congress/[0-9]+)/theme"),
        (Kind.SITTING, r"(?P<owner>congress/[0-9]+/meeting/[^/]+)/sitting/(?P<code>[0-9]+)"),
        (Kind.PARTICIPATION, rf"{_EVENT}/participation/(?P<code>[^/]+)"),
        (Kind.MEETING, r"(?P<owner>congress/[0-9]+)/meeting/(?P<code>[^/]+)"),
        (Kind.CONGRESS, r"congress/(?P<code>[0-9]+)"),
        (Kind.CONGRESSES, r"congress"),
        (Kind.PROVISION, r"(?P<owner>instrument/[^/]+)/(?P<path>.+)"),
        (Kind.INSTRUMENT, r"instrument/(?P<code>[^/]+)"),
        (Kind.BODY, r"body/(?P<code>[^/]+)"),
        (Kind.PLACE, r"place/(?P<code>[^/]+)"),
        (Kind.PERSON, r"person/(?P<code>[^/]+)"),
        (Kind.PROGRAMME, r"programme/(?P<code>[^/]+)"),
        (Kind.TOPIC, r"topic/(?P<code>[^/]+)"),
        (Kind.TOPIC_SCHEME, r"topics"),
        (Kind.EXTRACTION, rf"extraction/{_SYMBOL}"),
        (Kind.QUERY, r"query/(?P<code>[^/]+)"),
        (Kind.RELEASE, r"release/(?P<code>[^/]+)"),
        (Kind.GRAPH_STATED, rf"graph/stated/{_SYMBOL}"),
        (Kind.GRAPH_CURATED, r"graph/curated"),
        (Kind.GRAPH_INFERRED, r"graph/inferred/(?P<code>[^/]+)"),
        (Kind.GRAPH_CATALOGUE, r"graph/catalogue"),
        (Kind.ONTOLOGY, r"ontology"),
        (Kind.ONTOLOGY_VERSION, r"ontology/(?P<code>[0-9]+\.[0-9]+\.[0-9]+)"),
        (Kind.TERM, r"ontology\#(?P<code>[^/]+)"),
        (Kind.SHAPES, r"shapes"),
        (Kind.SHAPE, r"shapes\#(?P<code>[^/]+)"),
    )
)

_MINTERS: Mapping[Kind, Callable[[Identifier], str]] = {
    Kind.DOCUMENT: lambda i: document(i.symbol or ""),
    Kind.PART: lambda i: part(i.symbol or "", i.path or ""),
    Kind.MENTION: lambda i: mention(i.owner or "", i.start or 0, i.end or 0),
    Kind.ATTRIBUTION: lambda i: attribution(i.owner or "", i.start or 0, i.end or 0),
    Kind.STATEMENT: lambda i: f"{i.owner}/statement/{i.code}",
    Kind.RECOMMENDATION: lambda i: outcome(i.kind, i.symbol or "", i.path or ""),
    Kind.AGREEMENT: lambda i: outcome(i.kind, i.symbol or "", i.path or ""),
    Kind.COMMITMENT: lambda i: outcome(i.kind, i.symbol or "", i.path or ""),
    Kind.CONGRESSES: lambda _: congresses(),
    Kind.CONGRESS: lambda i: congress(int(i.code or 0)),
    Kind.AGENDA_ITEM: lambda i: agenda_item(i.owner or "", i.code or ""),
    Kind.WORKSHOP: lambda i: workshop(i.owner or "", int(i.code or 0)),
    Kind.THEME: lambda i: theme(i.owner or ""),
    Kind.MEETING: lambda i: meeting(i.owner or "", i.code or ""),
    Kind.SITTING: lambda i: sitting(i.owner or "", int(i.code or 0)),
    Kind.PARTICIPATION: lambda i: participation(i.owner or "", i.code or ""),
    Kind.INSTRUMENT: lambda i: instrument(i.code or ""),
    Kind.PROVISION: lambda i: provision(i.owner or "", i.path or ""),
    Kind.BODY: lambda i: body(i.code or ""),
    Kind.PLACE: lambda i: place(i.code or ""),
    Kind.PERSON: lambda i: person(i.code or ""),
    Kind.PROGRAMME: lambda i: programme(i.code or ""),
    Kind.TOPIC: lambda i: topic(i.code or ""),
    Kind.TOPIC_SCHEME: lambda _: topic_scheme(),
    Kind.EXTRACTION: lambda i: extraction(i.symbol or ""),
    Kind.QUERY: lambda i: query(i.code or ""),
    Kind.RELEASE: lambda i: release(i.code or ""),
    Kind.GRAPH_STATED: lambda i: graph_stated(i.symbol or ""),
    Kind.GRAPH_CURATED: lambda _: graph_curated(),
    Kind.GRAPH_INFERRED: lambda i: graph_inferred(i.code or ""),
    Kind.GRAPH_CATALOGUE: lambda _: graph_catalogue(),
    Kind.ONTOLOGY: lambda _: ONTOLOGY_IRI,
    Kind.ONTOLOGY_VERSION: lambda i: ontology_version(i.code or ""),
    Kind.TERM: lambda i: term(i.code or ""),
    Kind.SHAPES: lambda _: SHAPES_IRI,
    Kind.SHAPE: lambda i: shape(i.code or ""),
}


def parse(iri: str, base: str = BASE) -> Identifier:
    """Take an IRI apart; `owner` fields come back at the default base, whatever the base of the input.

    >>> parse("https://w3id.org/crimecongress/document/A/RES/56/119/para/2").path
    'para/2'

    Raises IdentifierError for an IRI of others and for one that is not written as we write it.
    """
    relative = iri.removeprefix(BASE if _stays(iri) else base)
    if relative == iri:
        raise IdentifierError(f"not under {base}: {iri!r}")
    for kind, pattern in _PATTERNS:
        if found := pattern.fullmatch(relative):
            return _checked(_identifier(kind, found.groupdict()), relative, iri)
    raise IdentifierError(f"no pattern of ours: {iri!r}")


def _stays(iri: str) -> bool:
    """Tell whether an IRI is of the ontology or the shapes, which do not move with the base."""
    return any(iri == name or iri.startswith((name + "#", name + "/")) for name in (ONTOLOGY_IRI, SHAPES_IRI))


def _identifier(kind: Kind, groups: Mapping[str, str]) -> Identifier:
    """Fill the fields of an identifier from the named groups of its pattern."""

    def text(name: str) -> str | None:
        return unquote(groups[name]) if name in groups else None

    owner = BASE + groups["owner"] if "owner" in groups else None
    start, end = (int(groups[name]) if name in groups else None for name in ("start", "end"))
    return Identifier(kind, text("symbol"), text("path"), owner, text("code"), start, end)


def _checked(identifier: Identifier, relative: str, iri: str) -> Identifier:
    """Return the identifier if it is minted as the very IRI it was read from, and its owner is one too."""
    if identifier.iri.removeprefix(BASE) != relative:
        raise IdentifierError(f"expected {identifier.iri!r}, found {iri!r}")
    if identifier.owner is not None:
        owner = parse(identifier.owner)
        if identifier.kind in _SPAN_KINDS and owner.kind is not Kind.PART:
            raise IdentifierError(f"a span stands in a part of a document: {iri!r}")
    return identifier


# -- how people and other systems cite ---------------------------------------------------------------------------


def citation(iri: str) -> str:
    """Cite a document, a part of one or an outcome as United Nations documents do.

    >>> citation(outcome("recommendation", "A/CONF.234/RPM.3/1", "28/e"))
    'A/CONF.234/RPM.3/1, para. 28 (e)'
    >>> citation(part("A/CONF.234/RPM.3/1", "section/II.B.2.summary-of-deliberations"))
    'A/CONF.234/RPM.3/1, sect. II.B.2, summary of deliberations'

    Raises IdentifierError for an IRI that stands for nothing in a document.
    """
    found = parse(iri)
    if found.kind is Kind.DOCUMENT:
        return str(found.symbol)
    return ", ".join([str(_located(found).symbol), *_cited(_located(found).path or "")])


def akn(iri: str) -> str:
    """Locate a part or an outcome by the element identifier that Akoma Ntoso gives it (AKN4UN naming).

    >>> akn(outcome("recommendation", "A/CONF.234/RPM.3/1", "28/e"))
    '!main~para_28__list_1__item_e'

    Raises IdentifierError for an IRI that stands for nothing in a document.
    """
    found = parse(iri)
    if found.kind is Kind.DOCUMENT:
        return "!main"
    path = _located(found).path or ""
    component, path = ("annex_1", path.removeprefix("annex/")) if path.startswith("annex/") else ("main", path)
    return f"!{component}~{_element(path)}"


def _located(found: Identifier) -> Identifier:
    """Return the part of a document that an identifier stands in, or raise."""
    if found.kind is Kind.PART:
        return found
    if found.kind in OUTCOME_KINDS and found.path is not None:
        annex, number = re.fullmatch(r"(.*?)([0-9].*)", found.path).groups()  # type: ignore[union-attr]
        return Identifier(Kind.PART, found.symbol, f"{annex}para/{number}")
    if found.kind in _SPAN_KINDS:
        return parse(str(found.owner))
    raise IdentifierError(f"stands in no document: {found.iri!r}")


def _cited(path: str) -> list[str]:
    """Put the words of a citation to the segments of a path: "para/40/j/i" is "para. 40 (j) (i)"."""
    words: list[str] = []
    segments = path.split("/")
    while segments:
        name = segments.pop(0)
        if name == "section":
            words += _cited_section(segments.pop(0) if segments else "")
        elif segments and name in _CITED:
            enumerators = [segments.pop(0)]
            while segments and len(segments[0]) <= _LONGEST_LETTER:
                enumerators.append(f"({segments.pop(0)})")
            words.append(f"{_CITED[name]} {' '.join(enumerators)}")
        else:
            words.append(_CITED.get(name, name.replace("-", " ")))
    return words


def _cited_section(name: str) -> list[str]:
    """Cite a section: "II.B.2.summary-of-deliberations" is "sect. II.B.2" and "summary of deliberations"."""
    numbers = [piece for piece in name.split(".") if not _WORD.fullmatch(piece)]
    titles = [piece.replace("-", " ") for piece in name.split(".") if _WORD.fullmatch(piece)]
    return ([f"sect. {'.'.join(numbers)}"] if numbers else []) + titles


_LONGEST_LETTER = 4
"""A letter or roman numeral of an item has at most so many characters ("viii")."""

_CITED = {
    "para": "para.",
    "preambular": "preambular para.",
    "footnote": "footnote",
    "entry": "list entry",
    "front": "front matter, line",
    "contents": "table of contents",
}

_ELEMENTS = {"para": "para", "preambular": "rec", "footnote": "authorialNote", "front": "preface__p", "contents": "toc"}


def _element(path: str) -> str:
    """Name the element of a path: each level after a numbered one is an item of a list in it."""
    name, *rest = path.split("/")
    if name == "section" and rest:
        head, *rest = rest
        steps = [f"sec_{piece}" for piece in head.split(".")]
    elif rest:
        steps = [f"{_ELEMENTS.get(name, name)}_{rest.pop(0)}"]
    else:
        steps = [_ELEMENTS.get(name, name)]
    items = [f"list_1__item_{segment}" for segment in rest if segment != "entry"]
    return "__".join(steps + items)


# -- what IRIs are made of ---------------------------------------------------------------------------------------


def _symbol(symbol: str) -> str:
    """Encode a symbol, or raise: its segments must not read as the beginning of a path."""
    if any(_WORD.fullmatch(segment) for segment in symbol.split("/")):
        raise IdentifierError(f"a segment of a symbol is a lower-case word: {symbol!r}")
    return _segments(symbol)


def _segments(path: str) -> str:
    """Encode a path, or raise if a segment is empty, ".", ".." or edged with blanks (RFC 3986, section 5.2.4)."""
    if any(segment.strip() in {"", ".", ".."} or segment != segment.strip() for segment in path.split("/")):
        raise IdentifierError(f"no IRI can be made of {path!r}")
    return quote(path, safe=_UNESCAPED)


def _code(code: str) -> str:
    """Encode one segment, or raise."""
    if "/" in code:
        raise IdentifierError(f"not one segment: {code!r}")
    return _segments(code)


def _positive(number: int) -> int:
    """Return a number that counts something, or raise."""
    if number < 1:
        raise IdentifierError(f"expected a number from 1, found {number}")
    return number


def _span(start: int, end: int) -> str:
    """Write a half-open span of characters, or raise if it is empty."""
    if not 0 <= start < end:
        raise IdentifierError(f"not a span: {start}-{end}")
    return f"{start}-{end}"
