"""What a text names, by kind, each thing once with the words that name it and the place where they stand."""

from __future__ import annotations

from api.addresses import Addresses
from api.names import Names
from api.pages.model import Evidence, Fact, Value
from api.pages.reading import evidence_of
from api.pages.resource import Subject
from ontology import terms


def named(subject: Subject, names: Names, at: Addresses) -> tuple[Fact, ...]:
    """Return what the wording of a page names, in the order of the text."""
    part, read = subject.part, subject.facts
    spans = [s for s in read.subjects() if part and read.text(s, terms.inContainer) == part]
    by_kind: dict[str, dict[str, list[str]]] = {}
    for span in sorted(spans, key=lambda s: read.number(s, terms.start)):
        if target := read.text(span, terms.refersTo):
            by_kind.setdefault(read.text(span, terms.mentionKind), {}).setdefault(target, []).append(span)
    return tuple(
        Fact(_kind(kind), tuple(_mentioned(t, spans, subject, names, at) for t, spans in targets.items()))
        for kind, targets in by_kind.items()
    )


def _kind(kind: str) -> str:
    """Return the heading of a kind of mention: "Instrument group", "SDG target"."""
    return f"SDG {kind[4:]}" if kind.startswith("sdg-") else kind.replace("-", " ").capitalize()


def _mentioned(target: str, spans: list[str], subject: Subject, names: Names, at: Addresses) -> Value:
    read = subject.facts
    graphs = [graph for _, graph in read.by_subject[spans[0]].get(terms.refersTo, ())]
    badge = evidence_of(graphs[0], at.base)
    quotes = tuple(dict.fromkeys(read.text(span, terms.exact) for span in spans))
    surfaces = ", ".join(dict.fromkeys(filter(None, (read.text(span, terms.surfaceKind) for span in spans))))
    label, short = names.label(target), names.short(target)
    return Value(
        label,
        at.href(target),
        short if short != label else "",
        note=f"{surfaces} name" if surfaces in ("full", "short") else surfaces,
        quotes=tuple(quote for quote in quotes if quote != label),
        evidence=Evidence(badge.level, badge.label, badge.title, at.href(spans[0])),
    )
