"""From sources to a published graph, the whole way on one screen.

In: paths of documents. Out: one sorted TriG file, written beside and renamed, or an error and the published graph as
it was. Each document is extracted on its own (`ingest.jobs`), wherever `ingest.scheduling` says, and kept in the
cache; `ingest.assembly` puts the extracts together.
"""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.assembly import RULES, Body, DocumentTriples, write_body, write_head
from ingest.cache import Cache, digest, digest_of, digest_of_code, remember_build, unpack_summary, unpack_triples
from ingest.catalogue import read_queries
from ingest.claims import Claims
from ingest.errors import IngestError, ValidationError
from ingest.extracts import Problem, StatedOutcome, Summary
from ingest.jobs import Job
from ingest.loading import carried, write_vocabularies
from ingest.publishing import digest_of_file, publish
from ingest.quads import Triple
from ingest.reporting import Reporter, Silent
from ingest.scheduling import run_all
from ingest.sources import Symbols, find_sources
from ontology.files import folder
from ontology.identifiers import BASE

if TYPE_CHECKING:
    from ingest.context import Context

FILE = "crimecongress.trig"
"""Name of the published graph in its folder."""
CACHE = Path(os.environ.get("CRIMECONGRESS_CACHE_FOLDER", ".cache/crimecongress"))
"""Where builds keep what need not be done twice: below the current folder, unless the environment names another."""


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build made."""

    graph: Path
    version: str
    """Of the release: the digest of its content."""
    counts: Mapping[str, int]
    """Documents, paragraphs, recommendations …, triples, violations, warnings."""
    genres: Mapping[str, tuple[str, str]]
    """Symbol of each document to the genre that it was taken for and the reason."""
    warnings: tuple[str, ...]
    errors: tuple[str, ...]
    """Of the documents left out, with `keep_going`."""
    unchanged: bool = False
    """The published graph already was what this build makes."""


def build(
    sources: Sequence[Path],
    out: Path,
    *,
    base: str = BASE,
    engine: str = "shifty",
    keep_going: bool = False,
    workers: int | None = None,
    scheduler: str | None = None,
    cache: Path = CACHE,
    reporter: Reporter | None = None,
) -> BuildResult:
    """Read documents into one graph and publish it as `out`/crimecongress.trig: all of it or nothing.

    With `keep_going`, documents that cannot be read are left out and their errors are in the result; without, the
    first of them is raised. The same sources give the same bytes.
    Raises IngestError (see `ingest.errors`), and ValidationError when the graph breaks a shape.
    """
    tell, kept, graph = reporter or Silent(), Cache(cache), out / FILE
    jobs = _plan(sources, cache, engine, tell)
    key = digest(base, str(keep_going), digest_of([folder("queries")], (".ttl",)), *(job.key for job in jobs))
    if done := _unchanged(kept, key, graph):
        return done
    read, errors = _extract(jobs, kept, workers, scheduler, tell, keep_going=keep_going)
    context = _context()
    outcomes = [outcome for summary in read.values() for outcome in summary.outcomes]
    inferred = _infer(outcomes, context, tell)
    links = context.validate_links(chain(*inferred.values()), outcomes, engine)
    problems = _check(context, read.values(), links, engine, tell)
    body = _publish(graph, base, context, inferred, kept, read, tell)
    result = _result(graph, body, list(read.values()), problems, errors)
    remember_build(kept, graph, {summary.symbol: document for document, summary in read.items()})
    kept.store("builds", key, {**asdict(result), "graph": str(graph), "digest": digest_of_file(graph)})
    return result


def _plan(sources: Sequence[Path], cache: Path, engine: str, tell: Reporter) -> list[Job]:
    """Find the documents, and for each the key of its extract: a digest of all that this depends on."""
    reference = folder("reference")
    shared = digest(digest_of_code(), digest_of([reference], (".ttl",)), engine)
    found = find_sources(sources)
    tell.step("read", len(found))
    jobs = []
    for source in found:
        jobs.append(Job(source, digest(shared, source.digest), cache, reference, shared, engine))
        tell.advance(source.name)
    return jobs


def _unchanged(kept: Cache, key: str, graph: Path) -> BuildResult | None:
    """Return what an earlier build of the same made, if the published graph still is that."""
    stored = kept.load("builds", key)
    if not isinstance(stored, dict) or not graph.is_file() or stored.pop("digest") != digest_of_file(graph):
        return None
    genres = {symbol: (genre, reason) for symbol, (genre, reason) in stored["genres"].items()}
    lists = {name: tuple(stored[name]) for name in ("warnings", "errors")}
    return BuildResult(**{**stored, **lists, "genres": genres, "graph": graph, "unchanged": True})


def _extract(
    jobs: Sequence[Job], kept: Cache, workers: int | None, scheduler: str | None, tell: Reporter, *, keep_going: bool
) -> tuple[dict[str, Summary], tuple[str, ...]]:
    """Extract all documents into the cache; return their summaries by key, ordered by symbol, and the errors."""
    tell.step("recognise", len(jobs))
    read: dict[str, Summary] = {}
    symbols, claims = Symbols(), Claims()
    errors: list[str] = []
    for job, error in run_all(jobs, workers, scheduler):
        done = job.name
        try:
            if error is not None:
                raise error
            summary = unpack_summary(kept.load("summaries", job.key))
            _refuse(job.name, summary.problems, tell)
            symbols.claim(job.name, summary.symbol, summary.sha256)
            claims.take(job.name, summary.claims)
            read[job.key], done = summary, summary.symbol
            for note in summary.notes:
                tell.warn(note)
        except IngestError as wrong:
            if not keep_going:
                raise
            errors.append(str(wrong))
            tell.warn(str(wrong))
        tell.advance(done)
    return dict(sorted(read.items(), key=lambda item: item[1].symbol)), tuple(errors)


def _context() -> Context:
    """Load what all documents share. Imported here, because a build without changes does without it."""
    from ingest.context import Context

    return Context.load(folder("reference"))


def _infer(outcomes: Sequence[StatedOutcome], context: Context, tell: Reporter) -> dict[str, tuple[Triple, ...]]:
    """Apply the methods that compare outcomes; return the triples of each by the name of its graph."""
    from ingest.inferring import infer

    tell.step("infer", 1)
    graphs = infer(outcomes, context.curated)
    tell.advance(f"{len(outcomes)} outcomes")
    return graphs


def _check(
    context: Context, read: Iterable[Summary], of_links: Iterable[Problem], engine: str, tell: Reporter
) -> tuple[Problem, ...]:
    """Gather what the shapes find in the shared data, in each document and in what was inferred.

    Raises ValidationError on a violation.
    """
    tell.step("validate", 1)
    shared = dict.fromkeys((*context.validate_shared(engine), *of_links))
    _refuse("the graph", shared, tell)
    problems = {**shared, **dict.fromkeys(problem for summary in read for problem in summary.problems)}
    for problem in problems:
        tell.warn(str(problem))
    tell.advance("shapes")
    return tuple(problems)


def _refuse(name: str, problems: Iterable[Problem], tell: Reporter) -> None:
    """Raise ValidationError for what breaks a shape, and say all that does."""
    wrong = [problem for problem in problems if problem.severity == "Violation"]
    for problem in wrong:
        tell.warn(str(problem))
    if wrong:
        number = f"{len(wrong)} violation{'s' * (len(wrong) > 1)}"
        raise ValidationError(name, "", f"{number} (first: {wrong[0]})", "a graph that satisfies the shapes")


def _publish(
    graph: Path,
    base: str,
    context: Context,
    inferred: Mapping[str, tuple[Triple, ...]],
    kept: Cache,
    read: Mapping[str, Summary],
    tell: Reporter,
) -> Body:
    """Write all graphs, then put the file in the place of the published one; return what was written."""
    tell.step("write", len(read))
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n") as file:
        body = Body(file, base)
        curated = (*context.curated, *_curated(kept, read))
        graphs = {**inferred, RULES: (*context.inferred, *inferred.get(RULES, ()))}
        write_body(body, curated, graphs, _documents(kept, read, tell), context.ontology)
        write_vocabularies(body, carried(graph), curated)
        publish(graph, _pieces(body, [summary.symbol for summary in read.values()]))
    return body


def _curated(kept: Cache, read: Iterable[str]) -> Iterator[Triple]:
    for key in read:
        yield from unpack_triples(kept.load("triples", key), "curated")


def _documents(kept: Cache, read: Mapping[str, Summary], tell: Reporter) -> Iterator[DocumentTriples]:
    """Yield the triples of one document after another."""
    for key, summary in read.items():
        triples = kept.load("triples", key)
        stated, inferred = (unpack_triples(triples, name) for name in ("stated", "inferred"))
        yield DocumentTriples(summary.symbol, stated, inferred)
        tell.advance(summary.symbol)


def _pieces(body: Body, symbols: Sequence[str]) -> Iterator[str]:
    """Yield the whole file: the catalogue, then the body as it was written."""
    yield from write_head(body, read_queries(folder("queries")), symbols)
    body.file.seek(0)
    while piece := body.file.read(1 << 20):
        yield piece


def _result(
    graph: Path, body: Body, read: Sequence[Summary], problems: Sequence[Problem], errors: tuple[str, ...]
) -> BuildResult:
    counts = Counter({"documents": len(read)})
    for summary in read:
        counts.update(summary.counts)
    notes = [note for summary in read for note in summary.notes]
    warnings = (*notes, *(str(problem) for problem in problems))
    totals = {"triples": sum(body.sizes.values()), "violations": 0, "warnings": len(warnings)}
    genres = {summary.symbol: (summary.genre, summary.genre_reason) for summary in read}
    return BuildResult(graph, body.version, {**counts, **totals}, genres, warnings, errors)
