"""The things that a document names by a number, which no reference data lists: described by what their name says.

In: a ReadReport and the entities that the reference data describes. Out: facts about the others: "article 14 of the
Covenant" is a provision of it, "agenda item 5" an item on an agenda, a meeting before a congress prepares for it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ingest.facts.evidence import Fact, ReadReport, of_mention, typed
from ingest.quads import Literal, Term, english, integer
from ingest.spans import Mention, Surface
from ontology import terms
from ontology.identifiers import Identifier, IdentifierError, Kind, parse

Description = tuple[str, dict[str, Term]]
"""The class of a thing, and what its IRI says of it."""


def read_entities(read: ReadReport, listed: Collection[str], described: Collection[str]) -> Iterator[Fact]:
    """Yield class and place of each thing named that nobody describes, and the name of each that nobody lists.

    `listed` are the entities of the reference data, `described` those of which other facts of the document tell.
    """
    seen = set(listed)
    for mention in read.reading.mentions:
        if mention.entity in seen or not (found := _described(mention.entity)):
            continue
        seen.add(mention.entity)
        yield from _label(read, mention.entity)
        if mention.entity not in described:
            class_, values = found
            evidence = of_mention(mention, "named")
            yield typed(mention.entity, class_, evidence)
            yield from (Fact(mention.entity, name, value, evidence) for name, value in values.items())


def _described(iri: str) -> Description | None:
    try:
        found = parse(iri)
    except IdentifierError:
        return None
    describe = _DESCRIPTIONS.get(found.kind)
    return describe(found) if describe else None


def _provision(found: Identifier) -> Description:
    label = str(found.path).replace("/", " ").replace("-", " ")
    return terms.Provision, {terms.provisionOf: str(found.owner), terms.SKOS + "prefLabel": english(label)}


def _agenda_item(found: Identifier) -> Description:
    first, *below = str(found.code).split("/")
    number = Literal(" ".join([first, *(f"({letter})" for letter in below)]))
    return terms.AgendaItem, {terms.onAgendaOf: str(found.owner), terms.enumerator: number}


def _workshop(found: Identifier) -> Description:
    return terms.Workshop, {terms.onAgendaOf: str(found.owner), terms.number: integer(int(str(found.code)))}


def _meeting(found: Identifier) -> Description:
    return terms.PreparatoryMeeting, {terms.preparesFor: str(found.owner)}


def _congress(found: Identifier) -> Description:
    return terms.Congress, {terms.ordinal: integer(int(str(found.code)))}


_DESCRIPTIONS = {
    Kind.PROVISION: _provision,
    Kind.AGENDA_ITEM: _agenda_item,
    Kind.WORKSHOP: _workshop,
    Kind.MEETING: _meeting,
    Kind.CONGRESS: _congress,
}


def _label(read: ReadReport, entity: str) -> Iterator[Fact]:
    """Yield the name that the text gives to an event: the longest by which it is called."""
    named = [m for m in read.reading.mentions if m.entity == entity and _is_name(m)]
    if named:
        longest = max(named, key=lambda mention: len(mention.exact))
        yield Fact(entity, terms.SKOS + "prefLabel", english(longest.exact), of_mention(longest, "named"))


def _is_name(mention: Mention) -> bool:
    return mention.kind in {"meeting", "congress"} and mention.surface is Surface.FULL
