"""One generated report of a preparatory meeting as triples: sections, paragraphs, items, outcomes, and their evidence.

Its shapes are those of the real report: the same classes, properties and graphs, in about the same proportions. Nothing
in it was ever said; its congresses count from 100.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator

from bench.parts import TERMS, Part, Triples, cc, date, literal, number
from bench.reference import Entity, Reference
from bench.wording import Wording, Writer, few
from ontology import identifiers as ids
from ontology.terms import CC, XSD

SOURCE = ("source", '"generated"')
FIRST = 100
"""The first congress."""
MEETINGS = 4
"""Preparatory meetings of a congress, each with one report."""


class Report(Triples):
    """The triples of one generated report, by graph."""

    def __init__(self, place: int, rng: random.Random, reference: Reference) -> None:
        self._rng, self._reference = rng, reference
        self._writer = Writer(rng, reference)
        self.ordinal, code = FIRST + place // MEETINGS, f"RPM.{place % MEETINGS + 1}"
        super().__init__(f"A/CONF.{1000 + self.ordinal}/{code}/1")
        self.congress = ids.congress(self.ordinal)
        self.meeting = ids.meeting(self.congress, code)
        self.first = place % MEETINGS == 0
        self.curated: list[str] = []
        self.inferred: dict[str, list[str]] = {"topics": [], "related": []}
        self._kept: tuple[str, list[Entity]] | None = None

    def graphs(self) -> Iterator[tuple[str, list[str]]]:
        """Yield the IRI of each graph with its triples, once the report is written."""
        yield ids.graph_stated(self.symbol), self.stated
        yield ids.graph_curated(), self.curated
        yield ids.graph_inferred("owl-rules"), self.rules
        for method, triples in self.inferred.items():
            yield ids.graph_inferred(method), triples

    def write(self) -> Report:
        """Write the whole report."""
        self._front()
        self.section("I", "Introduction", None, "I")
        introduction = self.section("II", "Conclusions and recommendations", None, "II")
        for _ in range(self._rng.randint(3, 6)):
            self.paragraph(self._writer.paragraph(), introduction)
        for topic in range(1, 5):
            self._agenda_section(introduction, topic)
        self._agreements(introduction)
        self._organization(self.section("III", "Organization of the meeting", None, "III"))
        self._annex()
        return self

    def _front(self) -> None:
        rng, cities = self._rng, self._reference.entities["place"]
        title = f"Report of Preparatory Meeting {self.meeting[-1]} for Congress {self.ordinal}"
        self.part("FrontMatter", "front/1", title, None)
        digest = hashlib.sha256(self.symbol.encode()).hexdigest()
        pairs = (("prefLabel", literal(self.symbol, "@en")), ("title_", literal(title, "@en")), ("language", '"en"'))
        self.thing(self.iri, "MeetingReport", (*pairs, ("reportOf", f"<{self.meeting}>")))
        known = {"symbol": literal(self.symbol), "sourceDigest": f'"sha256:{digest}"'}
        self.curated += [f"<{self.iri}> {cc(name)} {value}" for name, value in known.items()]
        year = 2000 + self.ordinal % 100
        self.curated.append(f"<{self.iri}> {cc('distributed')} {date(f'{year}-0{rng.randint(1, 9)}-15')}")
        held = (("heldStart", date(f"{year}-02-05")), ("heldEnd", date(f"{year}-02-07")))
        place = ("place", f"<{few(rng, cities).iri}>")
        named = ("prefLabel", literal(title.removeprefix("Report of "), "@en"))
        of = (("preparesFor", f"<{self.congress}>"), named, SOURCE)
        self.thing(self.meeting, "PreparatoryMeeting", (*held, place, *of))
        if self.first:
            self._congress(year + 1)

    def _congress(self, year: int) -> None:
        """State the congress, its theme, agenda and workshops: with the first of its reports, as reference data."""
        graph, theme = self.curated, ids.theme(self.congress)
        when = (("ordinal", number(self.ordinal)), ("plannedStart", date(f"{year}-04-20")))
        named = ("prefLabel", literal(f"Congress {self.ordinal}", "@en"))
        self.thing(self.congress, "Congress", (*when, ("hasTheme", f"<{theme}>"), named, SOURCE), graph)
        self.thing(theme, "Theme", [("title", literal(self._title()))], graph)
        for n in range(1, 5):
            item, workshop = self._taken_up(n)
            place = ("onAgendaOf", f"<{self.congress}>")
            pair = ("discussedTogetherWith", f"<{workshop}>")
            titles = [("title", literal(self._title())) for _ in range(2)]
            self.thing(item, "AgendaItem", (("enumerator", f'"{n + 2}"'), titles[0], place, pair), graph)
            self.thing(workshop, "Workshop", (("number", number(n)), titles[1], place), graph)
            self.rules.append(f"<{workshop}> {cc('discussedTogetherWith')} <{item}>")

    def _title(self) -> str:
        topics = self._reference.entities["topic"]
        return f"{few(self._rng, topics).label} and {few(self._rng, topics).label.lower()}"

    def _taken_up(self, n: int) -> tuple[str, str]:
        return ids.agenda_item(self.congress, str(n + 2)), ids.workshop(self.congress, n)

    def _agenda_section(self, whole: Part, n: int) -> None:
        """Write what was said and recommended under one agenda item and its workshop."""
        title = f"{self._title()} (agenda item {n + 2}; workshop {n})"
        section = self.section(f"II.B.{n}", title, whole, str(n))
        said = self.section(f"II.B.{n}.summary-of-deliberations", "Summary of deliberations", section)
        for _ in range(self._rng.randint(6, 14)):
            self.paragraph(self._writer.deliberation(), said, "Deliberation")
        outcome = self.section(f"II.B.{n}.outcome-of-deliberations", "Outcome of deliberations", section)
        chapeau = self.paragraph("The Meeting made these recommendations, which were not negotiated:", outcome)
        previous = ""
        for index in range(self._rng.randint(6, 16)):
            previous = self._recommendation(chapeau, chr(97 + index), previous, n, section)

    def _recommendation(self, chapeau: Part, letter: str, previous: str, n: int, section: Part) -> str:
        wording, verbs = self._writer.recommendation()
        item = self._item(chapeau, letter, wording, previous)
        iri = ids.outcome("recommendation", self.symbol, f"{chapeau.start}/{letter}")
        self._outcome(iri, "Recommendation", item, wording)
        agenda_item, workshop = self._taken_up(n)
        at = section.text.index("(") + 1
        middle = section.text.index(";", at)
        self.fact(chapeau, (0, 11), iri, "madeAt", f"<{self.meeting}>", "chapeau")
        self.fact(section, (at, middle), iri, "underAgendaItem", f"<{agenda_item}>", "heading")
        self.fact(section, (middle + 2, len(section.text) - 1), iri, "underWorkshop", f"<{workshop}>", "heading")
        self.fact(chapeau, (42, 61), iri, "negotiationStatus", cc("NotNegotiated"), "not-negotiated")
        self.fact(item, (0, len(verbs[0])), iri, "leadingVerb", literal(verbs[0]), "verb")
        for verb in dict.fromkeys(verbs):
            at = wording.text.lower().index(verb)
            self.fact(item, (at, at + len(verb)), iri, "operativeVerb", literal(verb), "verb")
        for under in (agenda_item, workshop):
            self.rules.append(f"<{iri}> {cc('under')} <{under}>")
        return item.iri

    def _item(self, chapeau: Part, letter: str, wording: Wording, previous: str) -> Part:
        lettered = {"letter": f'"{letter}"', "enumerator": f'"{letter}"'}
        item = self.part("Item", f"para/{chapeau.start}/{letter}", wording, chapeau, **lettered)
        if previous:
            self.stated.append(f"<{previous}> {cc('next')} <{item.iri}>")
        return item

    def _outcome(self, iri: str, kind: str, item: Part, wording: Wording) -> None:
        """State an outcome: its wording, where it stands, what it names, and the topics inferred of it."""
        cited = ids.citation(iri)
        pairs = [("text", literal(item.text)), ("statedIn", f"<{item.iri}>"), ("inDocument", f"<{self.iri}>")]
        pairs += [("citation", literal(cited)), ("label", literal(cited, "@en")), ("aknLocator", literal(ids.akn(iri)))]
        named = sorted({entity.iri for _, _, entity in wording.names})
        self.thing(iri, kind, pairs + [("mentions", f"<{thing}>") for thing in named])
        topics = list({topic.iri: topic for topic in wording.topics}.values())
        for topic in topics:
            self._infer("topics", item, (iri, "concerns", topic.iri), topic.label.lower().split(), 0.9)
        if self._kept is not None and self._rng.random() < 0.3:
            before, shared = self._kept
            terms = [topic.label.lower() for topic in shared[:3]] or ["crime"]
            self._infer("related", item, (iri, "relatedTo", before), terms, 0.4)
            self.rules.append(f"<{before}> {cc('relatedTo')} <{iri}>")
        self._kept = (iri, topics)

    def _infer(self, method: str, item: Part, fact: tuple[str, str, str], terms: list[str], score: float) -> None:
        """State a fact that a method inferred, with the terms that it found shared."""
        subject, predicate, thing = fact
        graph = self.inferred[method]
        graph.append(f"<{subject}> {TERMS[predicate]} <{thing}>")
        iri = ids.statement(subject, CC + predicate, thing, item.iri)
        pairs = [("subject", f"<{subject}>"), ("predicate", TERMS[predicate]), ("object", f"<{thing}>")]
        pairs += [("method", f'"{method}"'), ("methodVersion", '"1"')]
        points = f"{score - self._rng.random() / 4:.3f}".rstrip("0")
        pairs += [("score", f'"{points}"^^<{XSD}decimal>'), *(("sharedTerm", literal(t)) for t in dict.fromkeys(terms))]
        self.thing(iri, "Statement", pairs, graph)

    def _agreements(self, whole: Part) -> None:
        section = self.section("II.C", "Agreements on the future declaration", whole, "C")
        chapeau = self.paragraph("The Meeting agreed that the following should be reflected:", section)
        previous = ""
        for index in range(self._rng.randint(3, 6)):
            letter = chr(97 + index)
            wording, _ = self._writer.recommendation()
            item = self._item(chapeau, letter, wording, previous)
            iri = ids.outcome("agreement", self.symbol, f"{chapeau.start}/{letter}")
            self._outcome(iri, "Agreement", item, wording)
            self.fact(chapeau, (0, 11), iri, "madeAt", f"<{self.meeting}>", "chapeau")
            self.fact(chapeau, (12, 18), iri, "negotiationStatus", cc("Agreed"), "chapeau")
            previous = item.iri

    def _organization(self, section: Part) -> None:
        """Write who took part, and who chaired the sittings."""
        states = self._rng.sample(self._reference.entities["state"], self._rng.randint(10, 25))
        wording = Wording("The following States were represented: ")
        for place, state in enumerate(states):
            wording.add(", " if place else "").name(state)
        part = self.paragraph(wording.add("."), section)
        for start, end, state in wording.names:
            iri = ids.participation(self.meeting, state.iri.rpartition("/")[2])
            self.thing(iri, "Participation", ())
            facts = (("agent", f"<{state.iri}>"), ("event", f"<{self.meeting}>"), ("capacity", cc("StateRepresented")))
            for name, value in facts:
                self.fact(part, (start, end), iri, name, value, "represented")
        self._sittings(section)

    def _sittings(self, section: Part) -> None:
        name = f"Officer {self.symbol.partition('.')[2].partition('/')[0]}-{self.meeting[-1]}"
        person = ids.person(name.lower().replace(" ", "-"))
        self.thing(person, "Person", [("prefLabel", literal(name, "@en")), SOURCE])
        part = self.paragraph(f"{name} chaired the sittings of the Meeting.", section)
        for n in range(1, 7):
            sitting = ids.sitting(self.meeting, n)
            self.thing(sitting, "Sitting", (("ordinal", number(n)), ("sittingOf", f"<{self.meeting}>")))
            self.fact(part, (0, len(name)), sitting, "chairedBy", f"<{person}>", "chaired")

    def _annex(self) -> None:
        """Write the list of documents, each row of which names the symbol of one."""
        section = self.section("annex", "List of documents", None, "Annex")
        for n in range(1, self._rng.randint(5, 10)):
            symbol = f"{self.symbol[:-2]}/L.{n}"
            path, text = f"section/annex/entry/{n}", f"{symbol} {self._title()}"
            entry = self.part("ListEntry", path, text, section, enumerator=f'"{n}"')
            self.follow("entry", entry)
            iri, span = ids.document(symbol), (0, len(symbol))
            self.thing(iri, "Document", [("prefLabel", literal(symbol, "@en"))])
            self.fact(entry, span, iri, "symbol", literal(symbol), "symbol")
            whole = (("refersTo", f"<{iri}>"), ("mentionKind", '"document"'), ("surfaceKind", '"full"'))
            self.thing(ids.mention(entry.iri, *span), "Mention", (*whole, *self.span(entry, *span, "symbol")))
            self.stated.append(f"<{entry.iri}> {cc('cites')} <{iri}>")
            self.rules.append(f"<{entry.iri}> {cc('mentions')} <{iri}>")
