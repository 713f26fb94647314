"""What the editor of the query page asks for: what may be completed, and whether a text can be read.

Both are computed from the graph that is served and the shapes it satisfies; neither evaluates the reader's query.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from api.engine.errors import BadQuery
from api.grammar import Reader, Unexpected
from api.hints import LONGEST, explain, hints, undeclared
from api.pages.expected import Expected, expected_values
from api.sandbox import tokens
from ontology.identifiers import ONTOLOGY
from ontology.terms import PREFIXES

if TYPE_CHECKING:
    from api.description import Term
    from api.engine.release import ReleaseInfo
    from api.names import Names
    from api.site import Site

CLASSES = "SELECT ?class (COUNT(DISTINCT ?it) AS ?n) WHERE { ?it a ?class } GROUP BY ?class ORDER BY DESC(?n) ?class"
PROPERTIES = """SELECT ?property ?class (COUNT(*) AS ?n) WHERE { ?it a ?class ; ?property ?value }
GROUP BY ?property ?class ORDER BY ?property ?class"""


KINDS = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?class ?of WHERE { ?class rdfs:subClassOf* ?of FILTER(isIRI(?class) && isIRI(?of)) } ORDER BY ?class"""


async def completions(site: Site) -> dict[str, object]:
    """Return what may be completed: prefixes, classes and properties with counts, individuals with their names."""
    names = await site.names()
    classes = [row for row in await site.engine.select(CLASSES) if "class" in row]
    properties: dict[str, dict[str, int]] = {}
    for row in await site.engine.select(PROPERTIES):
        if "property" in row:
            properties.setdefault(row["property"].value, {})[row["class"].value] = int(row["n"].value)
    kinds: dict[str, list[str]] = {}
    for row in await site.engine.select(KINDS):
        kinds.setdefault(row["of"].value, []).append(row["class"].value)
    return {
        "base": names.base,
        "prefixes": dict(PREFIXES),
        "classes": [entry for row in classes if (entry := _term(row, "class", names))],
        "properties": list(_properties(properties, kinds, names)),
        "individuals": list(_individuals(names)),
    }


def _term(row: Mapping[str, Term], name: str, names: Names) -> dict[str, object] | None:
    iri = row[name].value
    short = prefixed(iri)
    return {"name": short, "label": names.label(iri), "count": int(row["n"].value)} if short else None


def _properties(
    counts: Mapping[str, Mapping[str, int]], kinds: Mapping[str, Sequence[str]], names: Names
) -> Iterable[dict[str, object]]:
    """Yield the properties, those used most first: the classes whose members have it, what its values may be."""
    expected = expected_values()
    for iri, by_class in sorted(counts.items(), key=lambda item: (-max(item[1].values()), item[0])):
        if short := prefixed(iri):
            domains = [name for name in map(prefixed, by_class) if name]
            values = expected.get(iri, Expected())
            classes = {name for of in values.classes for each in kinds.get(of, [of]) if (name := prefixed(each))}
            yield {
                "name": short,
                "label": names.label(iri),
                "count": max(by_class.values()),
                "domains": domains,
                "classes": sorted(classes),
                "literals": list(values.literals),
            }


def _individuals(names: Names) -> Iterable[dict[str, object]]:
    """Yield the named things that are no terms of the vocabulary: short names where they have one, and classes."""
    for iri, name in sorted(names.known.items()):
        if name.types and not iri.startswith(ONTOLOGY):
            short = names.short(iri)
            types = [each for each in map(prefixed, name.types) if each]
            yield {"iri": iri, "label": name.label, "short": short if short != name.label else "", "types": types}


def prefixed(iri: str) -> str:
    """Return the prefixed name of a term, "" where no prefix of ours makes one.

    >>> prefixed("https://w3id.org/crimecongress/ontology#Treaty")
    'cc:Treaty'
    """
    for prefix, namespace in sorted(PREFIXES.items(), key=lambda item: -len(item[1])):
        rest = iri.removeprefix(namespace)
        if rest != iri and rest and "/" not in rest and "#" not in rest:
            return f"{prefix}:{rest}"
    return ""


def checked(query: str, release: ReleaseInfo) -> dict[str, object]:
    """Return whether a text can be read as a query, and else where and why not, with what was probably meant."""
    if len(query) > LONGEST:
        return {"ok": True, "hints": []}
    found = tokens(query)
    try:
        readable = undeclared(found) is None and Reader(found).query() is not None
    except Unexpected:
        readable = False
    if readable:
        return {"ok": True, "hints": list(hints(query, release))}
    wrong = explain(query, BadQuery("", 1, 1), release)
    place = {"line": wrong.line, "column": wrong.column}
    return {"ok": False, "detail": wrong.detail, **place, "hints": list(wrong.hints)}
