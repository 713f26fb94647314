"""The curated data: Turtle files in data/reference, read, checked and made into statements of the curated graph.

In: a folder of Turtle files, one a kind. Out: its rows (a row is what a file says of one resource), then the sorted
triples. An editor's mistake stops the build with the file, the line and the row. `ingest.gazetteer` takes its names
from the same rows.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import ReferenceDataError
from ingest.quads import RDF_TYPE, Literal, Triple, read_turtle
from ontology import terms
from ontology.files import ontology_file
from ontology.identifiers import BASE, ONTOLOGY

_PREFERRED = terms.SKOS + "prefLabel"
_LABELS = (_PREFERRED, terms.SKOS + "altLabel", terms.SKOS + "hiddenLabel", terms.abbreviation)
_REQUIRED = ((RDF_TYPE, "class"), (_PREFERRED, "skos:prefLabel"), (terms.DCTERMS + "source", "dcterms:source"))


@dataclass(frozen=True, slots=True)
class Row:
    """What one file says of one resource."""

    file: str
    line: int
    """Where the resource's block begins, from 1."""
    subject: str
    triples: tuple[Triple, ...]

    def objects(self, *predicates: str) -> Iterator[str | Literal]:
        """Yield what stands with the predicates, in the order of the file."""
        return (triple.object for triple in self.triples if triple.predicate in predicates)

    def labels(self, *predicates: str) -> Iterator[str]:
        """Yield the literals with the predicates that are in English or in no language."""
        for label in self.objects(*predicates):
            if isinstance(label, Literal) and label.language in {"", "en"}:
                yield label.value

    def wrong(self, found: str, expected: str) -> ReferenceDataError:
        """Return the error that names this row."""
        return ReferenceDataError(self.file, f"line {self.line}, {_short(self.subject)}", found, expected)


def load_reference(folder: Path, vocabulary: Collection[str] | None = None) -> tuple[Triple, ...]:
    """Read and check the curated data; return its triples, sorted.

    `vocabulary` is the set of terms that our ontology defines; without it, those of congress.ttl.
    Raises ReferenceDataError for what `parse_reference` refuses, and for a resource with two rows or without class,
    preferred label or source, a name that two resources claim and do not both mark as ambiguous, and a link to a term
    or a resource of ours that is not there.
    """
    rows = parse_reference(folder)
    check_reference(rows, ontology_terms() if vocabulary is None else vocabulary)
    return tuple(sorted({triple for row in rows for triple in row.triples}, key=_order))


def parse_reference(folder: Path) -> tuple[Row, ...]:
    """Read each Turtle file of a folder into rows, in the order of file names and of subjects in the file.

    Raises ReferenceDataError for a folder without files, a file that is not UTF-8 Turtle, or a blank node.
    """
    files = sorted(folder.glob("*.ttl"))
    if not files:
        raise ReferenceDataError(str(folder), "", "no .ttl file", "the curated reference data")
    return tuple(row for path in files for row in _rows(path))


def check_reference(rows: Sequence[Row], vocabulary: Collection[str]) -> None:
    """Check rows one by one and against each other; see `load_reference` for what it raises."""
    for check in (_check_complete, _check_once, _check_names, _check_links(vocabulary)):
        check(rows)


def ontology_terms() -> frozenset[str]:
    """Return the IRIs that congress.ttl defines."""
    return frozenset(triple.subject for triple in read_turtle(ontology_file("congress.ttl")))


def _check_complete(rows: Iterable[Row]) -> None:
    for row in rows:
        for predicate, name in _REQUIRED:
            if next(row.objects(predicate), None) is None:
                raise row.wrong(f"no {name}", f"a {name} on each resource")


def _check_once(rows: Iterable[Row]) -> None:
    seen: dict[str, Row] = {}
    for row in rows:
        first = seen.setdefault(row.subject, row)
        if first is not row:
            raise row.wrong(f"a second row, the first is in {first.file}, line {first.line}", "one row a resource")


