"""What a collection of the JSON API is made of: its members, filters, facets, orders and fields, as data.

A collection says these things in SPARQL patterns about `?item`; `asking` joins them into queries, `collections` holds
the collections themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ontology.identifiers import Kind


class Takes(StrEnum):
    """What a filter's value is."""

    THING = "thing"
    """A thing by code, name, path or IRI: "UNTOC", "16.a"."""
    WORD = "word"
    """A word, compared as a whole and without regard to case."""
    TEXT = "text"
    """Words and "phrases" that must all occur."""
    CHOICE = "choice"
    """One of a fixed list."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One parameter that narrows a collection."""

    name: str
    description: str
    pattern: str
    """SPARQL about ?item in which `{value}` is the term that the value names."""
    takes: Takes = Takes.THING
    kinds: tuple[Kind, ...] = ()
    """What a code may name; the first kind that has it is taken."""
    classes: tuple[str, ...] = ()
    """IRIs of the classes that a thing must be of; none: any."""
    choices: Mapping[str, str] = field(default_factory=dict)
    """For a choice: what each stands for in the pattern. For a text: under "", the variable that is compared."""
    graded: bool = False
    """Whether the pattern is a statement whose evidence level can be asked for."""
    default: str = ""
    """The value that is taken when the parameter is absent."""
    example: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """Counts of the values of one property among the members that the filters leave."""

    name: str
    """Also the filter that narrows to one of its values."""
    pattern: str
    """SPARQL that binds ?value for ?item."""
    also: str = ""
    """More SPARQL about ?value, whose evidence is not asked for: its class."""

    def naming(self, variable: str) -> str:
        """Return the SPARQL with another name for ?value.

        >>> Facet("verb", "?item cc:operativeVerb ?value .").naming("row")
        '?item cc:operativeVerb ?row .'
        """
        text = f"{self.pattern} {self.also}".strip()
        return text.replace("?value", f"?{variable}").replace("?class_value", f"?class_{variable}")


@dataclass(frozen=True, slots=True)
class Order:
    """One order of a collection: what binds the keys, and the keys, the first the weightiest."""

    pattern: str
    keys: tuple[str, ...]
    """SPARQL expressions over the variables of the pattern."""
    numeric: tuple[bool, ...]
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Collection:
    """A list of things of one sort."""

    name: str
    """In the path: "recommendations"."""
    singular: str
    description: str
    word: str
    """First segment of the members' IRIs, by which one is addressed: "recommendation"."""
    members: str
    """SPARQL that binds ?item."""
    fields: tuple[str, ...]
    """IRIs of the properties that a member's record has, in order."""
    filters: tuple[Filter, ...]
    facets: tuple[Facet, ...]
    orders: Mapping[str, Order]
    """By name; the first is the default."""
    example: str
    """The path of one member after the word: "A/CONF.234/RPM.3/1/28/e"."""

    def filter(self, name: str) -> Filter | None:
        """Return a filter by its name."""
        return next((each for each in self.filters if each.name == name), None)
