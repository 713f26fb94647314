"""Every IRI of the graph, put together: the one place. `reading` takes them apart again.

A document's symbol stands in its IRI as printed; what RFC 3986 does not allow in a path, and parentheses, are
percent-encoded. IRIs are minted at the default base; `rebased` moves them when a graph is written for another one.
"""

from __future__ import annotations

import hashlib

from ontology.identifiers.encoding import OUTCOME_PATH, part_path, positive, segment, segments, span, symbol_segments
from ontology.identifiers.kinds import (
    BASE,
    ONTOLOGY,
    ONTOLOGY_IRI,
    OUTCOME_KINDS,
    SHAPES,
    SHAPES_IRI,
    IdentifierError,
)

# -- documents and what stands in them ---------------------------------------------------------------------------


def document(symbol: str) -> str:
    """Mint the IRI of a document from its symbol as printed.

    >>> document("S/RES/2462(2019)")
    'https://w3id.org/crimecongress/document/S/RES/2462%282019%29'

    Raises IdentifierError for a symbol with an empty segment or one that is a lower-case word.
    """
    return f"{BASE}document/{symbol_segments(symbol)}"


def part(symbol: str, path: str) -> str:
    """Mint the IRI of a part of a document: "para/40/j/i", "section/II.B.2", "footnote/2", "annex/para/5".

    Raises IdentifierError unless the path begins with a lower-case word.
    """
    return f"{document(symbol)}/{part_path(path)}"


def mention(part_iri: str, start: int, end: int) -> str:
    """Mint the IRI of the mention that stands at text[start:end] of a part."""
    return f"{part_iri}/mention/{span(start, end)}"


def attribution(part_iri: str, start: int, end: int) -> str:
    """Mint the IRI of the attribution whose speaker is named at text[start:end] of a part."""
    return f"{part_iri}/attribution/{span(start, end)}"


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
    if kind not in OUTCOME_KINDS or not OUTCOME_PATH.fullmatch(path):
        raise IdentifierError(f"not an outcome: {kind} {path!r}")
    return f"{BASE}{kind}/{symbol_segments(symbol)}/{path}"


# -- events ------------------------------------------------------------------------------------------------------


def congresses() -> str:
    """Mint the IRI of the congresses as a series, which texts call "the crime congresses"."""
    return f"{BASE}congress"


def congress(n: int) -> str:
    """Mint the IRI of the n-th congress (1 is Geneva, 1955)."""
    return f"{BASE}congress/{positive(n)}"


def agenda_item(owner_iri: str, number: str) -> str:
    """Mint the IRI of an item on the agenda of a congress or a meeting: "5", "5/a"."""
    return f"{owner_iri}/agenda/{segments(number)}"


def workshop(congress_iri: str, number: int) -> str:
    """Mint the IRI of a workshop of a congress."""
    return f"{congress_iri}/workshop/{positive(number)}"


def theme(congress_iri: str) -> str:
    """Mint the IRI of the main theme of a congress."""
    return f"{congress_iri}/theme"


def meeting(congress_iri: str, code: str) -> str:
    """Mint the IRI of a meeting that prepares for a congress, by the code in its documents' symbols: "RPM.3"."""
    return f"{congress_iri}/meeting/{segment(code)}"


def sitting(meeting_iri: str, n: int) -> str:
    """Mint the IRI of a sitting: what the text calls the 4th meeting of the Meeting."""
    return f"{meeting_iri}/sitting/{positive(n)}"


def participation(meeting_iri: str, slug: str) -> str:
    """Mint the IRI of somebody's taking part in a meeting or congress, by the code of the agent: "CRI"."""
    return f"{meeting_iri}/participation/{segment(slug)}"


# -- what texts speak of -----------------------------------------------------------------------------------------


def instrument(code: str) -> str:
    """Mint the IRI of a treaty, declaration or set of standards: "UNTOC", "NELSON-MANDELA-RULES"."""
    return f"{BASE}instrument/{segment(code)}"


def group(code: str) -> str:
    """Mint the IRI of a group of instruments that texts name as one: "DRUG-CONTROL-TREATIES"."""
    return instrument(code)