def _check_names(rows: Iterable[Row]) -> None:
    """Find a name that two resources claim; capitals and spacing do not make it another name."""
    claims: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in rows:
        for label in row.labels(*_LABELS, terms.ambiguousLabel):
            claims[" ".join(label.casefold().split())].setdefault(row.subject, row)
    for name, claimants in claims.items():
        first, *others = claimants.values()
        for row in others:
            unmarked = next((claimant for claimant in (row, first) if not _is_marked(claimant, name)), None)
            if unmarked is not None:
                expected = f"a name of its own, or cc:ambiguousLabel on both ({first.file}, line {first.line})"
                raise row.wrong(f"the name “{name}” of {_short(first.subject)}", expected)


def _is_marked(row: Row, name: str) -> bool:
    return any(" ".join(label.casefold().split()) == name for label in row.labels(terms.ambiguousLabel))


def _check_links(vocabulary: Collection[str]) -> Callable[[Sequence[Row]], None]:
    def check(rows: Sequence[Row]) -> None:
        known = {row.subject for row in rows}
        for row in rows:
            for iri in (iri for triple in row.triples for iri in (triple.predicate, triple.object)):
                if isinstance(iri, Literal) or not iri.startswith(BASE):
                    continue
                if iri.startswith(ONTOLOGY) and iri not in vocabulary:
                    raise row.wrong(f"cc:{iri.removeprefix(ONTOLOGY)}", "a term that the ontology defines")
                if not iri.startswith(ONTOLOGY) and iri not in known:
                    raise row.wrong(f"a link to {_short(iri)}", "a resource that has a row")

    return check


def _rows(path: Path) -> Iterator[Row]:
    grouped: dict[str, list[Triple]] = {}
    for triple in _parse(path):
        if any(isinstance(term, str) and term.startswith("_:") for term in (triple.subject, triple.object)):
            raise ReferenceDataError(str(path), _short(triple.subject), "a blank node", "an IRI for each resource")
        grouped.setdefault(triple.subject, []).append(triple)
    lines = _subject_lines(path.read_text(encoding="utf-8"))
    for subject, triples in grouped.items():
        yield Row(str(path), lines.get(subject, 1), subject, tuple(triples))


def _parse(path: Path) -> list[Triple]:
    try:
        return list(read_turtle(path))
    except SyntaxError as error:
        place = f"line {error.lineno}" if error.lineno else ""
        raise ReferenceDataError(str(path), place, error.msg, "Turtle") from error
    except (OSError, ValueError) as error:
        raise ReferenceDataError(str(path), "", str(error), "a readable file of Turtle") from error


_PREFIX = re.compile(r"^@prefix\s+([\w.-]*):\s*<([^>]*)>", re.MULTILINE)
_BASE = re.compile(r"^@base\s+<([^>]*)>", re.MULTILINE)
_SUBJECT = re.compile(r"^(?:<(?P<iri>[^>]*)>|(?P<prefix>[\w.-]*):(?P<local>[^\s;,]+))", re.MULTILINE)


def _subject_lines(text: str) -> dict[str, int]:
    """Map each resource to the line where its block begins: in these files a subject stands at the margin."""
    prefixes = dict(_PREFIX.findall(text))
    base = _BASE.search(text)
    lines: dict[str, int] = {}
    for match in _SUBJECT.finditer(text):
        iri = match["iri"]
        if iri is None:
            iri = prefixes.get(match["prefix"], "") + match["local"].replace("\\", "")
        elif "://" not in iri and base:
            iri = base[1] + iri
        lines.setdefault(iri, text.count("\n", 0, match.start()) + 1)
    return lines


def _short(iri: str) -> str:
    """Write an IRI of ours as the files do: <instrument/UNCAC>."""
    return f"<{iri.removeprefix(BASE)}>"


def _order(triple: Triple) -> tuple[str, str, bool, tuple[str, ...]]:
    object_ = triple.object
    literal = isinstance(object_, Literal)
    return triple.subject, triple.predicate, literal, tuple(object_) if isinstance(object_, Literal) else (object_,)
