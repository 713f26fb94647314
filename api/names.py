"""The names of the things that pages and records speak of: labels, abbreviations, classes, read once a release.

Parts, outcomes and spans need no entry: their name is their citation. What is left (congresses, bodies, instruments,
documents, terms of the ontology) is small, so that a page names all its neighbours without asking for each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ontology.identifiers import BASE, ONTOLOGY, IdentifierError, Kind, citation, parse

if TYPE_CHECKING:
    from api.description import Asker

NAMES = f"""PREFIX cc: <{ONTOLOGY}>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?iri ?kind ?value WHERE {{
  {{ ?iri skos:prefLabel ?value BIND("label" AS ?kind) }}
  UNION {{ ?iri cc:title ?value FILTER NOT EXISTS {{ ?iri cc:inDocument ?document }} BIND("title" AS ?kind) }}
  UNION {{ ?iri skos:altLabel ?value
    FILTER NOT EXISTS {{ ?iri cc:ambiguousLabel ?also FILTER(STR(?also) = STR(?value)) }}
    BIND("other" AS ?kind) }}
  UNION {{ ?iri cc:ambiguousLabel ?name . ?mention cc:refersTo ?iri ; cc:exact ?value FILTER(STR(?name) = ?value)
    BIND("used" AS ?kind) }}
  UNION {{ ?iri rdfs:label ?value BIND("term" AS ?kind) }}
  UNION {{ ?iri dcterms:title ?value BIND("title" AS ?kind) }}
  UNION {{ ?iri skos:definition ?value FILTER(STRSTARTS(STR(?iri), STR(cc:))) BIND("definition" AS ?kind) }}
  UNION {{ ?iri cc:abbreviation ?value BIND("short" AS ?kind) }}
  UNION {{ ?iri cc:symbol ?value BIND("symbol" AS ?kind) }}
  UNION {{ ?iri cc:distributed ?value BIND("issued" AS ?kind) }}
  FILTER(LANG(?value) IN ("en", ""))
}} ORDER BY ?iri ?kind ?value"""

TYPES = f"""PREFIX cc: <{ONTOLOGY}>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?iri ?type WHERE {{
  GRAPH ?graph {{ ?iri a ?type }}
  FILTER(!CONTAINS(STR(?graph), "/graph/inferred/"))
  FILTER EXISTS {{ ?iri skos:prefLabel|cc:symbol|cc:title ?name }}
  FILTER NOT EXISTS {{ ?iri cc:inDocument ?document }}
}} ORDER BY ?iri ?type"""

PREFERRED = ("label", "term", "symbol", "title")
"""Which of a thing's names is its label, the best first: a document is called by its symbol."""

SPAN_WORDS = {Kind.MENTION: "mention", Kind.ATTRIBUTION: "attribution", Kind.STATEMENT: "statement"}


@dataclass(frozen=True, slots=True)
class Name:
    """What one thing is called."""

    label: str = ""
    short: str = ""
    """Abbreviation, or the symbol of a document; "" where it has none."""
    title: str = ""
    issued: str = ""
    """Of a document: when it was distributed, ISO 8601."""
    others: tuple[str, ...] = ()
    """Other names that texts use for it."""
    used: tuple[str, ...] = ()
    """Names that other things have too, by which the documents read mean this one."""
    definition: str = ""
    """Of a term of the ontology."""
    types: tuple[str, ...] = ()
    """IRIs of the classes it is said to be of, the inferred ones left out."""


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """The names of one release, by IRI."""

    base: str
    known: Mapping[str, Name]

    def label(self, iri: str) -> str:
        """Return what a page calls an IRI: its label, its citation, or the end of the IRI itself."""
        if iri in self.known and self.known[iri].label:
            return self.known[iri].label
        return self.cited(iri) or self._numbered(iri) or _tail(iri)

    def short(self, iri: str) -> str:
        """Return the short name of an IRI: abbreviation or symbol, number on an agenda, shortest other name."""
        if iri not in self.known:
            return self.label(iri)
        name = self.known[iri]
        # "Doha Declaration" is the beginning of its full name; "the Declaration" would say too little
        begun = [each for each in name.used if name.label.startswith(each)]
        proper = [each for each in (*name.others, *begun) if each[:1].isupper()]
        return name.short or self._numbered(iri) or min((name.label, *proper), key=len)

    def _numbered(self, iri: str) -> str:
        """Return "Agenda item 5" or "Workshop 3" for what is called by its number; "" for the rest."""
        try:
            found = parse(iri, self.base)
        except IdentifierError:
            return ""
        words = {Kind.AGENDA_ITEM: "Agenda item", Kind.WORKSHOP: "Workshop", Kind.SITTING: "Sitting"}
        return f"{words[found.kind]} {found.code}" if found.kind in words else ""

    def definition(self, iri: str) -> str:
        """Return the definition of a term of the ontology, or "" where there is none."""
        return self.known[iri].definition if iri in self.known else ""

    def type(self, iri: str) -> str | None:
        """Return the class of a named thing, or None when it has no entry."""
        types = self.known[iri].types if iri in self.known else ()
        return types[0] if types else None

    def cited(self, iri: str) -> str:
        """Return the citation of a part, outcome or span; "" for what stands in no document."""
        try:
            found = parse(iri, self.base)
            text = citation(found.iri)
        except IdentifierError:
            return ""
        if found.kind in SPAN_WORDS:
            place = f" {found.start}–{found.end}" if found.start is not None else ""
            return f"{text}, {SPAN_WORDS[found.kind]}{place}"
        return text


async def read_names(engine: Asker, base: str = BASE) -> Names:
    """Read the names of the release that the engine serves."""
    found: dict[str, dict[str, list[str]]] = {}
    for row in await engine.select(NAMES):
        found.setdefault(row["iri"].value, {}).setdefault(row["kind"].value, []).append(row["value"].value)
    types: dict[str, tuple[str, ...]] = {}
    for row in await engine.select(TYPES):
        types[row["iri"].value] = (*types.get(row["iri"].value, ()), row["type"].value)
    # our own classes say more than those of other vocabularies: a Topic is also a skos:Concept
    types = {iri: tuple(sorted(each, key=lambda c: not c.startswith(ONTOLOGY))) for iri, each in types.items()}
    return Names(base, {iri: _name(kinds, types.get(iri, ())) for iri, kinds in found.items()})


def _name(kinds: Mapping[str, list[str]], types: tuple[str, ...]) -> Name:
    first = {kind: values[0] for kind, values in kinds.items()}
    return Name(
        next((first[kind] for kind in PREFERRED if kind in first), ""),
        first.get("short") or first.get("symbol") or "",
        first.get("title", ""),
        first.get("issued", ""),
        tuple(kinds.get("other", ())),
        tuple(sorted(set(kinds.get("used", ())))),
        first.get("definition", ""),
        types,
    )


def _tail(iri: str) -> str:
    """Return the end of an IRI; of one of others, with its host before it: "www.wikidata.org: Q298"."""
    end = iri.rstrip("/").rpartition("#")[2].rpartition("/")[2]
    host = urlsplit(iri).netloc
    return end if host in ("", "w3id.org") else f"{host}: {end}" if end != host else host
