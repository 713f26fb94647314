"""Every constraint of the shapes is met by one example and broken by another, and both engines say the same.

`examples/good.ttl` is the graph in which nothing is wrong; each line of `examples/*.faults` changes one property of one
resource in it and names all results that must follow.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
from pyoxigraph import NamedNode, RdfFormat

from ontology import terms
from shapes import SHAPES, Report, check
from shapes.paths import Index
from shapes.sources import shapes_triples

if TYPE_CHECKING:
    from collections.abc import Iterable

EXAMPLES = Path(__file__).parent / "examples"
BASE = "https://example.org/kg/"
PREFIXES = f"@base <{BASE}> .\n" + "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in terms.PREFIXES.items())
SEED = "document/A/CONF.234/RPM.3/1"

COMPONENTS = {
    "class": "Class",
    "closed": "Closed",
    "datatype": "Datatype",
    "disjoint": "Disjoint",
    "equals": "Equals",
    "hasValue": "HasValue",
    "in": "In",
    "lessThan": "LessThan",
    "lessThanOrEquals": "LessThanOrEquals",
    "maxCount": "MaxCount",
    "maxInclusive": "MaxInclusive",
    "minCount": "MinCount",
    "minInclusive": "MinInclusive",
    "minLength": "MinLength",
    "node": "Node",
    "nodeKind": "NodeKind",
    "or": "Or",
    "pattern": "Pattern",
    "qualifiedMaxCount": "QualifiedMaxCount",
    "qualifiedMinCount": "QualifiedMinCount",
    "sparql": "SPARQL",
    "uniqueLang": "UniqueLang",
    "xone": "Xone",
}
"""The parameters of the constraints that the shapes use (SHACL, section 4), and the components' names."""


@dataclass(frozen=True)
class Fault:
    """One change to the good graph, and what must be found: (shape, component, focus), with repetitions."""

    family: str
    line: str
    subject: str
    predicate: str
    values: str
    expected: Counter[tuple[str, str, str]]
    only: bool
    """Nothing else may be found; a new resource that lacks nearly everything is described by "…"."""

    def triples(self, good: Iterable[pyoxigraph.Triple]) -> set[pyoxigraph.Triple]:
        """Return the graph with the change."""
        subject, predicate = node(self.subject), node(self.predicate)
        kept = {t for t in good if (str(t.subject), t.predicate) != (str(subject), predicate)}
        given = parse(f"{self.subject} {self.predicate} {self.values} .") if self.values else set()
        return kept | given


def parse(turtle: str) -> set[pyoxigraph.Triple]:
    found = pyoxigraph.parse(input=PREFIXES + turtle, format=RdfFormat.TURTLE)
    return {quad.triple for quad in found}


def node(text: str) -> object:
    (triple,) = parse(f"{text} rdf:value true .")
    return triple.subject


def read_fault(family: str, line: str) -> Fault:
    change, _, answer = line.replace("<~", f"<{SEED}").partition(" | ")
    subject, predicate, values = re.fullmatch(r"(\S+) (\S+) = ?(.*)", change).groups()  # type: ignore[union-attr]
    expected = Counter(read_result(text, subject) for text in answer.split(" ; ") if text not in {"none", "…"})
    return Fault(family, line, subject, predicate, values, expected, only="…" not in answer)


def read_result(text: str, subject: str) -> tuple[str, str, str]:
    result, _, focus = text.partition(" @ ")
    shape, component = result.split()
    iri = node(focus or subject)
    return shape, component, iri.value if isinstance(iri, NamedNode) else "[]"


def faults() -> list[Fault]:
    return [
        read_fault(path.stem, line)
        for path in sorted(EXAMPLES.glob("*.faults"))
        for line in path.read_text().splitlines()
        if line and not line.startswith("#")
    ]


FAULTS = faults()
GOOD = parse((EXAMPLES / "good.ttl").read_text().partition("\n# Documents")[2])


