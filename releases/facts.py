"""What a graph says of itself, read from its sorted N-Quads: its release, its documents, how they were read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from ontology.identifiers import BASE, ONTOLOGY
from ontology.terms import CC, PROV, RDF
from releases import literals
from releases.durable import digest
from releases.errors import ReleaseError
from releases.folder import VERSION

RELEASE = f" <{RDF}type> <{ONTOLOGY}Release> ".encode()
KEPT = {f"<{name}>".encode() for name in (f"{CC}sourceDigest", f"{PROV}used", f"{PROV}generated")}
"""The predicates of provenance that the description of the release repeats."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a graph says of itself."""

    iri: str
    version: str
    base: str
    said: tuple[ox.Triple, ...]
    """Of the release and its parts, and of sources and their reading."""


def read_facts(n_quads: Path) -> Facts:
    """Return what a graph says of itself; where it names no release, its version is the digest of its quads.

    Raises ReleaseError for a version that could not be the name of a folder.
    """
    with n_quads.open("rb") as lines:
        named = next((line.partition(b" ")[0] for line in lines if RELEASE in line), b"")
    iri = literals.iri(named) if named else f"{BASE}release/{digest(n_quads)[:16]}"
    base, _, version = iri.rpartition("release/")
    if not base or not VERSION.fullmatch(version):
        raise ReleaseError(f"the graph names itself {iri}; expected …/release/ and letters, digits, “.”, “_”, “-”")
    subjects = f"<{iri}> ".encode(), f"<{iri}#".encode()
    with n_quads.open("rb") as lines:
        kept = [line for line in lines if line.startswith(subjects) or _is_kept(line)]
    said = dict.fromkeys(quad.triple for quad in ox.parse(b"".join(kept), format=ox.RdfFormat.N_QUADS))
    return Facts(iri, version, base, tuple(said))


def _is_kept(line: bytes) -> bool:
    return any(name in line for name in KEPT) and line.split(b" ", 2)[1] in KEPT
