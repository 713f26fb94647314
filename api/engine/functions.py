"""Functions of our own in SPARQL: what the field needs and the standard lacks.

`PREFIX fn: <https://w3id.org/crimecongress/function#>`. A function that cannot answer leaves its value unbound, as the
standard has it for errors.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyoxigraph as ox

from api.engine.text import normalised
from ontology import identifiers
from ontology.identifiers import BASE, IdentifierError

NAMESPACE = BASE + "function#"


def citation(iri: Any = None) -> ox.Literal | None:
    """Cite a document, a part of one or an outcome as the United Nations does: "A/CONF.234/RPM.3/1, para. 28 (e)"."""
    return _of_iri(identifiers.citation, iri)


def locator(iri: Any = None) -> ox.Literal | None:
    """Locate a part of a document as Akoma Ntoso for the United Nations does: "!main~para_28__list_1__item_e"."""
    return _of_iri(identifiers.akn, iri)


def label(text: Any = None) -> ox.Literal | None:
    """Normalise a name for comparison: lower case, no accents, no punctuation, single spaces."""
    return ox.Literal(" ".join(normalised(text.value))) if isinstance(text, ox.Literal) else None


def _of_iri(make: Callable[[str], str], iri: Any) -> ox.Literal | None:
    if not isinstance(iri, ox.NamedNode):
        return None
    try:
        return ox.Literal(make(iri.value))
    except IdentifierError:
        return None


Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

FUNCTIONS: dict[ox.NamedNode, Callable[..., Term | None]] = {
    ox.NamedNode(NAMESPACE + function.__name__): function for function in (citation, locator, label)
}
"""The functions by IRI, as the engine takes them and as the service description lists them."""
