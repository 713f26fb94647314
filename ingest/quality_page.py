"""The quality report as one HTML page that needs nothing else: no script, no style sheet, no network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from ingest.quality import Change, DocumentQuality, KindQuality, QualityReport

_STYLE = """
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
body { max-width: 75rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; margin: 1rem 0 }
caption { text-align: left; font-weight: 600; padding: .25rem 0 }
th, td { border-bottom: 1px solid #8888; padding: .25rem .75rem; text-align: left; vertical-align: top }
td.number { text-align: right; font-variant-numeric: tabular-nums }
ul { margin: .25rem 0 }
"""
_MOST_LINES = 200
"""Gains or losses that are listed; the number before them is of all."""


def render(report: QualityReport) -> Iterator[str]:
    """Yield the page, piece by piece."""
    yield (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>Quality of {escape(report.graph)}</title><style>{_STYLE}</style></head><body>\n"
    )
    yield f"<h1>Quality of {escape(report.graph)}</h1>\n"
    yield _table("All documents", ("", ""), ((name, count) for name, count in report.totals.items()))
    yield _kinds("Mentions in all documents", report.kinds)
    yield _table(
        "Documents",
        ("symbol", "genre", "mentions", "left open", "text in parts", "gains", "losses"),
        (_row(document) for document in report.documents),
    )
    if report.removed:
        yield f"<p>Not in this build any more: {escape(', '.join(report.removed))}</p>\n"
    for document in report.documents:
        yield from _document(document)
    yield "</body></html>\n"


def _row(document: DocumentQuality) -> tuple[str | int, ...]:
    change = document.change
    moved: tuple[str | int, ...] = ("new", "") if change is None else (len(change.gains), len(change.losses))
    counts = (document.counts["mentions"], document.counts["unresolved"], _percent(document.coverage))
    return (document.symbol, document.genre, *counts, *moved)


def _percent(share: float) -> str:
    """Write a share; only a whole is 100 %."""
    return "100 %" if share == 1 else f"{min(share, 0.9999):.2%}".replace("%", " %")


def _document(document: DocumentQuality) -> Iterator[str]:
    yield f"<h2>{escape(document.symbol)}</h2>\n<p>{escape(document.genre)}: {escape(document.genre_reason)}</p>\n"
    yield _kinds(f"Mentions in {document.symbol}", document.kinds)
    yield _list("To look at", document.problems)
    if document.change:
        yield from _change(document.change)


def _change(change: Change) -> Iterator[str]:
    yield _list(f"Gains against the build before: {len(change.gains)}", change.gains[:_MOST_LINES])
    yield _list(f"Losses against the build before: {len(change.losses)}", change.losses[:_MOST_LINES])


def _kinds(caption: str, kinds: Iterable[KindQuality]) -> str:
    head = ("kind", "found", "resolved", "full", "short", "anaphoric", "left open", "most frequent words left open")
    rows = (
        (k.kind, k.found, k.resolved, k.full, k.short, k.anaphoric, k.unresolved, _words(k))
        for k in kinds
    )  # fmt: skip
    return _table(caption, head, rows)


def _words(kind: KindQuality) -> str:
    return "; ".join(f"“{open_.words}” ({open_.count}): {open_.reason}" for open_ in kind.left_open)


def _table(caption: str, head: Iterable[str], rows: Iterable[Iterable[str | int]]) -> str:
    names = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    body = "\n".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    title = f"<caption>{escape(caption)}</caption>"
    return f"<table>{title}\n<thead><tr>{names}</tr></thead>\n<tbody>\n{body}\n</tbody></table>\n"


def _cell(value: str | int) -> str:
    return f'<td class="number">{value:,}</td>' if isinstance(value, int) else f"<td>{escape(value)}</td>"


def _list(title: str, lines: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<h3>{escape(title)}</h3>\n<ul>{items}</ul>\n" if items else ""
