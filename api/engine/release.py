"""A release of the graph as the service sees it: found on disk, loaded once, described.

In comes a path: a file of RDF, a folder that holds `crimecongress.trig`, a folder of releases, of which the current one
is meant, or a folder that is an Oxigraph store. Out come an open `Store` (in memory up to a size, else on disk and
opened read-only by each worker) and a `ReleaseInfo` that the answers cite. `zygote` is the only caller that loads.
"""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from api.engine import contents
from api.engine.contents import Contents
from api.engine.errors import ReleaseUnreadable
from ontology.identifiers import BASE
from releases.errors import ReleaseError
from releases.folder import TRIG, Releases, is_release, is_releases, published_at

FORMATS = {
    ".trig": ox.RdfFormat.TRIG,
    ".nq": ox.RdfFormat.N_QUADS,
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".rdf": ox.RdfFormat.RDF_XML,
}
GRAPH_FILE = TRIG


@dataclass(frozen=True, slots=True)
class GraphInfo:
    """One named graph and how many triples it holds."""

    name: str
    triples: int


@dataclass(frozen=True, slots=True)
class ReleaseInfo:
    """What every answer says about the data that it was computed on."""

    version: str
    """As the graph states it, else as the folder of the release is called, else the first 12 digits of `digest`."""
    iri: str
    base: str
    """The base of the IRIs in this release (a build may have moved it)."""
    digest: str
    """SHA-256 of the file, hexadecimal; of the manifest for a store folder."""
    modified: str
    """When the data was last changed, ISO 8601 in UTC: as the release states it, as the log of releases says, else the
    file's time."""
    triples: int
    """Distinct triples in the union of all graphs."""
    graphs: tuple[GraphInfo, ...]
    prefixes: tuple[tuple[str, str], ...]
    """sh:declare in the catalogue, sorted: used to write Turtle and to explain an unknown prefix."""
    classes: tuple[str, ...]
    properties: tuple[str, ...]
    in_memory: bool
    union: bool
    """Whether a query must ask for the union of the graphs; False: the store's default graph already is that union."""
    path: str = ""
    """The file or folder that it was loaded from; empty where another server holds it."""
    files: tuple[str, ...] = ()
    """What each new worker opens, unless it is in memory: the manifest of the on-disk store, the index of texts."""

    @property
    def modified_at(self) -> datetime:
        """`modified` as a date and time."""
        return datetime.fromisoformat(self.modified)

    def to_json(self) -> dict[str, Any]:
        """Return the fields as JSON values."""
        return asdict(self)

    @classmethod
    def from_json(cls, fields: Mapping[str, Any]) -> ReleaseInfo:
        """Return what `to_json` gave, as an object again."""
        values = dict(fields)
        values["graphs"] = tuple(GraphInfo(**graph) for graph in values["graphs"])
        values["prefixes"] = tuple((prefix, iri) for prefix, iri in values["prefixes"])
        for name in ("classes", "properties", "files"):
            values[name] = tuple(values[name])
        return cls(**values)


def find(path: Path) -> Path:
    """Return the file or the store folder that `path` means.

    Raises ReleaseUnreadable, naming the path, when there is none.
    """
    if is_releases(path):
        path = _current(path)
    if path.is_dir() and not is_store(path):
        path = path / GRAPH_FILE
    if not path.exists():
        raise ReleaseUnreadable(
            f"{path}: no such file; expected a graph (.trig, .nq, .ttl) or a folder with {GRAPH_FILE}"
        )
    if path.is_file() and path.suffix not in FORMATS:
        raise ReleaseUnreadable(f"{path}: found the suffix {path.suffix!r}, expected one of {', '.join(FORMATS)}")
    return path


def _current(folder: Path) -> Path:
    try:
        return folder / Releases(folder).current().version
    except ReleaseError as error:
        raise ReleaseUnreadable(str(error)) from error


def is_store(path: Path) -> bool:
    """Whether `path` is an Oxigraph (RocksDB) store: RocksDB names its live manifest in CURRENT."""
    return (path / "CURRENT").is_file()


def digest(path: Path) -> str:
    """Return the SHA-256 that identifies the content: of the file, or of a store's manifest and file names."""
    if path.is_file():
        with path.open("rb") as source:
            return hashlib.file_digest(source, "sha256").hexdigest()
    listing = "\n".join(sorted(f"{f.name} {f.stat().st_size}" for f in path.iterdir() if f.suffix == ".sst"))
    return hashlib.sha256(listing.encode()).hexdigest()


def load(path: Path) -> ox.Store:
    """Read a file of RDF into memory.

    Raises ReleaseUnreadable with the parser's line and column where the file is damaged.
    """
    store = ox.Store()
    return _fill(store, path)


