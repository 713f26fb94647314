"""What `/sparql` says of itself when it is asked nothing: SPARQL 1.1 Service Description.

Only what is true is declared: no federation without a list of endpoints, no update, the union default graph as it is. A
browser is led to the query page.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pyoxigraph as ox
from starlette.responses import RedirectResponse, Response

from api import negotiation, rdf, results
from api.engine import searching
from api.engine.functions import FUNCTIONS
from api.rdf import SCHEMA, SD, Graph
from api.requests import endpoint, parse
from api.sending import PROVENANCE
from ontology.terms import DCTERMS, RDFS, VOID, XSD

if TYPE_CHECKING:
    from starlette.types import Scope

    from api.engine import Engine
    from api.settings import Settings

RULES = (
    "What follows from the other graphs by the ontology, materialised when the graph was built: superclasses, "
    "super-properties, inverses, symmetric and transitive statements (rules of OWL 2 RL)."
)
LIMITS = (
    ("seconds", "wall clock of one query", "s"),
    ("cpu_seconds", "processor time of one query", "s"),
    ("memory_mb", "memory of one query", "MiB"),
    ("rows", "rows of one answer", "rows"),
    ("answer_mb", "size of one answer", "MiB"),
    ("query_length", "length of one query", "characters"),
    ("concurrent", "queries under way in all", "queries"),
    ("concurrent_per_client", "queries under way of one client", "queries"),
    ("queue", "queries that wait", "queries"),
    ("queue_seconds", "wait of one query", "s"),
    ("stall_seconds", "time without taking anything of an answer", "s"),
    ("rate", "requests of one client in a minute; 0: none", "requests"),
)
"""The settings that a client meets, what they limit, and in which unit."""


class Describing:
    """The answer to a request without a query."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine, self._settings = engine, settings

    def respond(self, scope: Scope, headers: Mapping[str, str]) -> Response:
        """Return RDF, or the way to the query page where HTML is preferred.

        Raises Problem (406).
        """
        name = dict(parse(scope["query_string"])).get("format")
        offers = [media_type for f in rdf.FORMATS for media_type in (f.media_type, *f.aliases)]
        place = negotiation.choose(headers.get("accept"), [*offers, "text/html", "application/xhtml+xml"])
        root = scope.get("root_path", "")
        if name == "html" or (name is None and place is not None and place >= len(offers)):
            return RedirectResponse(f"{root}/query", 303, {"Vary": "Accept"})
        here = endpoint(scope, headers)
        link = f'<{here}>; rel="describes", <{self._engine.release.iri}>; rel="{PROVENANCE}"'
        return rdf.respond(self.graph(here).triples, headers, name, Link=link)

    def graph(self, here: str) -> Graph:
        """Return the service description of the endpoint at the URL `here`."""
        graph = Graph()
        service = f"{here}#service"
        graph.a(service, f"{SD}Service")
        graph.say(service, f"{SD}endpoint", here)
        graph.say(service, f"{SD}supportedLanguage", f"{SD}SPARQL11Query")
        graph.say(service, f"{SD}feature", f"{SD}UnionDefaultGraph")
        graph.say(service, f"{SD}defaultEntailmentRegime", "http://www.w3.org/ns/entailment/Simple")
        if self._settings.services:
            graph.say(service, f"{SD}feature", f"{SD}BasicFederatedQuery")
        graph.say(service, f"{SD}resultFormat", *dict.fromkeys(f.iri for f in results.FORMATS))
        graph.say(service, f"{RDFS}label", "SPARQL endpoint")
        self._functions(graph, service)
        self._limits(graph, service)
        self._dataset(graph, service)
        return graph

    def _functions(self, graph: Graph, service: str) -> None:
        """State the functions, which a remote engine does not have, and text search, which stands before any engine."""
        for name, function in FUNCTIONS.items() if self._settings.engine is None else ():
            graph.say(service, f"{SD}extensionFunction", name)
            graph.a(name.value, f"{SD}Function")
            graph.say(name.value, f"{RDFS}comment", (function.__doc__ or "").strip())
        graph.say(service, f"{SD}languageExtension", searching.SERVICE)
        graph.a(searching.SERVICE, f"{SD}Feature")
        said = f'Full-text search: SERVICE <{searching.SERVICE}> {{ ?item text:query "words" ; text:score ?score }}'
        graph.say(searching.SERVICE, f"{RDFS}comment", said)

    def _limits(self, graph: Graph, service: str) -> None:
        for name, meaning, unit in LIMITS:
            iri = f"{service}-{name}"
            graph.say(service, f"{SCHEMA}additionalProperty", iri)
            graph.a(iri, f"{SCHEMA}PropertyValue")
            graph.say(iri, f"{SCHEMA}name", f"limit: {meaning}")
            graph.say(iri, f"{SCHEMA}value", _number(getattr(self._settings, name)))
            graph.say(iri, f"{SCHEMA}unitText", unit)

    def _dataset(self, graph: Graph, service: str) -> None:
        release = self._engine.release
        dataset, default = f"{service}-dataset", f"{service}-default-graph"
        graph.say(service, f"{SD}defaultDataset", dataset)
        graph.say(service, f"{SD}availableGraphs", f"{service}-graphs")
        graph.a(f"{service}-graphs", f"{SD}GraphCollection")
        graph.a(dataset, f"{SD}Dataset")
        graph.say(dataset, f"{DCTERMS}source", release.iri)
        graph.say(dataset, f"{SD}defaultGraph", default)
        graph.a(default, f"{SD}Graph", f"{VOID}Dataset")
        graph.say(default, f"{VOID}triples", release.triples)
        graph.say(
            default, f"{RDFS}comment", "The union of all named graphs; inferences are stored, none are drawn here."
        )
        for number, named in enumerate(release.graphs, 1):
            iri, content = f"{service}-graph-{number}", f"{service}-graph-{number}-content"
            graph.say(dataset, f"{SD}namedGraph", iri)
            graph.say(f"{service}-graphs", f"{SD}namedGraph", iri)
            graph.a(iri, f"{SD}NamedGraph")
            graph.say(iri, f"{SD}name", named.name)
            graph.say(iri, f"{SD}graph", content)
            graph.a(content, f"{SD}Graph", f"{VOID}Dataset")
            graph.say(content, f"{VOID}triples", named.triples)
            if named.name.endswith("/graph/inferred/owl-rules"):
                graph.say(content, f"{RDFS}comment", RULES)


def _number(value: float) -> int | ox.Literal:
    """Return a setting as a number; whole ones as such."""
    return int(value) if value == int(value) else ox.Literal(str(value), datatype=ox.NamedNode(f"{XSD}decimal"))
