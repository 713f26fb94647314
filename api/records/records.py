"""Statements as records: plain JSON objects that a reader who knows no RDF understands, and JSON-LD by their context.

A linked thing stands as its id and label, or as a record of its own where `include=` asks for it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from api.addresses import Addresses
from api.compacting import Context, Object
from api.description import Term
from api.names import Names
from ontology import terms

Statements = Mapping[str, Sequence[NamedNode | Literal]]
"""From property to values, of one subject."""

SEVERAL = frozenset(
    {
        *(terms.mentions, terms.cites, terms.operativeVerb, terms.addressee, terms.concerns, terms.relatedTo),
        *(terms.reflectedIn, terms.restates, terms.SKOS + "altLabel", terms.DCTERMS + "source", terms.member),
        *(terms.speakerKind, terms.speaker, terms.underAgendaItem, terms.underWorkshop, terms.underTheme),
        *(terms.SKOS + "exactMatch", terms.SKOS + "closeMatch", terms.SKOS + "notation", terms.abbreviation),
    }
)
"""Properties that may have several values: their key always holds an array, also of one or none."""
BROAD = frozenset({terms.Outcome, terms.DocumentPart, terms.Paragraph, terms.Span, terms.Evidence})
"""Classes that rules add to what has a narrower one, which says more."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes statements as records, for one request."""

    names: Names
    at: Addresses
    context: Context
    included: Mapping[str, Statements] = field(default_factory=dict)
    """The statements of linked things that are to be written out."""
    include: frozenset[str] = frozenset()
    """Keys whose things are written out."""

    def key(self, property_: str) -> str:
        """Return the key of a property: its term in the context."""
        found = self.context.terms.get(property_)
        return found[0].name if found else property_.rpartition("#")[2].rpartition("/")[2]

    def record(self, iri: str, statements: Statements, fields: Iterable[str]) -> Object:
        """Return the record of one thing with the given properties, in their order."""
        body = self.head(iri, statements)
        for property_ in fields:
            values = list(dict.fromkeys(statements.get(property_, ())))
            if values or property_ in SEVERAL:
                body[self.key(property_)] = self._values(property_, values)
        return body

    def head(self, iri: str, statements: Statements) -> Object:
        """Return what every record begins with: id, type, the page of the thing."""
        types = [value.value for value in statements.get(terms.RDF + "type", ()) if isinstance(value, NamedNode)]
        stated = [each for each in self._own_types(iri) if each in types] or narrowest(types)
        path = self.at.path(iri)
        body: Object = {"id": iri, "type": self.context.compact(stated[0]) if stated else "Thing"}
        return body | ({"url": self.at.url(path)} if path is not None else {})

    def _own_types(self, iri: str) -> Sequence[str]:
        return self.names.known[iri].types if iri in self.names.known else ()

    def _values(self, property_: str, values: Sequence[NamedNode | Literal]) -> object:
        written = [self._value(property_, value) for value in values]
        return written if property_ in SEVERAL or len(written) > 1 else written[0]

    def _value(self, property_: str, value: NamedNode | Literal) -> object:
        if isinstance(value, Literal):
            return native(value)
        if self.key(property_) in self.include and value.value in self.included:
            linked = self.included[value.value]
            return self.record(value.value, linked, [p for p in linked if p != terms.RDF + "type"]) | self._label(
                value.value
            )
        return {"id": value.value} | self._label(value.value)

    def _label(self, iri: str) -> Object:
        short, label = self.names.short(iri), self.names.label(iri)
        body: Object = {"label": label}
        return body | ({"short": short} if short != label else {})


def native(value: Literal) -> object:
    """Return a literal as JSON: numbers and booleans as such, the rest as text."""
    datatype = value.datatype.value.removeprefix(terms.XSD)
    if datatype == "integer":
        return int(value.value)
    if datatype in ("decimal", "double"):
        return float(value.value)
    return value.value == "true" if datatype == "boolean" else value.value


def by_subject(rows: Iterable[Mapping[str, Term]]) -> dict[str, dict[str, list[NamedNode | Literal]]]:
    """Return rows (?s ?p ?o) as statements by subject, values in a fixed order."""
    found: dict[str, dict[str, list[NamedNode | Literal]]] = {}
    for row in rows:
        value = row["o"]
        if isinstance(value, (NamedNode, Literal)):
            found.setdefault(row["s"].value, {}).setdefault(row["p"].value, []).append(value)
    return {
        s: {p: sorted(values, key=str) for p, values in sorted(properties.items())} for s, properties in found.items()
    }


def narrowest(types: Iterable[str]) -> list[str]:
    """Return classes ordered by name, those that say least last."""
    return sorted(types, key=lambda each: (each in BROAD, each))


def table(records: Sequence[Object], keys: Sequence[str]) -> str:
    """Return records as CSV (RFC 4180): a column a key, and one more with the labels where things are linked."""
    return _written(records, ("id", "type", *keys))


def rows_table(rows: Sequence[Object]) -> str:
    """Return rows as CSV: a column for each key that a row has, in the order of their first occurrence."""
    return _written(rows, list(dict.fromkeys(key for row in rows for key in row)))


def _written(records: Sequence[Object], keys: Sequence[str]) -> str:
    labelled = [key for key in keys if any(_labels(record.get(key)) for record in records)]
    out = io.StringIO()
    columns = [c for key in keys for c in ([key, f"{key}_label"] if key in labelled else [key])]
    writer = csv.DictWriter(out, columns, extrasaction="ignore")
    writer.writeheader()
    for record in records:
        row = {key: _cell(record.get(key)) for key in keys}
        writer.writerow(row | {f"{key}_label": "; ".join(_labels(record.get(key))) for key in labelled})
    return out.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(map(_cell, value))
    return str(value["id"]) if isinstance(value, dict) else "" if value is None else str(value)


def _labels(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [str(each["label"]) for each in values if isinstance(each, dict) and "label" in each]
