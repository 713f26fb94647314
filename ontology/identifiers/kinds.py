"""What the IRIs of the graph identify, and where they begin."""

from __future__ import annotations

from enum import StrEnum

BASE = "https://w3id.org/crimecongress/"
"""Where the IRIs of the published graph begin."""

ONTOLOGY_IRI = BASE + "ontology"
"""The ontology itself, and the named graph that holds it. It does not move with the base."""

ONTOLOGY = ONTOLOGY_IRI + "#"
"""Namespace of the vocabulary (prefix `cc:`). It does not move with the base."""

ALIGNMENTS_IRI = ONTOLOGY_IRI + "/alignments"
"""How the ontology stands to others: an ontology of its own, which is loaded only by those who want it."""

SHAPES_IRI = BASE + "shapes"
"""The SHACL shapes. They do not move with the base."""

SHAPES = SHAPES_IRI + "#"
"""Namespace of the shapes (prefix `ccs:`)."""

SDG = "http://metadata.un.org/sdg/"
"""The United Nations' own namespace of Goals and targets, which are never given a second IRI."""


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
    GRAPH_VOCABULARY = "vocabulary"
    GRAPH_CATALOGUE = "catalogue"
    ONTOLOGY = "ontology"
    ONTOLOGY_VERSION = "version"
    ALIGNMENTS = "alignments"
    TERM = "term"
    SHAPES = "shapes"
    SHAPE = "shape"


OUTCOME_KINDS = frozenset({Kind.RECOMMENDATION, Kind.AGREEMENT, Kind.COMMITMENT})
"""What meetings and declarations bring about."""

SPAN_KINDS = frozenset({Kind.MENTION, Kind.ATTRIBUTION, Kind.STATEMENT})
"""What stands at characters of a part."""
