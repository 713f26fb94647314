"""What a maintainer looks at before publishing: how much was found, what was left open, what the last change moved.

In: the last build of a graph, as the cache remembers it, and the one before. Out: a QualityReport, written as JSON and
as one HTML page (`ingest.quality_page`): per document and kind of mention what was found, resolved and left open with
the most frequent words, how much of the text is in parts, and gains and losses against the build before.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from ingest.cache import Cache, published_builds, unpack_summary, unpack_triples
from ingest.errors import SourceError
from ingest.extracts import LeftOpen, Summary
from ingest.publishing import publish
from ingest.quads import RDF_TYPE, Triple
from ontology import terms

MOST_SHOWN = 10
"""Words left open that are listed for each document and kind; the counts are of all."""


@dataclass(frozen=True, slots=True)
class KindQuality:
    """What became of the mentions of one kind in one document."""

    kind: str
    found: int
    resolved: int
    full: int
    short: int
    anaphoric: int
    unresolved: int
    left_open: tuple[LeftOpen, ...]
    """The most frequent words left open."""


@dataclass(frozen=True, slots=True)
class Change:
    """What one document states now and did not before, or the other way round."""

    gains: tuple[str, ...]
    losses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentQuality:
    """One document."""

    symbol: str
    genre: str
    genre_reason: str
    counts: Mapping[str, int]
    coverage: float
    """Share of the non-blank characters, those of the page itself left out, that are in exactly one part."""
    kinds: tuple[KindQuality, ...]
    problems: tuple[str, ...]
    """Warnings of the shapes, and the notes of reading: contradictions, doubts, outcomes that were not recorded."""
    change: Change | None
    """Against the build before; None for a document that was not in it."""


@dataclass(frozen=True, slots=True)
class QualityReport:
    """A build."""

    graph: str
    totals: Mapping[str, int]
    kinds: tuple[KindQuality, ...]
    """Over all documents."""
    documents: tuple[DocumentQuality, ...]
    removed: tuple[str, ...]
    """Symbols of documents that the build before had and this one has not."""


def measure(graph: Path, cache: Path) -> QualityReport:
    """Measure the last build that published a graph.

    Raises SourceError when the cache knows of no such build.
    """
    kept = Cache(cache)
    now, before = published_builds(kept, graph)
    if not now:
        raise SourceError(str(graph), "", f"no build of it in {cache}", "a graph that was built here")
    summaries = [unpack_summary(kept.load("summaries", key)) for _, key in sorted(now.items())]
    documents = tuple(
        _document(summary, _change(kept, before.get(summary.symbol), now[summary.symbol])) for summary in summaries
    )
    totals: Counter[str] = Counter(documents=len(documents))
    for summary in summaries:
        totals.update(summary.counts)
    removed = tuple(sorted(before.keys() - now.keys()))
    return QualityReport(str(graph), dict(totals), _kinds(summaries), documents, removed)


def write_report(report: QualityReport, folder: Path) -> tuple[Path, Path]:
    """Write quality.json and quality.html into a folder; return their paths. Raises OSError when it cannot."""
    from ingest.quality_page import render

    as_json, as_html = folder / "quality.json", folder / "quality.html"
    publish(as_json, [json.dumps(asdict(report), ensure_ascii=False, indent=1), "\n"])
    publish(as_html, render(report))
    return as_json, as_html


def _document(summary: Summary, change: Change | None) -> DocumentQuality:
    text = summary.coverage["all"] - summary.coverage["page"]
    return DocumentQuality(
        summary.symbol,
        summary.genre,
        summary.genre_reason,
        summary.counts,
        summary.coverage["in parts"] / text if text else 1.0,
        _kinds([summary]),
        (*summary.notes, *map(str, summary.problems)),
        change,
    )


def _kinds(summaries: Iterable[Summary]) -> tuple[KindQuality, ...]:
    named: dict[str, Counter[str]] = {}
    left: dict[str, Counter[tuple[str, str]]] = {}
    for summary in summaries:
        for kind, surfaces in summary.named.items():
            named.setdefault(kind, Counter()).update(surfaces)
        for open_ in summary.left_open:
            left.setdefault(open_.kind, Counter())[open_.words, open_.reason] += open_.count
    return tuple(_kind(kind, named.get(kind, Counter()), left.get(kind, Counter())) for kind in sorted({*named, *left}))


def _kind(kind: str, surfaces: Counter[str], left: Counter[tuple[str, str]]) -> KindQuality:
    resolved, unresolved = surfaces.total(), left.total()
    frequent = sorted(left.items(), key=lambda item: (-item[1], item[0]))[:MOST_SHOWN]
    shown = tuple(LeftOpen(kind, words, reason, count) for (words, reason), count in frequent)
    by_surface = (surfaces["full"], surfaces["short"], surfaces["anaphoric"])
    return KindQuality(kind, resolved + unresolved, resolved, *by_surface, unresolved, shown)


def _change(kept: Cache, before: str | None, now: str) -> Change | None:
    """Compare what two extracts of one document state; None when there was none or it is not kept any more."""
    earlier = kept.load("triples", before) if before else None
    if earlier is None:
        return None
    if before == now:
        return Change((), ())
    was, is_ = (_stated(unpack_triples(value, "stated")) for value in (earlier, kept.load("triples", now)))
    return Change(tuple(sorted(is_ - was)), tuple(sorted(was - is_)))


_FACTS = {terms.refersTo, terms.speakerKind, terms.reason, terms.statedIn, terms.object, terms.objectValue}


def _stated(triples: Iterable[Triple]) -> set[str]:
    """Return what a document states, one line each: mentions, speakers, facts, outcomes, parts and wording."""
    return {
        f"{_short(t.subject)} {_short(t.predicate)} {_short(t.object if isinstance(t.object, str) else t.object.value)}"
        for t in triples
        if t.predicate in _FACTS or t.predicate in {terms.text, RDF_TYPE}
    }


def _short(text: str) -> str:
    return text.removeprefix(terms.CC).removeprefix(terms.CG)
