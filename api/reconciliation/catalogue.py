"""What can be reconciled: every named thing and every outcome, with names, types and words, held ready for matching.

Read once a release. Names are compared in a plain form; a word index finds the few entities worth comparing, so that a
batch costs no question to the graph.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING

from api.addresses import SDG
from api.names import Names
from ontology import terms
from ontology.identifiers import ONTOLOGY

if TYPE_CHECKING:
    from api.description import Asker

TYPES: dict[str, tuple[str, tuple[str, ...]]] = {
    "Recommendation": ("Recommendation", (terms.Recommendation,)),
    "Outcome": ("Recommendation, agreement or commitment", (terms.Recommendation, terms.Agreement, terms.Commitment)),
    "Instrument": (
        "Treaty, declaration, standards and norms",
        (
            *(terms.Treaty, terms.Protocol, terms.DeclarationInstrument, terms.StandardsAndNorms),
            *(terms.ResolutionInstrument, terms.GeneralComment, terms.PolicyFramework, terms.InstrumentGroup),
        ),
    ),
    "Body": ("Organization, organ, office or network", (terms.Body, terms.Office, terms.Network)),
    "State": ("State", (terms.State,)),
    "Place": ("City or region", (terms.City, terms.Region, terms.Place)),
    "Target": ("Sustainable Development Goal or target", (terms.SDGO + "Goal", terms.SDGO + "Target")),
    "Topic": ("Topic", (terms.Topic,)),
    "Document": (
        "Document by symbol",
        (
            *(terms.Document, terms.Report, terms.MeetingReport, terms.ResolutionDocument),
            *(terms.ConventionDocument, terms.DeclarationDocument),
        ),
    ),
    "Event": ("Congress or preparatory meeting", (terms.Congress, terms.PreparatoryMeeting)),
    "Person": ("Person", (terms.Person,)),
    "Programme": ("Programme", (terms.Programme,)),
}
"""The types that a client may ask for: id, name and the classes of the ontology that each covers."""

CODES = f"""PREFIX cc: <{ONTOLOGY}>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?iri ?name WHERE {{
  {{ ?iri skos:hiddenLabel ?name }} UNION {{ ?iri skos:prefLabel|skos:altLabel ?name }}
  UNION {{ ?iri cc:abbreviation|cc:isoAlpha3|cc:m49|skos:notation ?name }}
}} ORDER BY ?iri ?name"""

OUTCOMES = f"""PREFIX cc: <{ONTOLOGY}>
SELECT ?iri ?text ?class WHERE {{
  ?iri cc:statedIn ?place ; cc:text ?text ; a ?class .
  VALUES ?class {{ cc:Recommendation cc:Agreement cc:Commitment }}
}} ORDER BY ?iri"""


@dataclass(frozen=True, slots=True)
class Entity:
    """Something that a cell of a table may mean."""

    iri: str
    label: str
    types: tuple[str, ...]
    """Ids of TYPES, the narrowest first."""
    names: tuple[str, ...]
    """All its names in plain form, the label first."""
    text: str = ""
    """The wording of an outcome, in plain form."""
    description: str = ""


@dataclass
class Catalogue:
    """All entities, and which words lead to which."""

    entities: dict[str, Entity] = field(default_factory=dict)
    by_name: dict[str, list[str]] = field(default_factory=dict)
    by_word: dict[str, set[str]] = field(default_factory=dict)
    ordered: list[tuple[str, str]] = field(default_factory=list)
    """(name, IRI) in alphabetical order, for suggestions by prefix."""
    _weights: dict[str, float] = field(default_factory=dict)
    _near: dict[str, list[str]] = field(default_factory=dict)
    """Misspelt words that were asked for, and what they were taken for."""

    def add(self, entity: Entity) -> None:
        """Hold an entity ready."""
        self.entities[entity.iri] = entity
        self._weights.clear()
        for name in entity.names:
            self.by_name.setdefault(name, []).append(entity.iri)
        for word in {word for name in (*entity.names, entity.text) for word in name.split()}:
            self.by_word.setdefault(word, set()).add(entity.iri)
        self.ordered += [(name, entity.iri) for name in entity.names]

    def weight(self, word: str) -> float:
        """Return how much a word tells things apart: the fewer names have it, the more."""
        if word not in self.by_word:
            return 1.0
        if word not in self._weights:
            self._weights[word] = 1.0 / math.log2(2 + len(self.by_word[word]))
        return self._weights[word]

    def spelt_like(self, word: str) -> list[str]:
        """Return a word itself where names have it, else the words of names that are spelt most like it."""
        if word in self.by_word or len(word) < 4:
            return [word]
        if word not in self._near:
            begun = [each for each in self.by_word if each[:1] == word[:1] and abs(len(each) - len(word)) < 3]
            self._near[word] = get_close_matches(word, begun, 2, 0.8) or [word]
            if len(self._near) > 10_000:
                self._near.clear()
                return [word]
        return self._near[word]


def plain(text: str) -> str:
    """Return a name in the form in which names are compared: no accents, no case, no punctuation, single spaces.

    >>> plain("Bolivia (Plurinational State of)"), plain("UN-Women"), plain("Target 16.a")
    ('bolivia plurinational state of', 'un women', 'target 16.a')
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[0-9]+(?:\.[0-9a-z]+)+|[^\W_]+", bare))


async def read_catalogue(asker: Asker, names: Names) -> Catalogue:
    """Read all that can be reconciled from the release that is served."""
    spelt: dict[str, list[str]] = {}
    for row in await asker.select(CODES):
        spelt.setdefault(row["iri"].value, []).append(row["name"].value)
    catalogue = Catalogue()
    for iri in sorted(names.known):
        name = names.known[iri]
        types = types_of(name.types)
        if types and name.label:
            ways = (name.label, name.short, name.title, *name.others, *spelt.get(iri, ()), *_code(iri, names))
            catalogue.add(Entity(iri, name.label, types, _plain_names(ways), "", _describe(iri, names)))
    for row in await asker.select(OUTCOMES):
        iri, text = row["iri"].value, row["text"].value
        citation = names.cited(iri)
        shown = text if len(text) < 200 else text[:200] + "…"
        catalogue.add(
            Entity(iri, citation, types_of((row["class"].value,)), _plain_names((citation,)), plain(text), shown)
        )
    catalogue.ordered.sort()
    return catalogue


def types_of(classes: Iterable[str]) -> tuple[str, ...]:
    """Return the types of something of these classes."""
    held = set(classes)
    return tuple(id_ for id_, (_, covered) in TYPES.items() if held & set(covered))


def _plain_names(ways: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(plain, ways))))


def _code(iri: str, names: Names) -> tuple[str, ...]:
    """Return what people write for a thing from its IRI: "UNTOC", "KYOTO-DECLARATION"; "target 16.a", "SDG 16"."""
    code = iri.rpartition("/")[2]
    if iri.startswith(SDG):
        return (code, f"SDG {code}", f"{'Target' if '.' in code else 'Goal'} {code}")
    return (code,) if iri.startswith(names.base) else ()


def _describe(iri: str, names: Names) -> str:
    name = names.known[iri]
    kind = names.label(name.types[0]) if name.types else ""
    title = name.title if name.title != name.label else ""
    return ", ".join(filter(None, (kind, name.short if name.short != name.label else "", title)))


def type_entry(id_: str, known: Mapping[str, tuple[str, tuple[str, ...]]] = TYPES) -> dict[str, str]:
    """Return a type as the protocol writes it."""
    return {"id": id_, "name": known[id_][0]}
