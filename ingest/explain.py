"""Where an outcome comes from: its words in the file, the rules that read them, the reference data, the quads.

In: the IRI of a recommendation, agreement or commitment and the published graph. Out: an Explanation, which prints
itself. The place in the source file is found by parsing the file again, if it is still the one that was read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, Store

from ingest.errors import IngestError, SourceError
from ingest.parsing import parse_report
from ingest.quads import Literal, Term, Triple, of_oxigraph
from ingest.reference import parse_reference
from ingest.sources import find_sources, read_source
from ontology import terms
from ontology.files import folder
from ontology.identifiers import BASE, OUTCOME_KINDS, IdentifierError, parse, rebased


@dataclass(frozen=True, slots=True)
class SourceSpan:
    """Where the words stand in the file as received."""

    file: str
    start: int
    """In characters of the file's text, 0-based; `end` is behind the last."""
    end: int
    line: int
    """Of the first character, from 1."""
    words: str
    """As the file has them, with its line breaks and signs."""


@dataclass(frozen=True, slots=True)
class Step:
    """One fact about the outcome, with the rule that read it and the words that state it."""

    rule: str
    predicate: str
    object: str
    part: str
    words: str


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """A row of the reference data that the wording names."""

    entity: str
    words: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that is known of how an outcome was read."""

    iri: str
    citation: str
    text: str
    source: SourceSpan | None
    """None when the file that was read is not there any more."""
    steps: tuple[Step, ...]
    rows: tuple[ReferenceRow, ...]
    quads: tuple[tuple[Triple, str], ...]
    """What the graph says of it, each with the named graph that says so."""

    def __str__(self) -> str:
        return "\n".join(_lines(self))


def explain(uri: str, graph: Path) -> Explanation:
    """Explain an outcome of a published graph; the URI may be given from "recommendation/" on.

    Raises IdentifierError for what is no URI of an outcome, SourceError for a graph that does not have it, and
    OSError or SyntaxError for one that cannot be read.
    """
    store, path = Store(), graph / "crimecongress.trig" if graph.is_dir() else graph
    store.bulk_load(path=path, format=RdfFormat.from_extension(path.suffix[1:]))
    base = _base(store)
    iri = uri if "://" in uri else base + uri
    identifier = parse(iri, base)
    if identifier.kind not in OUTCOME_KINDS:
        raise IdentifierError(f"not a recommendation, agreement or commitment: {uri!r}")
    found = store.quads_for_pattern(NamedNode(iri), None, None, None)
    quads = tuple(sorted((of_oxigraph(quad), str(quad.graph_name).strip("<>")) for quad in found))
    values = {triple.predicate: triple.object for triple, _ in quads}
    if terms.statedIn not in values:
        raise SourceError(str(path), "", f"nothing of {uri}", "one of its outcomes")
    part, text = str(values[terms.statedIn]), _lexical(values[terms.text])
    source = _source(store, base, part, len(text))
    rows = tuple(_rows(store, part, base))
    citation = _lexical(values[terms.citation])
    return Explanation(iri, citation, text, source, tuple(_steps(store, iri, part)), rows, quads)


def _base(store: Store) -> str:
    """Return where the graph's own IRIs begin, as its catalogue says."""
    found = next(store.quads_for_pattern(None, NamedNode(terms.VOID + "uriSpace"), None, None), None)
    return BASE if found is None else _lexical(of_oxigraph(found).object)


def _lexical(term: Term) -> str:
    return term.value if isinstance(term, Literal) else term


def _select(store: Store, query: str, **bindings: str) -> Iterator[dict[str, str]]:
    for name, value in bindings.items():
        query = query.replace(f"${name}", str(NamedNode(value)))
    answer = store.query(f"PREFIX cc: <{terms.CC}>\n{query}", use_default_graph_as_union=True)
    assert isinstance(answer, QuerySolutions)
    names = [variable.value for variable in answer.variables]
    return ({name: row[name].value for name in names} for row in answer)


def _steps(store: Store, iri: str, part: str) -> Iterator[Step]:
    """Yield what is stated of the outcome, then what its wording names."""
    query = """SELECT DISTINCT ?rule ?predicate ?object ?part ?words ?start WHERE {
      { ?s cc:subject $iri ; cc:predicate ?predicate ; cc:object|cc:objectValue ?object }
      UNION { ?s cc:refersTo ?object . BIND(cc:mentions AS ?predicate) ?s cc:inContainer/cc:partOf* $part }
      ?s cc:rule ?rule ; cc:inContainer ?part ; cc:exact ?words ; cc:start ?start .
    } ORDER BY ?predicate ?part ?start ?object"""
    for row in _select(store, query, iri=iri, part=part):
        yield Step(row["rule"], row["predicate"], row["object"], row["part"], row["words"])


def _rows(store: Store, part: str, base: str) -> Iterator[ReferenceRow]:
    """Yield the row of the reference data of each entity that the wording names."""
    rows = {rebased(row.subject, base): row for row in parse_reference(folder("reference"))}
    query = """SELECT ?entity (MIN(?exact) AS ?words) WHERE {
      ?m cc:refersTo ?entity ; cc:exact ?exact ; cc:inContainer/cc:partOf* $part
    } GROUP BY ?entity ORDER BY ?entity"""
    for found in _select(store, query, part=part):
        if row := rows.get(found["entity"]):
            yield ReferenceRow(found["entity"], found["words"], row.file, row.line)


def _source(store: Store, base: str, part: str, length: int) -> SourceSpan | None:
    """Find the words in the file that was read, which its digest identifies."""
    identifier = parse(part, base)
    digests = _select(store, "SELECT ?digest WHERE { $part cc:inDocument/cc:sourceDigest ?digest }", part=part)
    digest = next((row["digest"] for row in digests), "")
    for file in find_sources([folder("sources")]):
        try:
            source = read_source(file)
        except IngestError:
            continue
        if digest == f"sha256:{source.metadata.sha256}":
            start, end = parse_report(source).source_span(str(identifier.path), 0, length)
            line = source.text.count("\n", 0, start) + 1
            return SourceSpan(str(file.path), start, end, line, source.text[start:end])
    return None


def _lines(explanation: Explanation) -> Iterator[str]:
    yield f"{explanation.citation}\n<{explanation.iri}>\n\n{explanation.text}\n"
    if source := explanation.source:
        yield f"source: {source.file}, line {source.line}, characters {source.start}-{source.end}\n  {source.words!r}\n"
    else:
        yield "source: the file that was read is not there any more\n"
    yield "rules:"
    for step in explanation.steps:
        yield f"  {step.rule}: {_short(step.predicate)} {_short(step.object)}"
        yield f"      by “{step.words}” in {_short(step.part)}"
    yield "\nreference data:"
    if not explanation.rows:
        yield "  none: the wording names nothing that it knows"
    for row in explanation.rows:
        yield f"  “{row.words}” is {_short(row.entity)}: {row.file}, line {row.line}"
    yield "\nquads:"
    for triple, graph in explanation.quads:
        yield f"  {_short(triple.predicate)} {_short(_lexical(triple.object))}   [{graph}]"


def _short(iri: str) -> str:
    """Write an IRI with one of our prefixes; other strings stay."""
    if iri.startswith(terms.CC):
        return "cc:" + iri.removeprefix(terms.CC)
    found = ((name, ns) for name, ns in terms.PREFIXES.items() if iri.startswith(ns) and name != "cg")
    return next((f"{name}:{iri.removeprefix(ns)}" for name, ns in found), iri)
