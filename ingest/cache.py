"""What need not be done twice: the extract of each document, kept under a digest of all that it depends on.

A document is read again only when its file, its .toml, the code, the vocabulary, the shapes or the reference data
have changed. Entries are written whole or not at all, so a build that was killed goes on where it was.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

from ingest.extracts import Claim, Extract, LeftOpen, Problem, StatedOutcome, Summary
from ingest.publishing import publish
from ingest.quads import Literal, Triple


def digest(*pieces: str | bytes) -> str:
    """Return one digest of several pieces, in their order."""
    total = hashlib.sha256()
    for piece in pieces:
        data = piece.encode() if isinstance(piece, str) else piece
        total.update(len(data).to_bytes(8, "big") + data)
    return total.hexdigest()


def digest_of(folders: Iterable[Path], suffixes: tuple[str, ...]) -> str:
    """Return one digest of the files below some folders: of their names and what is in them."""
    return digest(*(piece for folder in folders for piece in _files(folder, suffixes)))


def _files(folder: Path, suffixes: tuple[str, ...]) -> Iterator[str | bytes]:
    for path in sorted(folder.rglob("*")):
        if path.suffix in suffixes and path.is_file():
            yield path.relative_to(folder).as_posix()
            yield path.read_bytes()


def digest_of_code() -> str:
    """Return the digest of what turns sources into triples: these packages and the version of Python."""
    root = Path(__file__).parents[1]
    packages = [root / name for name in ("ingest", "ontology", "shapes")]
    return digest(sys.version, digest_of(packages, (".py", ".txt", ".ttl", ".rq")))


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of results by key; without a folder nothing is kept."""

    folder: Path | None

    def load(self, kind: str, key: str) -> object:
        """Return what was stored, None when nothing was or it cannot be read any more."""
        if self.folder is None:
            return None
        try:
            return json.loads(self._path(kind, key).read_bytes())
        except (OSError, ValueError):
            return None

    def store(self, kind: str, key: str, value: object) -> None:
        """Store a value that JSON can hold. Raises OSError when the folder cannot be written to."""
        if self.folder is not None:
            publish(self._path(kind, key), [json.dumps(value, ensure_ascii=False, separators=(",", ":"))])

    def _path(self, kind: str, key: str) -> Path:
        assert self.folder is not None
        return self.folder / kind / key[:2] / f"{key}.json"


def pack(value: object) -> object:
    """Turn a dataclass of plain fields into what JSON can hold."""
    return asdict(value)  # type: ignore[call-overload]


def unpack_summary(value: object) -> Summary:
    """Turn a stored summary back."""
    fields = cast("dict[str, Any]", value)
    return Summary(
        **{
            **fields,
            "notes": tuple(fields["notes"]),
            "outcomes": tuple(StatedOutcome(**each) for each in fields["outcomes"]),
            "left_open": tuple(LeftOpen(**each) for each in fields["left_open"]),
            "claims": tuple(Claim(*each) for each in fields["claims"]),
            "problems": tuple(Problem(**each) for each in fields["problems"]),
        }
    )


def pack_triples(extract: Extract) -> dict[str, tuple[Triple, ...]]:
    """Turn the triples of an extract into what JSON can hold."""
    return {"stated": extract.stated, "curated": extract.curated, "inferred": extract.inferred}


def unpack_triples(value: object, name: str) -> tuple[Triple, ...]:
    """Turn the stored triples of one graph back: "stated", "curated", "inferred"."""
    rows = cast("dict[str, list[tuple[str, str, str | list[str]]]]", value)[name]
    return tuple(Triple(s, p, o if isinstance(o, str) else Literal(*o)) for s, p, o in rows)


def remember_build(kept: Cache, graph: Path, keys: Mapping[str, str]) -> None:
    """Remember which extract each document of a published graph came from (symbol to key), and those before."""
    now, before = published_builds(kept, graph)
    if now != dict(keys):
        before = now
    kept.store("published", _of_graph(graph), {"now": dict(keys), "before": before})


def published_builds(kept: Cache, graph: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Return what `remember_build` remembers of a graph: the last build and the one before, or nothing."""
    stored = kept.load("published", _of_graph(graph))
    builds = cast("dict[str, dict[str, str]]", stored) if isinstance(stored, dict) else {}
    return builds.get("now", {}), builds.get("before", {})


def _of_graph(graph: Path) -> str:
    return digest(str(graph.resolve()))
