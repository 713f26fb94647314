"""The SPARQL of a list: one query for the page, one for the total, one for the facets, one for the records.

The first is the query that an answer shows: run at `/sparql` it gives the same members in the same order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pyoxigraph import NamedNode

from api.records.paging import condition
from api.records.reading import Wanted, graded
from api.records.shape import Collection, Facet
from ontology import terms
from ontology.terms import PREFIXES

CALLED = " ".join(f"<{p}>" for p in (terms.RDF + "type", terms.SKOS + "prefLabel", terms.citation, terms.symbol))
"""Properties that say what a thing is and how it is called, whatever their evidence."""


def prologue(text: str) -> str:
    """Return a query with the prefixes that it uses declared before it."""
    used = [f"PREFIX {name}: <{iri}>" for name, iri in PREFIXES.items() if f"{name}:" in text]
    return "\n".join([*used, text])


def members_query(collection: Collection, wanted: Wanted) -> str:
    """Ask for one page of members, one more than the limit: ?item and the keys of the order."""
    order = collection.orders[wanted.sort]
    keys = " ".join(f"({key} AS ?key{n})" for n, key in enumerate(order.keys))
    backwards = bool(wanted.cursor and wanted.cursor.backwards)
    direction = "DESC" if wanted.descending != backwards else "ASC"
    by = " ".join(f"{direction}(?key{n})" for n in range(len(order.keys)))
    lines = (
        *matching(collection, wanted),
        order.pattern,
        condition(order, wanted.cursor, descending=wanted.descending),
    )
    return prologue(
        f"SELECT DISTINCT ?item {keys}\nWHERE {{\n{_indented(lines)}\n}}\n"
        f"ORDER BY {by} {direction}(STR(?item))\nLIMIT {wanted.limit + 1}"
    )


def total_query(collection: Collection, wanted: Wanted) -> str:
    """Ask how many members the filters leave."""
    return prologue(f"SELECT (COUNT(DISTINCT ?item) AS ?n)\nWHERE {{\n{_indented(matching(collection, wanted))}\n}}")


def facets_query(collection: Collection, wanted: Wanted) -> str:
    """Ask how many members have each value of each facet that is wanted."""
    lines = _indented(matching(collection, wanted))
    blocks = [
        f'{{ SELECT ("{facet.name}" AS ?facet) ?value (COUNT(DISTINCT ?item) AS ?n)\n'
        f"WHERE {{\n{lines}\n  {_valued(facet, wanted)}\n}} GROUP BY ?value }}"
        for facet in collection.facets
        if facet.name in wanted.facets
    ]
    return prologue(
        "SELECT ?facet ?value ?n WHERE {\n" + "\nUNION\n".join(blocks) + "\n} ORDER BY ?facet DESC(?n) ?value"
    )


def _valued(facet: Facet, wanted: Wanted) -> str:
    return f"{graded(facet.pattern, facet.name, wanted.levels)} {facet.also}".strip()


def membership_query(collection: Collection, iri: str) -> str:
    """Ask whether one thing is a member: a row if it is.

    Raises ValueError for what is not an IRI.
    """
    return prologue(f"SELECT ?item WHERE {{ VALUES ?item {{ {NamedNode(iri)} }} {collection.members} }} LIMIT 1")


def records_query(iris: Iterable[str], levels: Sequence[str] = ()) -> str:
    """Ask for all statements about some things, or for those of some evidence levels beside what they are called."""
    nodes = " ".join(str(NamedNode(iri)) for iri in iris)
    values, all_ = f"VALUES ?s {{ {nodes} }}", "?s ?p ?o"
    kept = graded(all_, "", levels)
    if kept != all_:
        kept = f"{{ {kept} }} UNION {{ VALUES ?p {{ {CALLED} }} ?s ?p ?o }}"
    return f"SELECT DISTINCT ?s ?p ?o WHERE {{ {values} {kept} }}"


def evidence_query(iris: Iterable[str], levels: Sequence[str] = ()) -> str:
    """Ask for the evidence about some things: the spans that stand in them or are about them."""
    nodes = " ".join(str(NamedNode(iri)) for iri in iris)
    return prologue(
        f"SELECT DISTINCT ?about ?s ?p ?o WHERE {{ VALUES ?about {{ {nodes} }}"
        f" ?s cc:inContainer|cc:subject ?about . {graded('?s ?p ?o', '', levels)} }}"
    )


def matching(collection: Collection, wanted: Wanted) -> tuple[str, ...]:
    """Return the patterns that a member matches: the filters first, which are narrow, then the collection's own."""
    return (*wanted.patterns, collection.members)


def _indented(lines: Iterable[str]) -> str:
    return "\n".join(f"  {line}" for line in lines if line)
