"""What a template is given: the pieces of a page, already worded and linked, so that templates only lay them out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from api.links import Link


@dataclass(frozen=True, slots=True)
class Evidence:
    """How a statement is known: stated, curated or inferred; level "" for what needs no badge."""

    level: str = ""
    label: str = ""
    title: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Thing:
    """A link to something, with what a reader needs in order to choose it."""

    href: str
    label: str
    title: str = ""
    short: str = ""
    note: str = ""
    excerpt: str = ""
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a fact, with the words that it rests on."""

    text: str
    href: str = ""
    title: str = ""
    lang: str = ""
    note: str = ""
    quotes: tuple[str, ...] = ()
    evidence: Evidence = Evidence()


@dataclass(frozen=True, slots=True)
class Fact:
    """A property and its values."""

    label: str
    values: tuple[Value, ...]
    href: str = ""
    definition: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of the wording; with a link where it names something."""

    text: str
    href: str = ""
    title: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """The exact text of a part or an outcome, cut at its mentions."""

    segments: tuple[Segment, ...]
    place: Thing
    chapeau: str = ""
    mark: str = ""
    """As printed: "(e)", "31."."""
    speaker: str = ""
    lang: str = "en"


@dataclass(frozen=True, slots=True)
class Group:
    """A list under a heading: what links here by one property, the parts of a document."""

    id: str
    label: str
    count: int
    things: tuple[Thing, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """What every page has."""

    title: str
    description: str = ""
    section: str = ""
    """The entry of the navigation that is current."""
    trail: tuple[Thing, ...] = ()
    links: tuple[Link, ...] = ()
    meta: tuple[tuple[str, str], ...] = ()
    schema_org: Mapping[str, object] | None = None
    hides_search: bool = False


@dataclass(frozen=True, slots=True)
class ResourcePage(Page):
    """The page of one thing of the graph."""

    iri: str = ""
    heading: str = ""
    subheading: str = ""
    chips: tuple[Thing, ...] = ()
    statuses: tuple[Thing, ...] = ()
    wording: Wording | None = None
    previous: Thing | None = None
    next: Thing | None = None
    named: tuple[Fact, ...] = ()
    facts: tuple[Fact, ...] = ()
    groups: tuple[Group, ...] = ()
    drawing: str = ""
    sparql: str = ""
    sparql_href: str = ""
    citation: str = ""
    reference: str = ""
    """The citation as a line for a footnote, with author, title, year and address."""
    citations: tuple[Thing, ...] = ()
    formats: tuple[Thing, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)
    """What one template needs beyond the others."""


@dataclass(frozen=True, slots=True)
class MissingPage(Page):
    """What a reader gets at an address that has nothing."""

    nearest: tuple[Thing, ...] = ()
