"""What a generated report is made of: triples with their evidence, parts of a document, and who is named in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bench.wording import Wording
from ontology import identifiers as ids
from ontology.terms import CC, DCTERMS, RDF, RDFS, SKOS, XSD

A = f"<{RDF}type>"
ABOVE = {
    "Agreement": ("Outcome",),
    "Attribution": ("Span", "Evidence"),
    "Congress": ("Event",),
    "Contents": ("DocumentPart",),
    "Deliberation": ("Paragraph", "DocumentPart"),
    "Footnote": ("DocumentPart",),
    "FrontMatter": ("DocumentPart",),
    "Item": ("DocumentPart",),
    "ListEntry": ("DocumentPart",),
    "MeetingReport": ("Document", "Report"),
    "Mention": ("Span", "Evidence"),
    "Paragraph": ("DocumentPart",),
    "Person": ("Agent",),
    "PreparatoryMeeting": ("Event",),
    "Recommendation": ("Outcome",),
    "Section": ("DocumentPart",),
    "Statement": ("Evidence",),
    "SubItem": ("DocumentPart",),
}
"""The classes above a class, which the rules make explicit; a test compares them with the rules."""


def cc(name: str) -> str:
    """Return a term of the vocabulary as N-Triples writes it."""
    return f"<{CC}{name}>"


def literal(text: str, suffix: str = "") -> str:
    """Return a literal as N-Triples writes it."""
    if '"' in text or "\\" in text or "\n" in text:
        text = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{text}"{suffix}'


def number(value: int) -> str:
    """Return an xsd:integer."""
    return f'"{value}"^^<{XSD}integer>'


def date(text: str) -> str:
    """Return an xsd:date."""
    return f'"{text}"^^<{XSD}date>'


@dataclass(slots=True)
class Part:
    """A part of the document whose triples can still be added to."""

    iri: str
    text: str
    above: tuple[str, ...]
    """The parts and the document that it stands in, nearest first."""
    start: int = 0


_OTHERS = {
    "label": RDFS + "label",
    "prefLabel": SKOS + "prefLabel",
    "title_": DCTERMS + "title",
    "language": DCTERMS + "language",
    "source": DCTERMS + "source",
}


class _Terms(dict[str, str]):
    """Properties by the names that this module uses, as N-Triples writes them; made when first asked for."""

    def __missing__(self, name: str) -> str:
        self[name] = f"<{_OTHERS.get(name, CC + name)}>"
        return self[name]


TERMS = _Terms()


class Triples:
    """The triples of one document, by graph, as it grows."""

    def __init__(self, symbol: str) -> None:
        self.symbol, self.iri = symbol, ids.document(symbol)
        self.stated: list[str] = []
        self.rules: list[str] = []
        self._order = 0
        self._number = 0
        self._previous: dict[str, str] = {}

    # -- triples

    def thing(self, iri: str, kind: str, pairs: Iterable[tuple[str, str]], graph: list[str] | None = None) -> None:
        """State a resource with its class and properties; the rules' graph says what the class is below."""
        where, subject = self.stated if graph is None else graph, f"<{iri}>"
        where.append(f"{subject} {A} {cc(kind)}")
        where.extend([f"{subject} {TERMS[name]} {value}" for name, value in pairs])
        self.rules.extend([f"{subject} {A} {cc(above)}" for above in ABOVE.get(kind, ())])

    def statement(self, part: Part, span: tuple[int, int], subject: str, predicate: str, value: str, rule: str) -> None:
        """Add the evidence for one fact; `value` is an IRI in angle brackets or a literal."""
        start, end = span
        plain = value[1:-1] if value.startswith("<") else value.split('"')[1]
        whole = TERMS[predicate]
        iri = ids.statement(subject, whole[1:-1], plain, part.iri)
        name = "object" if value.startswith("<") else "objectValue"
        pairs = (("subject", f"<{subject}>"), ("predicate", whole), (name, value))
        self.thing(iri, "Statement", (*pairs, *self.span(part, start, end, rule)))

    def fact(self, part: Part, span: tuple[int, int], subject: str, predicate: str, value: str, rule: str) -> None:
        """State one fact with its evidence."""
        self.stated.append(f"<{subject}> {TERMS[predicate]} {value}")
        self.statement(part, span, subject, predicate, value, rule)

    def span(self, part: Part, start: int, end: int, rule: str) -> tuple[tuple[str, str], ...]:
        """Return the properties that say where in a part some characters stand, and what found them."""
        exact = literal(part.text[start:end])
        place = (("inContainer", f"<{part.iri}>"), ("start", number(start)), ("end", number(end)))
        return (*place, ("exact", exact), ("rule", f'"{rule}"'))

    # -- parts

    def part(self, kind: str, path: str, wording: Wording | str, whole: Part | None, **more: str) -> Part:
        """State a part of the document, with what its words name and who speaks in it."""
        text = wording if isinstance(wording, str) else wording.text
        iri = ids.part(self.symbol, path)
        made = Part(iri, text, (whole.iri, *whole.above) if whole else (self.iri,))
        self._order += 1
        cited = ids.citation(iri)
        pairs = [("partOf", f"<{made.above[0]}>"), ("inDocument", f"<{self.iri}>"), ("order", number(self._order))]
        pairs += [("text", literal(text)), ("citation", literal(cited)), ("label", literal(cited, "@en"))]
        self.thing(iri, kind, [*pairs, ("aknLocator", literal(ids.akn(iri))), *more.items()])
        self.rules.extend([f"<{iri}> {cc('within')} <{above}>" for above in made.above])
        self.rules.append(f"<{made.above[0]}> {cc('hasPart')} <{iri}>")
        if not isinstance(wording, str):
            self._evidence(made, wording)
        return made

    def follow(self, family: str, part: Part) -> None:
        """Let the part follow the one before it of its family."""
        if family in self._previous:
            self.stated.append(f"<{self._previous[family]}> {cc('next')} <{part.iri}>")
        self._previous[family] = part.iri

    def section(self, name: str, title: str, whole: Part | None, enumerator: str = "") -> Part:
        """State a section."""
        more = {"enumerator": literal(enumerator)} if enumerator else {}
        level = number(1 + len(whole.above) if whole else 1)
        made = self.part("Section", f"section/{name}", title, whole, title=literal(title), level=level, **more)
        self.follow("section", made)
        return made

    def paragraph(self, wording: Wording | str, whole: Part, kind: str = "Paragraph") -> Part:
        """State the next numbered paragraph."""
        self._number += 1
        n = self._number
        numbered = {"number": number(n), "enumerator": f'"{n}"'}
        made = self.part(kind, f"para/{n}", wording, whole, **numbered)
        made.start = n
        self.follow("paragraph", made)
        return made

    def _evidence(self, part: Part, wording: Wording) -> None:
        """State the mentions and attributions of a part, and what follows from them of the part."""
        for start, end, entity in wording.names:
            pairs = (("refersTo", f"<{entity.iri}>"), ("mentionKind", f'"{entity.kind}"'), ("surfaceKind", '"full"'))
            span = self.span(part, start, end, "names")
            self.thing(ids.mention(part.iri, start, end), "Mention", (*pairs, *span))
        for iri in sorted({entity.iri for _, _, entity in wording.names}):
            self.stated.append(f"<{part.iri}> {cc('mentions')} <{iri}>")
        for start, end, kind, verb in wording.speakers:
            said = (("speakerKind", cc(kind)), ("speechVerb", literal(verb)))
            span = self.span(part, start, end, "speaker")
            self.thing(ids.attribution(part.iri, start, end), "Attribution", (*said, *span))
        for kind in sorted({kind for _, _, kind, _ in wording.speakers}):
            self.stated.append(f"<{part.iri}> {cc('speakerKind')} {cc(kind)}")
