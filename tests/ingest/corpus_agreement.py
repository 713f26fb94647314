"""Compare the numbers, letters and levels that the parser reads with machine-made labels of the same documents.

A label says what a block of a document begins with and how deep it stands; ours and theirs agree on a block when
both say the same. Blocks below the text proper (annexes) have no level in the labels: there the level follows from
the kind of number. Run as a module for a table: `python -m tests.ingest.corpus_agreement FOLDER`.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.document import Metadata, PartKind, Report, Role, SourceDocument
from ingest.parsing import parse_report

LEVELS = {PartKind.PARAGRAPH: 1, PartKind.ITEM: 2, PartKind.SUBITEM: 3}
PREFIX = re.compile(
    r"[\"“]?(?:(?P<number>\d{1,3}|\d{1,2}\.(?:\d{1,2}|[a-z]))(?:\.(?=\s|$)|(?<=\.\w)(?=\s)|(?<=\.\w\w)(?=\s))"
    r"|\((?P<letter>[a-z]{1,5})\)(?=\s))"
)


@dataclass(frozen=True, slots=True, order=True)
class Claim:
    """That the block at a place begins with a number or letter of some level."""

    place: int
    token: str
    level: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """The claims of both sides about one document."""

    name: str
    ours: frozenset[Claim]
    labels: frozenset[Claim]

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1 when neither side claims anything."""
        total = len(self.ours) + len(self.labels)
        return 2 * len(self.ours & self.labels) / total if total else 1.0


def read(path: Path) -> Report:
    """Parse a document of the corpus; its symbol is in its name."""
    source = SourceDocument(path.name, path.read_text("utf-8"), Metadata(path.stem.replace("_", "/"), "en", "0" * 64))
    return parse_report(source)


def blocks(text: str) -> Iterator[int]:
    """Yield where each block begins; blank lines part the blocks."""
    blank, offset = True, 0
    for line in text.split("\n"):
        if line.strip() and blank:
            yield offset + len(line) - len(line.lstrip())
        blank = not line.strip()
        offset += len(line) + 1


def label_claims(text: str, labels: list[dict[str, str | int | None]]) -> Iterator[Claim]:
    """Yield what the labels claim: numbers and letters with their level, no bullets."""
    for place, label in zip(blocks(text), labels, strict=True):
        prefix, level = str(label["prefix"] or "").strip(), label["paragraph_level"]
        found = PREFIX.match(f"{prefix} " if prefix else str(label["text"]))
        if not found or label["type"] == "heading":
            continue
        token = found["number"] or found["letter"]
        if found["letter"] and len(token) == 2 and token[0] == token[1] and token not in {"ii", "xx"}:
            level = 2  # the labels put (aa) at level 4; it follows (z)
        yield Claim(place, token, int(level or (1 if found["number"] else guessed_level(token))))


def guessed_level(token: str) -> int:
    """The level of a letter that has none in the labels; 0 when it may be a letter or a numeral."""
    if len(token) > 1 and set(token) <= set("ivx"):
        return 3
    return 0 if token in "ivx" else 2


def our_claims(report: Report, places: frozenset[int]) -> Iterator[Claim]:
    """Yield what the parser claims about the beginnings of blocks."""
    parts = {part.id: part for part in report.parts}
    offset = 0
    for fragment in report.fragments:
        part = parts.get(fragment.part_id or "")
        if fragment.role is Role.NUMBER and part and part.kind in LEVELS:
            place = offset if offset in places else offset - 1
            if place in places:
                yield Claim(place, part.letter or part.enumerator or "", LEVELS[part.kind])
        offset += len(fragment.raw)


def agreement(path: Path, labels: Path) -> Agreement:
    """Compare one document with its labels."""
    report = read(path)
    places = frozenset(blocks(report.source.text))
    theirs = set(label_claims(report.source.text, json.loads(labels.read_text("utf-8"))))
    ours = set(our_claims(report, places))
    open_levels = {(claim.place, claim.token): claim for claim in theirs if claim.level == 0}
    settled = {open_levels.get((claim.place, claim.token), claim) for claim in ours}
    return Agreement(path.stem, frozenset(settled), frozenset(theirs))


def corpus_agreement(folder: Path) -> list[Agreement]:
    """Compare all documents of a folder with `txt` and `json` in it."""
    return [agreement(path, folder / "json" / f"{path.stem}.json") for path in sorted((folder / "txt").glob("*.txt"))]


def micro_f1(results: list[Agreement]) -> float:
    """F1 over all claims of all documents."""
    same = sum(len(result.ours & result.labels) for result in results)
    return 2 * same / sum(len(result.ours) + len(result.labels) for result in results)


if __name__ == "__main__":
    table = corpus_agreement(Path(sys.argv[1]))
    for row in sorted(table, key=lambda row: row.f1):
        if row.f1 < 1:
            missed, extra = sorted(row.labels - row.ours), sorted(row.ours - row.labels)
            sys.stdout.write(f"{row.f1:.3f} {row.name}: missed {missed[:6]} extra {extra[:6]}\n")
    numbered = [row for row in table if row.labels]
    macro = sum(row.f1 for row in numbered) / len(numbered)
    sys.stdout.write(
        f"{len(table)} documents, {len(numbered)} numbered: micro F1 {micro_f1(table):.4f}, mean {macro:.4f}\n"
    )
