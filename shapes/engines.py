"""The two SHACL engines, each from N-Triples to a Report.

shifty is ten times faster (see bench) and accepts shapes that are ill-formed, so the tests hold the shapes to pySHACL's
own check of them; what the two find in a graph is the same.
"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import rdflib
import shifty

from shapes.reports import Report, read_report
from shapes.sources import shapes_graph

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@cache
def _prepared() -> shifty.PreparedValidator:
    return shifty.PreparedValidator(shapes_graph())


_SMALL: Final = 500_000
"""Bytes of data up to which writing the whole report at once is cheaper than asking first whether there is anything."""


def check_with_shifty(ntriples: bytes) -> Report:
    """Validate with shifty; the default of everything that people wait for."""
    return run_shifty(_prepared(), ntriples)


def run_shifty(validator: shifty.PreparedValidator, ntriples: bytes) -> Report:
    """Validate with shifty by shapes that it has prepared."""
    # graph_mode: "data" keeps the shapes out of the data graph (SHACL, section 1.5), infer: the graph stays as it is.
    if len(ntriples) > _SMALL and validator.validate_algebra(ntriples, graph_mode="data", infer=False).conforms:
        return Report(())
    _, report, _ = validator.validate(ntriples, graph_mode="data", infer=False)
    return _report(report)


def check_with_pyshacl(ntriples: bytes) -> Report:
    """Validate with pySHACL, the reference; ten times slower."""
    import pyshacl  # half of the time that importing the engines takes

    data = rdflib.Graph().parse(data=ntriples, format="ntriples")
    shapes = rdflib.Graph().parse(data=shapes_graph(), format="turtle")
    _, report, text = pyshacl.validate(data, shacl_graph=shapes, inference="none", inplace=True)
    if not isinstance(report, rdflib.Graph):
        raise RuntimeError(text)
    return _report(report)


def _report(graph: rdflib.Graph) -> Report:
    return read_report(graph.serialize(format="ntriples", encoding="utf-8"))


ENGINES: Final[Mapping[str, Callable[[bytes], Report]]] = MappingProxyType(
    {"shifty": check_with_shifty, "pyshacl": check_with_pyshacl}
)
"""The engines by name."""