def provision(instrument_iri: str, path: str) -> str:
    """Mint the IRI of a provision of an instrument: "article/14"."""
    return f"{instrument_iri}/{segments(path)}"


def body(code: str) -> str:
    """Mint the IRI of an organization, organ, office or network: "UNODC"."""
    return f"{BASE}body/{segment(code)}"


def place(code: str) -> str:
    """Mint the IRI of a State (ISO 3166-1 alpha-3, "CHL"), a city or a region ("kyoto")."""
    return f"{BASE}place/{segment(code)}"


def person(slug: str) -> str:
    """Mint the IRI of a person by the name as printed, lower-case, hyphenated, without accents: "pia-greene"."""
    return f"{BASE}person/{segment(slug)}"


def programme(code: str) -> str:
    """Mint the IRI of a programme or initiative: "GLOBAL-PROGRAMME-DOHA"."""
    return f"{BASE}programme/{segment(code)}"


def topic(slug: str) -> str:
    """Mint the IRI of a concept of the topic scheme: "restorative-justice"."""
    return f"{BASE}topic/{segment(slug)}"


def topic_scheme() -> str:
    """Mint the IRI of the scheme that the topics are concepts of."""
    return f"{BASE}topics"


# -- the graph itself --------------------------------------------------------------------------------------------


def extraction(symbol: str) -> str:
    """Mint the IRI of the run that read a document."""
    return f"{BASE}extraction/{symbol_segments(symbol)}"


def query(slug: str) -> str:
    """Mint the IRI of an example query."""
    return f"{BASE}query/{segment(slug)}"


def release(version: str) -> str:
    """Mint the IRI of a published state of the graph."""
    return f"{BASE}release/{segment(version)}"


def graph_stated(symbol: str) -> str:
    """Name the graph of what a document's words state."""
    return f"{BASE}graph/stated/{symbol_segments(symbol)}"


def graph_curated() -> str:
    """Name the graph of what editors added, with sources."""
    return f"{BASE}graph/curated"


def graph_inferred(method: str) -> str:
    """Name the graph of what one method inferred: "owl-rules"."""
    return f"{BASE}graph/inferred/{segment(method)}"


def graph_vocabulary(code: str) -> str:
    """Name the graph of a vocabulary of others that was loaded whole: "sdg"."""
    return f"{BASE}graph/vocabulary/{segment(code)}"


def graph_catalogue() -> str:
    """Name the graph that describes the release, its parts and the example queries."""
    return f"{BASE}graph/catalogue"


def ontology_version(version: str) -> str:
    """Name a version of the ontology (its owl:versionIRI): "0.1.0"."""
    return f"{ONTOLOGY_IRI}/{segment(version)}"


def term(name: str) -> str:
    """Name a term of the ontology: "Recommendation"."""
    return ONTOLOGY + segment(name)


def shape(name: str) -> str:
    """Name a SHACL shape: "Recommendation-text"."""
    return SHAPES + segment(name)


def rebased(iri: str, base: str) -> str:
    """Move an IRI from the default base to another; the ontology and IRIs of others stay as they are.

    >>> rebased(congress(14), "https://example.org/cc/")
    'https://example.org/cc/congress/14'
    >>> rebased(term("Congress"), "https://example.org/cc/")
    'https://w3id.org/crimecongress/ontology#Congress'
    """
    if not iri.startswith(BASE) or stays(iri):
        return iri
    return base + iri.removeprefix(BASE)


def unmoved(iri: str, base: str) -> str:
    """Move an IRI from another base back to the default one.

    >>> unmoved("https://example.org/cc/congress/14", "https://example.org/cc/")
    'https://w3id.org/crimecongress/congress/14'
    """
    return BASE + iri.removeprefix(base) if iri.startswith(base) and not stays(iri) else iri


def stays(iri: str) -> bool:
    """Tell whether an IRI is of the ontology or the shapes, which do not move with the base."""
    return any(iri == name or iri.startswith((name + "#", name + "/")) for name in (ONTOLOGY_IRI, SHAPES_IRI))