def ntriples(triples: Iterable[pyoxigraph.Triple]) -> bytes:
    text = pyoxigraph.serialize(triples, format=RdfFormat.N_TRIPLES)
    assert text is not None
    return text


def messages() -> dict[str, str]:
    """Map the message of each query to its name: "letters"."""
    index = Index(shapes_triples())
    queries = {t.object for t in shapes_triples() if t.predicate.value == terms.SH + "sparql"}
    return {str(index.value(query, terms.SH + "message")): query.value.partition("-")[2] for query in queries}


QUERIES = messages()


def found(report: Report) -> Counter[tuple[str, str, str]]:
    def component(name: str, message: str) -> str:
        short = name.removesuffix("ConstraintComponent")
        return f"{short}:{QUERIES[str(pyoxigraph.Literal(message, language='en'))]}" if short == "SPARQL" else short

    return Counter((r.shape.removeprefix(SHAPES), component(r.component, r.message), r.focus) for r in report.results)


def constraints() -> set[tuple[str, str]]:
    """List each (shape, component) of the shapes; those nested in others are reported by these."""
    listed = set()
    for triple in shapes_triples():
        parameter = triple.predicate.value.removeprefix(terms.SH)
        if parameter in COMPONENTS and isinstance(triple.subject, NamedNode):
            component = COMPONENTS[parameter]
            if component == "SPARQL" and isinstance(triple.object, NamedNode):
                component += ":" + triple.object.value.partition("-")[2]
            listed.add((triple.subject.value.removeprefix(SHAPES), component))
    return listed


def test_nothing_is_wrong_in_the_good_graph() -> None:
    assert check(ntriples(GOOD)).results == ()


def test_the_good_graph_has_something_for_every_shape_to_check() -> None:
    """A property shape that finds no value is met by nothing: the good graph must have one for each path."""
    index = Index(shapes_triples())
    data = pyoxigraph.Store()
    data.extend(pyoxigraph.Quad(t.subject, t.predicate, t.object) for t in GOOD)
    for shape in index.subjects(terms.RDF + "type", terms.SH + "PropertyShape"):
        path = index.value(shape, terms.SH + "path")
        assert path is not None
        predicate = path if isinstance(path, NamedNode) else index.value(path, terms.SH + "inversePath")
        assert isinstance(predicate, NamedNode)
        assert any(data.quads_for_pattern(None, predicate, None)), shape


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.family}: {fault.line.partition(' | ')[0]}")
def test_a_fault_is_found_and_nothing_else(fault: Fault) -> None:
    results = found(check(ntriples(fault.triples(GOOD))))
    assert results == fault.expected if fault.only else results >= fault.expected


def test_every_constraint_of_the_shapes_is_broken_by_an_example() -> None:
    broken = {(shape, component) for fault in FAULTS for shape, component, _ in fault.expected}
    assert constraints() - broken == set()
    assert broken - constraints() == set()


def batches() -> list[list[Fault]]:
    """Share the faults out so that no two of a batch undo each other: each batch is applied as one."""
    shared: list[list[Fault]] = []
    for fault in FAULTS:
        free = (batch for batch in shared if not any(interfere(fault, other) for other in batch))
        batch = next(free, None)
        if batch is None:
            shared.append([fault])
        else:
            batch.append(fault)
    return shared


def interfere(one: Fault, other: Fault) -> bool:
    """Tell whether two faults change one property, or one resource of which two properties are compared."""
    compared = {"Disjoint", "Equals", "LessThan", "LessThanOrEquals"}
    found = {component for fault in (one, other) for _, component, _ in fault.expected}
    return one.subject == other.subject and (one.predicate == other.predicate or bool(found & compared))


@pytest.mark.slow
def test_both_engines_find_the_same_in_all_examples() -> None:
    broken = set()
    for batch in batches():
        graph = GOOD
        for fault in batch:
            graph = fault.triples(graph)
        data = ntriples(graph)
        report = check(data)
        assert report == check(data, "pyshacl")
        broken |= {(shape, component) for shape, component, _ in found(report)}
    assert constraints() - broken == set()