def build_store(path: Path, folder: Path) -> None:
    """Load a file of RDF into an on-disk store at `folder`, atomically: it appears complete or not at all.

    Raises ReleaseUnreadable as `load` does, and when the disk does not take it.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise ReleaseUnreadable(f"{folder}: no on-disk store can be made there: {error}") from error
    try:
        store = _fill(ox.Store(str(draft)), path)
        store.optimize()
        store.flush()
        del store
        draft.rename(folder)
    except OSError as error:
        if not is_store(folder):  # two starts at once: the first rename wins, the second finds its work done
            raise ReleaseUnreadable(f"{folder}: the on-disk store could not be written: {error}") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def open_store(folder: Path) -> ox.Store:
    """Open an on-disk store read-only: a snapshot of this moment, shared by any number of processes."""
    try:
        return ox.Store.read_only(str(folder))
    except (OSError, RuntimeError) as error:  # pyoxigraph tells of a corrupt store by a RuntimeError
        raise ReleaseUnreadable(f"{folder}: the store cannot be opened: {error}") from error


def _fill(store: ox.Store, path: Path) -> ox.Store:
    """Load the file; see to it that the default graph is the union of the named graphs as a set.

    Oxigraph's own union repeats a triple that stands in two graphs, which the merge of RDF graphs (SPARQL 1.1 Query,
    section 13.2) does not. Only where such triples exist is the union stored, for it doubles the size.
    """
    try:
        store.bulk_load(path=str(path), format=FORMATS[path.suffix], base_iri=BASE)
    except (SyntaxError, OSError, ValueError) as error:
        raise ReleaseUnreadable(f"{path}: {error}") from error
    if not len(store):
        raise ReleaseUnreadable(f"{path}: found no triples, expected a graph")
    if _repeats(store, path):
        store.bulk_extend([ox.Quad(*quad.triple) for quad in store.quads_for_pattern(None, None, None, None)])
    return store


def needs_union(store: ox.Store) -> bool:
    """Whether a query must ask for the union of the graphs; False: the default graph already is that union."""
    return next(store.quads_for_pattern(None, None, None, ox.DefaultGraph()), None) is None


def _repeats(store: ox.Store, path: Path) -> bool:
    """Whether a triple stands in two graphs of a store, or in a named one beside the default graph."""
    if known := contents.kept(path):
        return known.triples != known.quads
    if next(store.named_graphs(), None) is None:
        return False
    return not needs_union(store) or _count_distinct(store) != len(store)


def _count_distinct(store: ox.Store) -> int:
    counting = f"SELECT (COUNT(*) AS ?n) {{ SELECT {contents.DISTINCT} }}"
    found: Any = store.query(counting, use_default_graph_as_union=True)
    return int(next(found)["n"].value)


def describe(store: ox.Store, path: Path, *, base: str | None = None, in_memory: bool = True) -> ReleaseInfo:
    """Count the graphs of a store and read from its data how the release names itself."""

    def ask(query: str) -> Any:
        return store.query(query, use_default_graph_as_union=True)

    named = path.parent.name if is_release(path.parent) else ""
    changed = published_at(path.parent) or datetime.fromtimestamp(path.stat().st_mtime, UTC)
    found = contents.kept(path) or contents.by_asking(ask)
    info = survey(found, digest(path), changed, base=base, in_memory=in_memory, union=needs_union(store), named=named)
    return replace(info, path=str(path))


def survey(
    found: Contents,
    checksum: str,
    changed: datetime,
    *,
    base: str | None,
    in_memory: bool,
    union: bool,
    named: str = "",
) -> ReleaseInfo:
    """Return what is to be said of a release that holds this. `named` is its version where the graph states none."""
    stated = found.stated
    base = base or (stated.partition("release/")[0] if stated else BASE)
    version = stated.rpartition("/")[2] if stated else named or checksum[:12]
    return ReleaseInfo(
        version=version,
        iri=stated or f"{base}release/{version}",
        base=base,
        digest=checksum,
        modified=_moment(found.dates, changed),
        triples=found.triples,
        graphs=tuple(GraphInfo(*graph) for graph in found.graphs),
        prefixes=found.prefixes,
        classes=found.classes,
        properties=found.properties,
        in_memory=in_memory,
        union=union,
    )


def _moment(stated: Sequence[str], changed: datetime) -> str:
    """Return the latest date that the release states, else when its file was changed: ISO 8601 in UTC."""
    moment = changed
    with contextlib.suppress(ValueError, IndexError):
        moment = datetime.fromisoformat(stated[-1])
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).replace(microsecond=0).isoformat()
