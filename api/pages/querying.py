"""The query page: a form that works with no script, the answer as a table with names and links, examples by topic.

The script of `web/` makes an editor of the same form. Whatever the page shows, `/sparql` gives whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pyoxigraph as ox

from api import results, sandbox
from api.engine import Query
from api.engine.errors import BadQuery, EngineError
from api.hints import explain, hints
from api.pages.model import Page, Thing, Value
from api.pages.reading import day
from api.problems import Problem, engine_problem
from api.results import Form
from ontology import terms

if TYPE_CHECKING:
    from api.addresses import Addresses
    from api.description import Term
    from api.names import Names
    from api.site import Site

SHOWN = 100
"""Rows that the page shows; the downloads hold all."""

MOST_BYTES = 8_000_000
"""Bytes of an answer beyond which the page only offers the downloads."""

SECONDS = 20.0
"""Wall clock for a query asked from the page."""

GRAPH_FORMATS = (("ttl", "Turtle"), ("jsonld", "JSON-LD"), ("nt", "N-Triples"))
ROW_FORMATS = (("csv", "CSV"), ("json", "JSON"), ("tsv", "TSV"), ("xml", "XML"))

EXAMPLES = f"""PREFIX rdfs: <{terms.RDFS}>
PREFIX schema: <{terms.SCHEMA}>
PREFIX sh: <{terms.SH}>
SELECT ?example ?title ?query (GROUP_CONCAT(DISTINCT ?keyword; separator=", ") AS ?keywords) WHERE {{
  ?example a sh:SPARQLExecutable ; rdfs:comment ?title ; sh:select|sh:ask|sh:construct ?query .
  OPTIONAL {{ ?example schema:keywords ?keyword }}
}} GROUP BY ?example ?title ?query ORDER BY ?title"""

FIRST = """PREFIX cc: <https://w3id.org/crimecongress/ontology#>

SELECT ?recommendation ?citation ?text
WHERE {
  ?recommendation a cc:Recommendation ;
    cc:citation ?citation ;
    cc:text ?text ;
    cc:underAgendaItem/cc:enumerator "5" .
}
ORDER BY ?citation"""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a query has no answer, in words, with the place where it went wrong."""

    title: str
    detail: str
    place: str = ""
    excerpt: str = ""
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """An answer as the page shows it."""

    form: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Value | None, ...], ...] = ()
    total: int = 0
    truth: bool | None = None
    turtle: str = ""
    cut: bool = False
    """Whether the answer is too large for the page."""


@dataclass(frozen=True, slots=True)
class Topic:
    """Example queries about one thing."""

    label: str
    examples: tuple[Thing, ...]


@dataclass(frozen=True, slots=True)
class QueryPage(Page):
    """The form, the answer, the examples."""

    query: str = ""
    found: Found | None = None
    trouble: Trouble | None = None
    downloads: tuple[Thing, ...] = ()
    topics: tuple[Topic, ...] = ()
    endpoint: str = ""


class _Example:
    """One example query of the catalogue."""

    def __init__(self, row: Mapping[str, Term]) -> None:
        self.slug = row["example"].value.rpartition("/")[2]
        self.title, self.query = row["title"].value, row["query"].value
        self.keywords = [word for word in row["keywords"].value.split(", ") if word]


async def query_page(site: Site, at: Addresses, query: str, example: str, client: str) -> QueryPage:
    """Return the query page; with a query, or the name of an example, its answer or what is wrong with it.

    Raises Problem (404) for an example that there is not.
    """
    names = await site.names()
    examples = [_Example(row) for row in await site.engine.select(EXAMPLES) if "title" in row]
    if example:
        query = next((each.query for each in examples if each.slug == example), "")
        if not query:
            raise Problem("not-found", f"there is no example {example[:60]!r}")
    found, wrong = await _answer(site, at, names, query, client) if query.strip() else (None, None)
    return QueryPage(
        title="Query",
        description="Ask the graph in SPARQL 1.1; every example is tested against each release.",
        section="query",
        trail=(Thing(at.local(""), "Home"), Thing("", "Query")),
        query=query or FIRST,
        found=found,
        trouble=wrong,
        downloads=_downloads(at, query, found) if found else (),
        topics=_topics(at, examples),
        endpoint=at.url("sparql"),
    )


