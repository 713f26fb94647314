"""One document's share of a build, for whichever process it runs in: read, infer, validate, keep.

In: a Job, which is plain data. Out: None, with the extract in the cache under the job's key, or the error.
What all documents share (names, rules, shapes) is loaded once in each process.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.cache import Cache, pack, pack_triples
from ingest.claims import claims_of
from ingest.errors import IngestError, SourceError
from ingest.sources import SourceFile, read_source

if TYPE_CHECKING:
    from ingest.context import Context


@dataclass(frozen=True, slots=True)
class Job:
    """A document to extract."""

    source: SourceFile
    key: str
    """Of its extract in the cache: a digest of all that the extract depends on."""
    cache: Path
    reference: Path
    shared: str
    """Digest of what all documents share: code, vocabulary, shapes and reference data."""
    engine: str
    """SHACL engine."""

    @property
    def name(self) -> str:
        """What messages call the document."""
        return self.source.name


def run(job: Job) -> IngestError | None:
    """Extract a document into the cache; return the error that stopped it, which a process can hand on.

    The summary is stored last: where it is, the triples are too.
    """
    # What reads documents takes a while to import: a build that finds them all unchanged does not pay for it.
    from ingest.extraction import extract

    kept = Cache(job.cache)
    if kept.load("summaries", job.key) is not None:
        return None
    context = _context(job.reference, job.shared)
    try:
        found = extract(read_source(job.source), context.gazetteer)
    except IngestError as error:
        return error
    except MemoryError:
        return SourceError(job.name, "", "more than memory can hold", "a document of a usual size")
    found = replace(found, inferred=context.infer([*found.stated, *found.curated]))
    problems = context.validate([*found.stated, *found.curated, *found.inferred], job.engine)
    kept.store("triples", job.key, pack_triples(found))
    claims = tuple(claims_of(found.summary.symbol, found.stated))
    kept.store("summaries", job.key, pack(replace(found.summary, claims=claims, problems=problems)))
    return None


@lru_cache(maxsize=1)
def _context(reference: Path, _digest: str) -> Context:
    """Load what all documents share; the digest is there so that changed data is loaded anew."""
    from ingest.context import Context

    return Context.load(reference)
