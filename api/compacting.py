"""Triples of one subject as a JSON object, by the terms of a JSON-LD context.

What JSON-LD calls compaction, for data without blank nodes or lists: each value is written in the simplest form that
reads back as the same term. `api.representations` and the records of `api.records` are made of these objects.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
XSD = "http://www.w3.org/2001/XMLSchema#"
Object = dict[str, object]
"""A JSON object."""

Node = NamedNode | Literal
"""A term that stands as an object; published data has no blank nodes."""

NATIVE = (XSD + "string", XSD + "integer", XSD + "boolean")
"""Datatypes that JSON writes without naming them."""


@dataclass(frozen=True)
class Term:
    """One term of a context: the key under which the values of a property stand."""

    name: str
    coercion: str | None = None
    """"@id", "@vocab" or the IRI of a datatype: what a plain string under this key is read as."""
    containers: frozenset[str] = frozenset()
    language: str | None = None
    """The language of a plain string under this key."""


@dataclass(frozen=True)
class Context:
    """A JSON-LD context whose terms can be looked up by IRI.

    It has layers, for JavaScript's parsers take "@included" under another name only where terms are not protected.
    """

    layers: Sequence[Mapping[str, object]] = field(repr=False)
    """The value of "@context"."""

    @cached_property
    def definitions(self) -> Mapping[str, object]:
        """What all layers define."""
        return {name: definition for layer in self.layers for name, definition in layer.items()}

    @cached_property
    def terms(self) -> dict[str, list[Term]]:
        """The terms of each IRI, as the context orders them."""
        found: dict[str, list[Term]] = {}
        for name, definition in self.definitions.items():
            parts = definition if isinstance(definition, dict) else {"@id": definition}
            identifier = parts.get("@id", name)
            if isinstance(identifier, str) and not name.startswith("@") and "@reverse" not in parts:
                found.setdefault(self.expand(identifier), []).append(self._term(name, parts))
        return found

    def _term(self, name: str, parts: Mapping[str, Any]) -> Term:
        coercion, containers = parts.get("@type"), parts.get("@container") or ()
        return Term(
            name,
            self.expand(coercion) if coercion else None,
            frozenset([containers] if isinstance(containers, str) else containers),
            parts.get("@language"),
        )

    def expand(self, name: str) -> str:
        """Return the IRI of a compact name of the context: "cc:text"."""
        prefix, colon, rest = name.partition(":")
        namespace = self.definitions.get(prefix)
        if isinstance(namespace, dict):
            namespace = namespace.get("@id")
        return namespace + rest if colon and isinstance(namespace, str) and not rest.startswith("//") else name

    def compact(self, iri: str) -> str:
        """Return the term or the compact name of an IRI, or the IRI itself."""
        if iri in self.terms:
            return self.terms[iri][0].name
        for prefix, namespace in self.definitions.items():
            if isinstance(namespace, str) and namespace.endswith(("/", "#")) and iri.startswith(namespace):
                return f"{prefix}:{iri.removeprefix(namespace)}"
        return iri

    def part_for(self, body: Object) -> list[Object]:
        """Return the part of the context that a document uses, so that it can be read with no network."""
        used: set[str] = set()
        new = set(_texts(body)) & set(self.definitions)
        while new - used:
            used |= new
            new = self._named_by([self.definitions[name] for name in new])
        parts = [{name: layer[name] for name in layer if name in used or name[0] == "@"} for layer in self.layers]
        return [part for part in parts if part.keys() & used]

    def _named_by(self, definitions: list[object]) -> set[str]:
        return {text for text in _texts(definitions) if text in self.definitions}


def node(iri: str, triples: Iterable[Triple], context: Context) -> Object:
    """Return the triples of one subject as a JSON object with "id", "type" and a key for each property."""
    types: list[object] = []
    values: dict[Term, list[Node]] = {}
    for triple in triples:
        if triple.predicate.value == RDF_TYPE and isinstance(triple.object, NamedNode):
            types.append(context.compact(triple.object.value))
        elif isinstance(triple.object, (NamedNode, Literal)):
            values.setdefault(_term(triple.predicate.value, triple.object, context), []).append(triple.object)
    body: Object = {"id": iri} | ({"type": _one_or_many(types)} if types else {})
    return body | {term.name: _values(term, objects, context) for term, objects in values.items()}


def _term(predicate: str, value: Node, context: Context) -> Term:
    """Return the first term of a property under which the value is plainest; without one, the compact name."""
    terms = context.terms.get(predicate) or [Term(context.compact(predicate))]
    return next((term for term in terms if _fits(term, value)), terms[0])


def _fits(term: Term, value: Node) -> bool:
    if isinstance(value, NamedNode):
        return term.coercion in ("@id", "@vocab")
    if value.language:
        return "@language" in term.containers or term.language == value.language
    native = term.coercion is None and term.language is None and value.datatype.value in NATIVE
    return native or term.coercion == value.datatype.value


def _values(term: Term, objects: list[Node], context: Context) -> object:
    if "@language" in term.containers:
        return _by_language(objects)
    values = [_value(term, each, context) for each in objects]
    return values if "@set" in term.containers else _one_or_many(values)


def _by_language(objects: list[Node]) -> Object:
    languages: dict[str, list[object]] = {}
    for each in objects:
        if isinstance(each, Literal):
            languages.setdefault(each.language or "@none", []).append(each.value)
    return {language: _one_or_many(values) for language, values in languages.items()}


def _value(term: Term, value: Node, context: Context) -> object:
    """Return the simplest JSON that reads back as the value under the term."""
    if isinstance(value, NamedNode):
        if term.coercion == "@vocab":
            return context.compact(value.value)
        return value.value if term.coercion == "@id" else {"id": value.value}
    if value.language:
        same = term.language == value.language
        return value.value if same else {"@value": value.value, "@language": value.language}
    datatype = value.datatype.value
    if _fits(term, value):
        return _native(value.value, datatype)
    if datatype in NATIVE:
        return {"@value": _native(value.value, datatype)}
    return {"@value": value.value, "@type": context.compact(datatype)}


def _native(text: str, datatype: str) -> object:
    """Return a JSON number or boolean where it reads back as the same literal, else the text.

    A decimal stays text: JSON-LD would read a fraction back as a double (JSON-LD 1.1 API, section 8.2.2).
    """
    if datatype == XSD + "boolean" and text in ("true", "false"):
        return text == "true"
    if datatype == XSD + "integer" and text == str(int(text)):
        return int(text)
    return text


def _one_or_many(values: list[object]) -> object:
    return values[0] if len(values) == 1 else values


def _texts(value: object) -> Iterable[str]:
    """Yield every key and string in a JSON value, and the prefix of each compact name among them."""
    if isinstance(value, str):
        yield from (value, value.partition(":")[0])
    elif isinstance(value, Mapping):
        for key, below in value.items():
            yield from (*_texts(key), *_texts(below))
    elif isinstance(value, (list, tuple)):
        for below in value:
            yield from _texts(below)