async def _answer(
    site: Site, at: Addresses, names: Names, query: str, client: str
) -> tuple[Found | None, Trouble | None]:
    try:
        form = sandbox.read(query).form or Form.SELECT
        media_type = results.TURTLE.media_type if form.gives_graph else results.JSON.media_type
        answer = await site.engine.answer(Query(query, client=client, seconds=SECONDS), media_type)
        body = bytearray()
        async for chunk in answer.chunks():
            body += chunk
            if len(body) > MOST_BYTES:
                answer.close()
                return Found(form.value, cut=True), None
    except (sandbox.Refused, EngineError) as error:
        return None, trouble(error, query, site)
    if form.gives_graph:
        return Found(form.value, turtle=body.decode()), None
    return _rows(bytes(body), form, names, at), None


def trouble(error: sandbox.Refused | EngineError, query: str, site: Site) -> Trouble:
    """Word what went wrong, with line and column where the text cannot be read."""
    if isinstance(error, sandbox.Refused):
        return Trouble("This is not done here", str(error))
    if isinstance(error, BadQuery) and error.line:
        found = explain(query, error, site.engine.release)
        place = f"Line {found.line}, column {found.column}"
        return Trouble("The query cannot be read", found.detail, place, found.text, tuple(found.hints))
    problem = engine_problem(error)
    advice = tuple(hints(query, site.engine.release))
    return Trouble(str(problem.members()["title"]), problem.detail, hints=advice)


def _rows(body: bytes, form: Form, names: Names, at: Addresses) -> Found:
    read = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
    if isinstance(read, ox.QueryBoolean):
        return Found(form.value, truth=bool(read), total=1)
    rows: list[tuple[Value | None, ...]] = []
    total = 0
    for solution in read:
        total += 1
        if len(rows) < SHOWN:
            rows.append(tuple(_value(term, names, at) for term in solution))
    return Found(form.value, tuple(v.value for v in read.variables), tuple(rows), total)


def _value(term: object, names: Names, at: Addresses) -> Value | None:
    """Return one cell: a thing by its short name with a link, a literal as it is."""
    if isinstance(term, ox.NamedNode):
        return Value(names.short(term.value), at.href(term.value), term.value)
    if isinstance(term, ox.Literal):
        text = day(term.value) if term.datatype.value == terms.XSD + "date" else term.value
        return Value(text, lang=term.language or "")
    return None if term is None else Value(str(term))


def _downloads(at: Addresses, query: str, found: Found) -> tuple[Thing, ...]:
    graph = found.form in (Form.CONSTRUCT, Form.DESCRIBE)
    address = at.local("sparql")
    return tuple(
        Thing(f"{address}?{urlencode({'query': query, 'format': name})}", label)
        for name, label in (GRAPH_FORMATS if graph else ROW_FORMATS)
    )


def _topics(at: Addresses, examples: Sequence[_Example]) -> tuple[Topic, ...]:
    """Group the examples by their most general keyword, the largest group first."""
    counts = Counter(word for each in examples for word in each.keywords)
    groups: dict[str, list[Thing]] = {}
    for each in examples:
        words = sorted(each.keywords, key=lambda word: (-counts[word], word)) or ["other"]
        groups.setdefault(words[0], []).append(Thing(f"{at.local('query')}?example={each.slug}", each.title))
    ordered = sorted(groups, key=lambda word: (-len(groups[word]), word))
    return tuple(Topic(word.capitalize(), tuple(groups[word])) for word in ordered)
