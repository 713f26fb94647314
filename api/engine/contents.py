"""What a release holds: its graphs with their sizes, classes, properties and prefixes, and what it says of itself.

Counting takes a pass over all quads. Publishing does it once, in the sorted N-Quads, and keeps the counts in
`serving/contents.json`, from which a server reads them when it starts; of other graphs the store is asked.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ontology.identifiers import ONTOLOGY
from ontology.terms import DCTERMS, RDF, SH
from releases import literals
from releases.folder import SERVING, TRIG
from releases.subjects import lines_of, values

FILE = "contents.json"
DISTINCT = "DISTINCT ?s ?p ?o { ?s ?p ?o }"
TYPE, RELEASE, PREFIX, NAMESPACE = (
    f"<{name}>".encode() for name in (f"{RDF}type", f"{ONTOLOGY}Release", f"{SH}prefix", f"{SH}namespace")
)
DATES = tuple(f"<{DCTERMS}{name}>".encode() for name in ("modified", "issued"))


@dataclass(frozen=True, slots=True)
class Contents:
    """What a release holds."""

    stated: str
    """The IRI by which the graph names its release; empty where it names none."""
    dates: tuple[str, ...]
    """The days on which the release says that it was changed or issued, earliest first."""
    triples: int
    """Distinct triples in the union of all graphs."""
    graphs: tuple[tuple[str, int], ...]
    """Each graph with the number of its triples, by name."""
    prefixes: tuple[tuple[str, str], ...]
    """sh:declare in the catalogue, sorted."""
    classes: tuple[str, ...]
    properties: tuple[str, ...]

    @property
    def quads(self) -> int:
        """The triples of all graphs, one that stands in two of them twice."""
        return sum(size for _, size in self.graphs)

    @classmethod
    def from_json(cls, fields: Mapping[str, Any]) -> Contents:
        """Return what was written as JSON."""
        values = dict(fields)
        for name in ("dates", "classes", "properties"):
            values[name] = tuple(values[name])
        for name in ("graphs", "prefixes"):
            values[name] = tuple((one, other) for one, other in values[name])
        return cls(**values)


def by_asking(ask: Callable[[str], Any]) -> Contents:
    """Return what a server or store holds; `ask` answers a SELECT with solutions, over the union of all graphs."""

    def found(query: str) -> tuple[str, ...]:
        return tuple(sorted(row["v"].value for row in ask(query) if row["v"] is not None))

    stated = next(iter(found(f"SELECT ?v {{ ?v a <{ONTOLOGY}Release> }}")), "")
    dates = found(f"SELECT ?v {{ <{stated}> <{DCTERMS}modified>|<{DCTERMS}issued> ?v }}") if stated else ()
    graphs = ask("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g")
    prefixes = ask(f"SELECT DISTINCT ?a ?b {{ ?d <{SH}prefix> ?a ; <{SH}namespace> ?b }}")
    return Contents(
        stated=stated,
        dates=dates,
        triples=int(found(f"SELECT (COUNT(*) AS ?v) {{ SELECT {DISTINCT} }}")[0]),
        graphs=tuple((row["g"].value, int(row["n"].value)) for row in graphs),
        prefixes=tuple(sorted((row["a"].value, row["b"].value) for row in prefixes)),
        classes=found("SELECT DISTINCT ?v { ?s a ?v }"),
        properties=found("SELECT DISTINCT ?v { ?s ?v ?o }"),
    )


def by_reading(n_quads: Path) -> Contents:
    """Return what sorted N-Quads hold, read line by line. Raises OSError."""
    graphs, properties = Counter[bytes](), set[bytes]()
    classes, releases = set[bytes](), set[bytes]()
    declared: defaultdict[bytes, dict[bytes, bytes]] = defaultdict(dict)
    triples, before = 0, b""
    with n_quads.open("rb") as lines:
        for line in lines:
            triple, _, graph = line[:-3].rpartition(b" ")
            graphs[graph] += 1
            if triple == before:
                continue
            triples, before = triples + 1, triple
            subject, predicate, object_ = triple.split(b" ", 2)
            properties.add(predicate)
            if predicate == TYPE:
                classes.add(object_)
                if object_ == RELEASE:
                    releases.add(subject)
            elif predicate in (PREFIX, NAMESPACE):
                declared[subject][predicate] = object_
    stated = literals.iri(min(releases)) if releases else ""
    said = lines_of(n_quads, stated) if stated else []
    both = [row for row in declared.values() if len(row) == 2]
    return Contents(
        stated=stated,
        dates=tuple(sorted(literals.text(date) for name in DATES for date in values(said, name))),
        triples=triples,
        graphs=tuple((literals.iri(name), graphs[name]) for name in sorted(graphs)),
        prefixes=tuple(sorted((literals.text(row[PREFIX]), literals.text(row[NAMESPACE])) for row in both)),
        classes=tuple(sorted(literals.iri(name) for name in classes)),
        properties=tuple(sorted(literals.iri(name) for name in properties)),
    )


def keep(contents: Contents, release: Path) -> None:
    """Write what a release holds into its folder."""
    (release / SERVING / FILE).write_text(json.dumps(asdict(contents)), encoding="utf-8")


def kept(graph: Path) -> Contents | None:
    """Return what was written of the release of which this is the graph; None where nothing was."""
    path = graph.parent / SERVING / FILE
    if graph.name != TRIG or not path.is_file():
        return None
    return Contents.from_json(json.loads(path.read_text(encoding="utf-8")))
