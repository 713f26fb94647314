"""What a model can do with the graph: search, read, cite, verify, learn the schema, check and ask queries.

Each function returns plain JSON; `serving` makes tools of them. Nothing here writes, and queries run under the same
limits as those of any client.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from mcp.server.mcpserver.exceptions import ToolError
from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QueryResultsFormat, parse_query_results

from api import citing, representations, results, sandbox
from api.addresses import Addresses
from api.citations.citing import Resolver
from api.citations.resolving import Outcome, described
from api.citations.verifying import Claim, verify
from api.citations.verifying import described as checked_claim
from api.description import describe
from api.engine import Query
from api.engine.errors import BadQuery, EngineError
from api.hints import explain, hints
from api.pages.editing import checked, completions
from api.pages.querying import EXAMPLES
from api.pages.searching import search_query
from api.problems import Problem
from api.records.answering import listing, member
from api.records.collections import COLLECTIONS
from api.records.reading import read_wanted
from api.records.records import native
from api.resources.nearest import nearest
from api.results import Form

if TYPE_CHECKING:
    from api.names import Names
    from api.site import Site

JSON = dict[str, Any]

CLIENT = "mcp"
"""Whose share of concurrent queries the tools use."""

ROWS = 100
"""Rows of a query that are handed to a model unless it asks for fewer."""

SECONDS = 15.0

LONGEST_TURTLE = 50_000
"""Bytes of a graph that are handed to a model: more would be cut where it cannot be read."""


@dataclass
class Tools:
    """The tools over one site."""

    site: Site

    def __post_init__(self) -> None:
        self._resolver = Resolver(self.site)

    @property
    def _at(self) -> Addresses:
        return Addresses(self.site.engine.release.base)

    async def search(self, text: str, kind: str = "", limit: int = 10) -> JSON:
        """Search the texts and names: words in any inflection, "a phrase", begin*, -without.

        `kind` narrows to a class, such as Recommendation, Instrument or Paragraph.
        """
        rows = await self.site.engine.select(search_query(text[:500]))
        names = await self.site.names()
        found: dict[str, JSON] = {}
        for row in rows:
            iri = row["resource"].value
            type_ = names.label(names.type(iri) or "") or kind_word(iri, names)
            if not kind or kind.lower() in type_.lower():
                snippet = row["snippet"].value if "snippet" in row else ""
                found.setdefault(iri, {"id": iri, "label": names.label(iri), "type": type_, "snippet": snippet})
        return {"total": len(found), "items": list(found.values())[: max(1, min(limit, 50))]}

    async def get_recommendation(self, citation: str) -> JSON:
        """Return one recommendation, agreement or commitment with its wording and the evidence for each statement.

        `citation` is an address or a citation in any usual spelling: "A/CONF.234/RPM.3/1, para. 28 (e)".
        """
        return await self._record(await self._one(citation), "recommendations")

    async def get(self, iri: str) -> JSON:
        """Return all that the graph says of one thing, by address, citation or name, with the evidence."""
        address = await self._one(iri)
        description = await describe(self.site.engine, address)
        if description is None:
            near = await nearest(self.site.engine, await self.site.names(), address)
            raise ToolError(f"the graph has no {address}; nearest: {', '.join(near) or 'nothing'}")
        return dict(representations.document(description, self.site.context))

    async def find_recommendations(
        self,
        instrument: str = "",
        target: str = "",
        topic: str = "",
        body: str = "",
        agenda_item: str = "",
        congress: str = "",
        verb: str = "",
        text: str = "",
        limit: int = 10,
    ) -> JSON:
        """List recommendations by what they name and where they stand; filters combine.

        Values are codes or names: instrument "UNTOC", target "16.a", topic "restorative-justice", agenda_item "5".
        """
        given = {"instrument": instrument, "target": target, "topic": topic, "body": body, "agenda_item": agenda_item}
        given |= {"congress": congress, "verb": verb, "q": text, "limit": str(max(1, min(limit, 50)))}
        pairs = [(name, value) for name, value in given.items() if value]
        collection = COLLECTIONS["recommendations"]
        try:
            wanted = read_wanted(collection, pairs, await self.site.names())
            found = await listing(self.site, self._at, collection, wanted)
        except Problem as problem:
            near = problem.extras.get("nearest") or []
            raise ToolError(problem.detail + (f"; nearest: {', '.join(near)}" if near else "")) from problem
        kept = ("id", "citation", "text", "negotiationStatus", "underAgendaItem", "mentions")
        items = [{key: item[key] for key in kept if key in item} for item in found.items]
        return {"total": found.total, "items": items, "sparql": found.sparql}

    async def cite(self, citation: str) -> JSON:
        """Resolve a citation to its persistent address, and return it as text, BibTeX, RIS and CSL-JSON."""
        (found,) = await self._resolver.resolve([citation])
        names = await self.site.names()
        body: JSON = dict(described(found, names, {iri: iri for iri in found.iris}))
        work = citing.work_of(found.iris[0], names) if found.outcome is Outcome.FOUND else None
        if work is not None:
            body["styles"] = {form.names[0]: write(work) for form, write in citing.STYLES.items()}
        return body

    async def verify(self, citation: str, quotation: str) -> JSON:
        """Say whether a quotation is the current wording at an address or citation, and show the difference."""
        resolved = await self._resolver.resolve([citation])
        claim = Claim(citation, quotation[:20_000])
        (found,) = await verify(self.site.engine, self.site.moved, [claim], resolved)
        names = await self.site.names()
        labels = {iri: names.label(iri) for iri in (found.iri, *found.elsewhere, *found.nearest) if iri}
        return dict(checked_claim(found, self.site.engine.release.version, labels))

    async def describe_schema(self, term: str = "") -> JSON:
        """Return the classes and properties in use, with counts; or what one class has ("Recommendation")."""
        known = await completions(self.site)
        classes: list[JSON] = known["classes"]  # type: ignore[assignment]
        properties: list[JSON] = known["properties"]  # type: ignore[assignment]
        if not term:
            plain = [{key: each[key] for key in ("name", "label", "count")} for each in properties]
            return {"prefixes": known["prefixes"], "classes": classes, "properties": plain}
        wanted = term if ":" in term else f"cc:{term}"
        if wanted not in (each["name"] for each in classes):
            near = get_close_matches(wanted, [each["name"] for each in classes], 5)
            raise ToolError(f"there is no class {term!r}; nearest: {', '.join(near)}")
        names = await self.site.names()
        iri = self.site.context.expand(wanted)
        used = [{key: each[key] for key in ("name", "label")} for each in properties if wanted in each["domains"]]
        return {"class": wanted, "definition": names.definition(iri), "properties": used}

    async def list_example_queries(self, topic: str = "") -> JSON:
        """List example SPARQL queries that are tested against the release; `topic` narrows by keyword or title."""
        rows = [row for row in await self.site.engine.select(EXAMPLES) if "title" in row]
        items = [
            {
                "name": r["example"].value.rpartition("/")[2],
                "title": r["title"].value,
                "keywords": r["keywords"].value,
                "sparql": r["query"].value,
            }
            for r in rows
        ]
        return {"items": [i for i in items if topic.lower() in f"{i['title']} {i['keywords']}".lower()]}

    async def validate_sparql(self, query: str) -> JSON:
        """Check a query without running it: where it cannot be read, which terms the graph does not have."""
        return dict(checked(query, self.site.engine.release))

    async def run_sparql(self, query: str, limit: int = ROWS) -> JSON:
        """Run a SPARQL 1.1 query, read-only and under the service's limits: its rows, or its triples as Turtle."""
        try:
            form = sandbox.read(query).form or Form.SELECT
            media_type = results.TURTLE.media_type if form.gives_graph else results.JSON.media_type
            answer = await self.site.engine.answer(Query(query, client=CLIENT, seconds=SECONDS), media_type)
            body = b"".join([chunk async for chunk in answer.chunks()])
        except (sandbox.Refused, EngineError) as error:
            raise ToolError(self._reason(query, error)) from error
        if form.gives_graph:
            if len(body) > LONGEST_TURTLE:
                wanted = f"at most {LONGEST_TURTLE} are handed over: describe or construct less"
                raise ToolError(f"the answer has {len(body)} bytes of Turtle; {wanted}")
            return {"turtle": body.decode()}
        return _rows(body, max(1, min(limit, 1000)), await self.site.names())

    def _reason(self, query: str, error: Exception) -> str:
        """Word why a query has no answer, with what was probably meant, so that the next one is better."""
        release = self.site.engine.release
        if isinstance(error, BadQuery) and error.line:
            found = explain(query, error, release)
            return "; ".join([f"line {found.line}, column {found.column}: {found.detail}", *found.hints])
        return "; ".join([str(error), *hints(query, release)])

    async def _one(self, citation: str) -> str:
        """Return the one IRI that a citation means.

        Raises ToolError for none and for several, naming what may be meant.
        """
        (found,) = await self._resolver.resolve([citation])
        if found.outcome is Outcome.FOUND:
            return found.iris[0]
        if found.outcome is Outcome.UNKNOWN and citation.startswith(("http://", "https://")):
            return citation
        offered = ", ".join(found.iris) or "nothing like it"
        raise ToolError(
            f"{found.outcome.value}: {citation!r}; {found.reason or 'it may mean several things'}: {offered}"
        )

    async def _record(self, iri: str, collection: str) -> JSON:
        try:
            return dict(await member(self.site, self._at, COLLECTIONS[collection], iri, ["evidence"]))
        except Problem as problem:
            raise ToolError(problem.detail) from problem


def kind_word(iri: str, names: Names) -> str:
    """Return the first word of an IRI of ours, for what has no name of its own: "recommendation", "document"."""
    return iri.removeprefix(names.base).partition("/")[0] if iri.startswith(names.base) else ""


def _rows(body: bytes, limit: int, names: Names) -> JSON:
    read = parse_query_results(body, format=QueryResultsFormat.JSON)
    if isinstance(read, QueryBoolean):
        return {"answer": bool(read)}
    columns = [variable.value for variable in read.variables]
    rows = [
        {name: _cell(term, names) for name, term in zip(columns, row, strict=True) if term is not None} for row in read
    ]
    return {"columns": columns, "total": len(rows), "rows": rows[:limit], "cut": len(rows) > limit}


def _cell(term: NamedNode | Literal | BlankNode | object, names: Names) -> object:
    if isinstance(term, NamedNode):
        return {"id": term.value, "label": names.label(term.value)}
    return native(term) if isinstance(term, Literal) else str(term)
