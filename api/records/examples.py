"""`/api/v1/queries`: the example queries as operations, whose parameters are the variables of each query.

SELECT answers rows, ASK one truth value, CONSTRUCT triples; all as JSON or CSV. `operations` describes each of them for
the OpenAPI document, from the graph that is served.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import pyoxigraph as ox
from fastapi import Request, Response
from pyoxigraph import Literal, NamedNode

from api import results, sandbox
from api.engine.errors import BadQuery
from api.problems import Problem
from api.records import describing
from api.records.records import native
from api.records.rows import ANSWER, LONGEST, as_json_or_csv, form_of
from ontology import terms

if TYPE_CHECKING:
    from api.addresses import Addresses
    from api.compacting import Object
    from api.description import Term
    from api.names import Names
    from api.site import Site

QUERIES = f"""PREFIX rdfs: <{terms.RDFS}>
PREFIX schema: <{terms.SCHEMA}>
PREFIX sh: <{terms.SH}>
SELECT ?example ?title ?query (GROUP_CONCAT(DISTINCT ?keyword; separator=",") AS ?keywords) WHERE {{
  ?example a sh:SPARQLExecutable ; rdfs:comment ?title ; sh:select|sh:ask|sh:construct ?query .
  OPTIONAL {{ ?example schema:keywords ?keyword }}
}} GROUP BY ?example ?title ?query ORDER BY ?example"""


@dataclass(frozen=True, slots=True)
class Example:
    """One example query as the graph has it."""

    iri: str
    title: str
    query: str
    keywords: tuple[str, ...]

    @property
    def name(self) -> str:
        """The end of its IRI."""
        return self.iri.rpartition("/")[2]

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables that a request may fix, as they first occur: all but those that an expression makes."""
        tokens = list(sandbox.tokens(self.query))
        made = {each.text[1:] for before, each in pairwise(tokens) if before.text.upper() == "AS"}
        names = dict.fromkeys(each.text[1:] for each in tokens if each.kind == "var")
        return tuple(name for name in names if name not in made)


class Examples:
    """The example queries as they are served."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def known(self) -> list[Example]:
        """Return the example queries of the release that is served now, by name."""
        return [
            Example(
                row["example"].value,
                row["title"].value,
                row["query"].value,
                tuple(word for word in row["keywords"].value.split(",") if word),
            )
            for row in await self._site.engine.select(QUERIES)
            if "example" in row
        ]

    async def list(self, request: Request) -> Response:
        """Answer the list of example queries."""
        form, _ = form_of(request, ())
        at = self._site.addresses(request)
        items: list[Object] = [
            {
                "id": each.iri,
                "name": each.name,
                "title": each.title,
                "keywords": list(each.keywords),
                "parameters": list(each.variables),
                "url": at.url(at.path(each.iri) or ""),
                "answer": at.url(f"api/v1/queries/{each.name}"),
            }
            for each in await self.known()
        ]
        return as_json_or_csv(self._site, request, form, {"items": items, "total": len(items)})

    async def one(self, request: Request) -> Response:
        """Answer an example query; a parameter with the name of a variable fixes that variable.

        Raises Problem: not-found for a name that no example has, bad-request for a variable that the query has not.
        """
        name = str(request.path_params["name"])
        example = next((each for each in await self.known() if each.name == name), None)
        if example is None:
            raise Problem("not-found", f"there is no example query {name[:60]!r}")
        form, given = form_of(request, example.variables)
        bindings = {key: _term(value) for key, value in given.items()}
        try:
            found = await self._rows(example.query, bindings)
        except BadQuery as error:
            raise Problem("bad-request", f"the query cannot be asked with these values: {error}") from error
        names, at = await self._site.names(), self._site.addresses(request)
        items: list[Object] = [{key: _cell(value, names, at) for key, value in row.items()} for row in found]
        return as_json_or_csv(self._site, request, form, {"items": items, "total": len(items), "sparql": example.query})

    async def _rows(self, query: str, bindings: Mapping[str, Term]) -> Sequence[Mapping[str, Term]]:
        engine, form = self._site.engine, sandbox.read(query).form
        if form is results.Form.ASK:
            return [{"answer": Literal(await engine.ask(query, **bindings))}]
        if form is not None and form.gives_graph:
            triples = ox.parse(await engine.construct(query, **bindings), format=ox.RdfFormat.N_TRIPLES)
            rows = [{"subject": t.subject, "predicate": t.predicate, "object": t.object} for t in triples]
            return sorted(rows, key=lambda row: [str(term) for term in row.values()])
        return await engine.select(query, **bindings)

    async def operations(self) -> dict[str, Object]:
        """Return the path of each example query for the OpenAPI document."""
        return {f"/api/v1/queries/{each.name}": {"get": operation(each)} for each in await self.known()}


def operation(example: Example) -> Object:
    """Describe one example query to OpenAPI."""
    parameters: list[Object] = [
        {
            "name": name,
            "in": "query",
            "description": f"Fixes ?{name}: an IRI, a whole number or a text.",
            "schema": {"type": "string", "maxLength": LONGEST},
        }
        for name in example.variables
    ]
    return {
        "operationId": f"ask_{example.name.replace('-', '_')}",
        "tags": ["Example queries"],
        "summary": example.title,
        "parameters": [*parameters, describing.FORMAT],
        "responses": {"200": ANSWER, **describing.problems(400, 406)},
    }


def _term(value: str) -> NamedNode | Literal:
    """Return the value of a parameter as a term: an address is an IRI, a whole number a number, the rest text."""
    if value.startswith(("http://", "https://")):
        try:
            return NamedNode(value)
        except ValueError as error:
            raise Problem("bad-request", f"this is not an IRI: {value[:80]!r}") from error
    number = value.removeprefix("-")
    return Literal(int(value)) if number.isascii() and number.isdecimal() and len(number) < 15 else Literal(value)


def _cell(value: Term, names: Names, at: Addresses) -> object:
    if isinstance(value, NamedNode):
        path = at.path(value.value)
        cell: Object = {"id": value.value, "label": names.label(value.value)}
        return cell | ({"url": at.url(path)} if path is not None else {})
    return native(value) if isinstance(value, Literal) else str(value)
