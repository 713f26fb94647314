"""A subject that was read, worded as the page of its class: headings, text with links, statements, lists, drawing."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from api import representations
from api.addresses import SDG, Addresses
from api.citing import STYLES
from api.description import construct_query
from api.names import Names
from api.pages import facts, linked, naming
from api.pages.headings import CLASSES, heading, part_heading
from api.pages.model import Fact, Group, Thing, Wording
from api.pages.reading import days, level_of
from api.pages.resource import Row, Subject, identify, in_reading_order, word
from api.pages.wording import Mark, segments
from ontology import terms
from ontology.identifiers import ONTOLOGY, OUTCOME_KINDS, Identifier, Kind, rebased

LISTS = {
    Kind.CONGRESS: "congresses",
    Kind.DOCUMENT: "documents",
    Kind.INSTRUMENT: "instruments",
    Kind.BODY: "bodies",
    Kind.PLACE: "states",
    Kind.TOPIC: "topics",
    Kind.QUERY: "query",
    Kind.RELEASE: "data",
}
"""The list in which things of a kind are found."""


@dataclass(frozen=True, slots=True)
class Presenter:
    """Words one subject for its page."""

    subject: Subject
    names: Names
    at: Addresses

    # -- the heading --------------------------------------------------------------------------------------------

    def heading(self) -> str:
        """Return the name of the thing, or the number of the part."""
        found = self.subject.found
        if found and found.kind is Kind.QUERY:
            return self.subject.facts.text(self.subject.iri, terms.RDFS + "comment") or self.names.label(found.iri)
        return heading(found, self.names, self.subject.iri) if found else self.names.label(self.subject.iri)

    def subheading(self) -> str:
        """Return the title of a section or a document, or when and where an event was held."""
        iri, read = self.subject.iri, self.subject.facts
        title = read.text(iri, terms.title) or (self.names.known[iri].title if iri in self.names.known else "")
        held = days(read.text(iri, terms.heldStart), read.text(iri, terms.heldEnd))
        # the city first, then the State: "Santiago, Chile"
        places = sorted(read.all(iri, terms.place), key=lambda each: self.names.type(each) != terms.City)
        place = ", ".join(self.names.label(each) for each in places)
        event = read.text(iri, terms.madeAt)
        candidates = (title, ", ".join(filter(None, (place, held))), self.names.label(event) if event else "")
        return next((each for each in candidates if each and each != self.heading()), "")

    def chips(self) -> tuple[Thing, ...]:
        """Return the classes of the thing, the inferred ones left out, as links to their definitions."""
        types = [
            value.value
            for value, graph in self.subject.facts.by_subject[self.subject.iri].get(terms.RDF + "type", ())
            if level_of(graph, self.at.base) != "inferred"
        ]
        named = {t: CLASSES.get(t) or self.names.label(t) for t in types if t in CLASSES or t.startswith(ONTOLOGY)}
        return tuple(Thing(self.at.href(t), label) for t, label in named.items())

    def statuses(self) -> tuple[Thing, ...]:
        """Return how far an outcome was negotiated, which a reader must not overlook."""
        statuses = self.subject.facts.all(self.subject.iri, terms.negotiationStatus)
        return tuple(Thing(self.at.href(s), self.names.label(s), self.names.definition(s)) for s in statuses)

    def trail(self) -> tuple[Thing, ...]:
        """Return what the thing is part of, the widest first: Congress, meeting, document, sections, paragraph."""
        above = [row for row in self.subject.around if row["role"].value == "above"]
        steps = [*self._events(), *(self._step(row) for row in sorted(above, key=in_reading_order))]
        if not above and self.subject.found:
            steps += self._owners(self.subject.found)
        return (*(steps or self._list()), Thing("", self.heading()))

    def _list(self) -> list[Thing]:
        """Return the list that a thing which is part of nothing is found in."""
        kind = self.subject.found.kind if self.subject.found else None
        path = LISTS.get(kind, "") if kind else "targets" if self.subject.iri.startswith(SDG) else ""
        home = Thing(self.at.local(""), "Home")
        return [home, *([Thing(self.at.local(path), path.capitalize())] if path else [])]

    def _events(self) -> list[Thing]:
        rows = [row for row in self.subject.around if row["role"].value == "event"]
        iris = [row["iri"].value for row in rows] or self.subject.facts.all(self.subject.iri, terms.reportOf)
        return [step for iri in iris[:1] for step in (*self._owners(identify(iri, self.at.base)), self._short(iri))]

    def _owners(self, found: Identifier | None) -> list[Thing]:
        if found is None or found.owner is None:
            return []
        owner = rebased(found.owner, self.at.base)
        return [*self._owners(identify(owner, self.at.base)), self._short(owner)]

    def _short(self, iri: str) -> Thing:
        """Return a step of the trail with the shortest name of an event: "Fourteenth Congress"."""
        return Thing(self.at.href(iri), self.names.label(iri), short=self.names.short(iri))

    def _step(self, row: Row) -> Thing:
        iri = row["iri"].value
        found = identify(iri, self.at.base)
        label = self.names.label(iri)
        if found and found.kind is Kind.PART:
            title, mark = word(row, "title"), word(row, "mark")
            label = f"{mark}. {title}" if title and mark else title or part_heading(found)
        return Thing(self.at.href(iri), label)

    # -- the wording --------------------------------------------------------------------------------------------

    def wording(self) -> Wording | None:
        """Return the exact text with its mentions, and whose words it is."""
        part, read = self.subject.part, self.subject.facts
        text = read.text(part, terms.text) if part else ""
        if not part or not text or read.text(part, terms.title):
            return None
        return Wording(
            segments(text, self.marks(part)),
            Thing(self.at.href(part), self.names.label(part)),
            self._chapeau(),
            self._mark(part),
            self._speaker(part),
        )

    def marks(self, part: str) -> list[Mark]:
        """Return the spans of a part that name something or somebody, as links."""
        read, found = self.subject.facts, []
        for span in read.subjects():
            if read.text(span, terms.inContainer) != part or read.number(span, terms.start) < 0:
                continue
            target = read.text(span, terms.refersTo)
            kind = read.text(span, terms.mentionKind)
            if target:
                title = f"{self.names.label(target)} ({kind})"
                found.append(self._marked(span, target, title, kind))
            elif read.text(span, terms.speechVerb) or read.text(span, terms.speakerKind):
                found.append(self._marked(span, span, self._said(span), "speaker"))
        return found

    def _marked(self, span: str, target: str, title: str, kind: str) -> Mark:
        read = self.subject.facts
        return Mark(read.number(span, terms.start), read.number(span, terms.end), self.at.href(target), title, kind)

    def _said(self, span: str) -> str:
        read = self.subject.facts
        who = read.text(span, terms.speaker) or read.text(span, terms.speakerKind)
        return " · ".join(
            filter(None, ("Speaker", self.names.label(who) if who else "", read.text(span, terms.speechVerb)))
        )

    def _chapeau(self) -> str:
        """Return the words that introduce a lettered item: the paragraph above it."""
        above = sorted((row for row in self.subject.around if row["role"].value == "above"), key=in_reading_order)
        last = above[-1] if above else None
        return "" if last is None or "title" in last else word(last, "text")

    def _mark(self, part: str) -> str:
        letter, number = (self.subject.facts.text(part, p) for p in (terms.letter, terms.number))
        return f"({letter})" if letter else f"{number}." if number else ""

    def _speaker(self, part: str) -> str:
        kinds = self.subject.facts.all(part, terms.speaker) or self.subject.facts.all(part, terms.speakerKind)
        speakers = [self.names.label(kind) for kind in kinds if kind != terms.Impersonal]
        return f"Said by: {', '.join(speakers)}" if speakers else "Said of nobody in particular" if kinds else ""

    def turn(self, role: str) -> Thing | None:
        """Return the neighbour "previous" or "next": of an outcome the outcome, of a part the part."""
        order = [row["iri"].value for row in self.subject.sequence]
        if self.subject.iri in order and self.subject.found and self.subject.found.kind in OUTCOME_KINDS:
            place = order.index(self.subject.iri) + (1 if role == "next" else -1)
            return self.thing(order[place]) if 0 <= place < len(order) else None
        rows = [row for row in self.subject.around if row["role"].value == role]
        return self.thing(rows[0]["iri"].value) if rows and self.subject.part == self.subject.iri else None

    # -- statements ---------------------------------------------------------------------------------------------

    def worded(self) -> facts.Wording:
        """Return what statements are worded with."""
        return facts.Wording(self.names, self.at, self.subject.facts)

    def facts(self) -> tuple[Fact, ...]:
        """Return what is known of the thing, with the evidence."""
        return facts.facts_of(self.subject.iri, self.worded())

    def named(self) -> tuple[Fact, ...]:
        """Return what the text names, by kind, each with the words that name it."""
        return naming.named(self.subject, self.names, self.at)

    # -- lists --------------------------------------------------------------------------------------------------

    def thing(self, iri: str) -> Thing:
        """Return the entry of an IRI in a list."""
        return linked.thing(iri, self.names, self.at)

    def groups(self) -> tuple[Group, ...]:
        """Return the parts of a part, then what links here, by property."""
        return linked.groups(self.subject, self.names, self.at)

    def around(self) -> str:
        """Return the neighbourhood as SVG."""
        return linked.around(self.subject, self.names, self.at)

    # -- citing and formats -------------------------------------------------------------------------------------

    def formats(self) -> tuple[Thing, ...]:
        """Return the addresses of the other formats."""
        path = self.at.path(self.subject.iri)
        return tuple(
            Thing(self.at.local(f"{path}.{form.names[0]}"), representations.LABELS[form], form.media_type)
            for form in representations.FORMATS
            if form is not representations.HTML
        )

    def citations(self) -> tuple[Thing, ...]:
        """Return the addresses of the citation in each style."""
        path = self.at.path(self.subject.iri)
        labels = {"txt": "Text", "bib": "BibTeX", "ris": "RIS", "csl": "CSL-JSON"}
        return tuple(
            Thing(self.at.local(f"{path}.{form.names[0]}"), labels[form.names[0]], form.media_type) for form in STYLES
        )

    def sparql(self) -> tuple[str, str]:
        """Return the query that describes the thing, and the query page opened with it."""
        query = construct_query(self.subject.iri)
        return query, f"{self.at.local('query')}?{urlencode({'query': query})}"
