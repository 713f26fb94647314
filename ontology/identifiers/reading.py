"""IRIs of the graph, taken apart: `parse` is the inverse of all that `minting` mints."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ontology.identifiers import minting
from ontology.identifiers.encoding import OUTCOME_PATH
from ontology.identifiers.kinds import ALIGNMENTS_IRI, BASE, ONTOLOGY_IRI, SHAPES_IRI, SPAN_KINDS, IdentifierError, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


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
        (Kind.RECOMMENDATION, rf"recommendation/{_SYMBOL}/(?P<path>{OUTCOME_PATH.pattern})"),
        (Kind.AGREEMENT, rf"agreement/{_SYMBOL}/(?P<path>{OUTCOME_PATH.pattern})"),
        (Kind.COMMITMENT, rf"commitment/{_SYMBOL}/(?P<path>{OUTCOME_PATH.pattern})"),
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
        (Kind.GRAPH_VOCABULARY, r"graph/vocabulary/(?P<code>[^/]+)"),
        (Kind.GRAPH_CATALOGUE, r"graph/catalogue"),
        (Kind.ONTOLOGY, r"ontology"),
        (Kind.ONTOLOGY_VERSION, r"ontology/(?P<code>[0-9]+\.[0-9]+\.[0-9]+)"),
        (Kind.ALIGNMENTS, r"ontology/alignments"),
        (Kind.TERM, r"ontology\#(?P<code>[^/]+)"),
        (Kind.SHAPES, r"shapes"),
        (Kind.SHAPE, r"shapes\#(?P<code>[^/]+)"),
    )
)

_MINTERS: Mapping[Kind, Callable[[Identifier], str]] = {
    Kind.DOCUMENT: lambda i: minting.document(i.symbol or ""),
    Kind.PART: lambda i: minting.part(i.symbol or "", i.path or ""),
    Kind.MENTION: lambda i: minting.mention(i.owner or "", i.start or 0, i.end or 0),
    Kind.ATTRIBUTION: lambda i: minting.attribution(i.owner or "", i.start or 0, i.end or 0),
    Kind.STATEMENT: lambda i: f"{i.owner}/statement/{i.code}",
    Kind.RECOMMENDATION: lambda i: minting.outcome(i.kind, i.symbol or "", i.path or ""),
    Kind.AGREEMENT: lambda i: minting.outcome(i.kind, i.symbol or "", i.path or ""),
    Kind.COMMITMENT: lambda i: minting.outcome(i.kind, i.symbol or "", i.path or ""),
    Kind.CONGRESSES: lambda _: minting.congresses(),
    Kind.CONGRESS: lambda i: minting.congress(int(i.code or 0)),
    Kind.AGENDA_ITEM: lambda i: minting.agenda_item(i.owner or "", i.code or ""),
    Kind.WORKSHOP: lambda i: minting.workshop(i.owner or "", int(i.code or 0)),
    Kind.THEME: lambda i: minting.theme(i.owner or ""),
    Kind.MEETING: lambda i: minting.meeting(i.owner or "", i.code or ""),
    Kind.SITTING: lambda i: minting.sitting(i.owner or "", int(i.code or 0)),
    Kind.PARTICIPATION: lambda i: minting.participation(i.owner or "", i.code or ""),
    Kind.INSTRUMENT: lambda i: minting.instrument(i.code or ""),
    Kind.PROVISION: lambda i: minting.provision(i.owner or "", i.path or ""),
    Kind.BODY: lambda i: minting.body(i.code or ""),
    Kind.PLACE: lambda i: minting.place(i.code or ""),
    Kind.PERSON: lambda i: minting.person(i.code or ""),
    Kind.PROGRAMME: lambda i: minting.programme(i.code or ""),
    Kind.TOPIC: lambda i: minting.topic(i.code or ""),
    Kind.TOPIC_SCHEME: lambda _: minting.topic_scheme(),
    Kind.EXTRACTION: lambda i: minting.extraction(i.symbol or ""),
    Kind.QUERY: lambda i: minting.query(i.code or ""),
    Kind.RELEASE: lambda i: minting.release(i.code or ""),
    Kind.GRAPH_STATED: lambda i: minting.graph_stated(i.symbol or ""),
    Kind.GRAPH_CURATED: lambda _: minting.graph_curated(),
    Kind.GRAPH_INFERRED: lambda i: minting.graph_inferred(i.code or ""),
    Kind.GRAPH_VOCABULARY: lambda i: minting.graph_vocabulary(i.code or ""),
    Kind.GRAPH_CATALOGUE: lambda _: minting.graph_catalogue(),
    Kind.ONTOLOGY: lambda _: ONTOLOGY_IRI,
    Kind.ONTOLOGY_VERSION: lambda i: minting.ontology_version(i.code or ""),
    Kind.ALIGNMENTS: lambda _: ALIGNMENTS_IRI,
    Kind.TERM: lambda i: minting.term(i.code or ""),
    Kind.SHAPES: lambda _: SHAPES_IRI,
    Kind.SHAPE: lambda i: minting.shape(i.code or ""),
}


def parse(iri: str, base: str = BASE) -> Identifier:
    """Take an IRI apart; `owner` fields come back at the default base, whatever the base of the input.

    >>> parse("https://w3id.org/crimecongress/document/A/RES/56/119/para/2").path
    'para/2'

    Raises IdentifierError for an IRI of others and for one that is not written as we write it.
    """
    relative = iri.removeprefix(BASE if minting.stays(iri) else base)
    if relative == iri:
        raise IdentifierError(f"not under {base}: {iri!r}")
    for kind, pattern in _PATTERNS:
        if found := pattern.fullmatch(relative):
            return _checked(_identifier(kind, found.groupdict()), relative, iri)
    raise IdentifierError(f"no pattern of ours: {iri!r}")


def _identifier(kind: Kind, groups: Mapping[str, str]) -> Identifier:
    """Fill the fields of an identifier from the named groups of its pattern."""

    def text(name: str) -> str | None:
        return unquote(groups[name]) if name in groups else None

    owner = BASE + groups["owner"] if "owner" in groups else None
    start, end = (int(groups[name]) if name in groups else None for name in ("start", "end"))
    return Identifier(kind, text("symbol"), text("path"), owner, text("code"), start, end)


def _checked(identifier: Identifier, relative: str, iri: str) -> Identifier:
    """Return the identifier if it is minted as the very IRI it was read from, and its owner is one too."""
    try:
        minted = identifier.iri
    except IdentifierError as error:
        raise IdentifierError(f"{error} in {iri!r}") from error
    if minted.removeprefix(BASE) != relative:
        raise IdentifierError(f"expected {minted!r}, found {iri!r}")
    if identifier.owner is not None:
        owner = parse(identifier.owner)
        if identifier.kind in SPAN_KINDS and owner.kind is not Kind.PART:
            raise IdentifierError(f"a span stands in a part of a document: {iri!r}")
    return identifier
