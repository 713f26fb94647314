"""What a release says of itself in `release.ttl`: DCAT and VoID, counts, files with checksums, licence, provenance.

It repeats what the graph says of its release, adds what is known only when the files are written, and knows no clock:
when a release was published stands in the log.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pyoxigraph as ox

from ontology.terms import CC, DCAT, DCTERMS, PROV, RDF, SCHEMA, VOID, XSD
from releases.dumps import graph_file
from releases.durable import digest
from releases.facts import Facts
from releases.folder import BILL, N_QUADS, TRIG
from releases.turtle import SPDX, turtle

IANA = "http://www.iana.org/assignments/media-types/"
TYPES = {TRIG: "application/trig", N_QUADS: "application/n-quads"}
CYCLONEDX = "application/vnd.cyclonedx+json"
PACKED = {".gz": "application/gzip", ".zst": "application/zstd"}


@dataclass(frozen=True, slots=True)
class Describing:
    """Writes the description of one release."""

    facts: Facts
    folder: Path
    sizes: Mapping[str, int]
    """The number of triples of each graph, by its IRI."""
    prior: str | None
    """The version of the release before, where there is one."""

    def write(self, path: Path) -> None:
        """Write the description. Raises OSError."""
        path.write_bytes(turtle(self._triples()))

    def _triples(self) -> Iterator[ox.Triple]:
        iri = self.facts.iri
        yield from self.facts.said
        for class_ in (f"{CC}Release", f"{DCAT}Dataset", f"{VOID}Dataset", f"{PROV}Entity"):
            yield say(iri, f"{RDF}type", ox.NamedNode(class_))
        yield say(iri, f"{DCTERMS}identifier", ox.Literal(self.facts.version))
        if not any(self._is_count(triple) for triple in self.facts.said):
            yield say(iri, f"{VOID}triples", number(sum(self.sizes.values())))
        if self.prior:
            yield say(iri, f"{DCAT}previousVersion", ox.NamedNode(f"{self.facts.base}release/{self.prior}"))
        yield from self._graphs()
        yield from self._files()
        yield from self._provenance()

    def _is_count(self, triple: ox.Triple) -> bool:
        """Whether the graph states its own size: there a triple of two graphs counts once."""
        return triple.subject == ox.NamedNode(self.facts.iri) and triple.predicate.value == f"{VOID}triples"

    def _graphs(self) -> Iterator[ox.Triple]:
        for name, size in self.sizes.items():
            yield say(self.facts.iri, f"{VOID}subset", ox.NamedNode(name))
            yield say(name, f"{RDF}type", ox.NamedNode(f"{VOID}Dataset"))
            yield say(name, f"{VOID}triples", number(size))
            yield say(name, f"{VOID}dataDump", ox.NamedNode(self._url(f"graphs/{graph_file(name)}.nt")))

    def _files(self) -> Iterator[ox.Triple]:
        for name, media_type in TYPES.items():
            yield from self._dump(name, media_type, None)
            for suffix, packed in PACKED.items():
                yield from self._dump(name + suffix, media_type, packed)
        if (self.folder / BILL).is_file():
            yield say(self._part("code"), f"{SCHEMA}softwareRequirements", ox.NamedNode(self._part(BILL)))
            yield from self._file(BILL, CYCLONEDX, None)

    def _dump(self, name: str, media_type: str, packed: str | None) -> Iterator[ox.Triple]:
        file = self._part(name)
        yield say(self.facts.iri, f"{DCAT}distribution", ox.NamedNode(file))
        yield say(self.facts.iri, f"{VOID}dataDump", ox.NamedNode(self._url(name)))
        yield say(file, f"{RDF}type", ox.NamedNode(f"{DCAT}Distribution"))
        yield from self._file(name, media_type, packed)

    def _file(self, name: str, media_type: str, packed: str | None) -> Iterator[ox.Triple]:
        path, file, sum_ = self.folder / name, self._part(name), self._part(f"{name}-sha256")
        yield say(file, f"{DCAT}downloadURL", ox.NamedNode(self._url(name)))
        yield say(file, f"{DCAT}mediaType", ox.NamedNode(IANA + media_type))
        if packed:
            yield say(file, f"{DCAT}compressFormat", ox.NamedNode(IANA + packed))
        yield say(file, f"{DCAT}byteSize", number(path.stat().st_size, "nonNegativeInteger"))
        yield say(file, f"{SPDX}checksum", ox.NamedNode(sum_))
        yield say(sum_, f"{RDF}type", ox.NamedNode(f"{SPDX}Checksum"))
        yield say(sum_, f"{SPDX}algorithm", ox.NamedNode(f"{SPDX}checksumAlgorithm_sha256"))
        yield say(sum_, f"{SPDX}checksumValue", ox.Literal(digest(path), datatype=ox.NamedNode(f"{XSD}hexBinary")))

    def _provenance(self) -> Iterator[ox.Triple]:
        """Say from which documents the release is derived, by which methods and by which code."""
        iri, making, code = self.facts.iri, self._part("publication"), self._part("code")
        yield say(iri, f"{PROV}wasGeneratedBy", ox.NamedNode(making))
        yield say(making, f"{RDF}type", ox.NamedNode(f"{PROV}Activity"))
        yield say(making, f"{PROV}wasAssociatedWith", ox.NamedNode(code))
        yield say(code, f"{RDF}type", ox.NamedNode(f"{PROV}SoftwareAgent"))
        yield say(code, f"{SCHEMA}name", ox.Literal("crimecongress"))
        yield say(code, f"{SCHEMA}softwareVersion", ox.Literal(code_version()))
        for triple in self.facts.said:
            if triple.predicate.value == f"{CC}sourceDigest":
                yield ox.Triple(ox.NamedNode(iri), ox.NamedNode(f"{PROV}wasDerivedFrom"), triple.subject)
        for name in self.sizes:
            _, inferred, method = name.partition("/graph/inferred/")
            if inferred:
                words = ox.Literal(f"What the method “{method}” infers.", language="en")
                yield say(name, f"{DCTERMS}description", words)

    def _part(self, name: str) -> str:
        return f"{self.facts.iri}#{name}"

    def _url(self, name: str) -> str:
        return f"{self.facts.iri}/files/{name}"


def say(subject: str, predicate: str, value: ox.NamedNode | ox.Literal) -> ox.Triple:
    """Return a statement."""
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), value)


def number(value: int, datatype: str = "integer") -> ox.Literal:
    """Return a whole number."""
    return ox.Literal(str(value), datatype=ox.NamedNode(XSD + datatype))


def code_version() -> str:
    """Return the version of the code that publishes."""
    try:
        return version("crimecongress")
    except PackageNotFoundError:
        return "unknown"
