"""Where the files are that travel with the code: in a checkout beside it, in an installed copy in the package."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent

_IN_CHECKOUT = {
    "graph": "data/graph",
    "reference": "data/reference",
    "sources": "data/sources",
    "queries": "queries",
}
"""The folders by the name that the code calls them, and where a checkout has them."""


def folder(name: str) -> Path:
    """Return the folder "graph", "reference", "sources" or "queries"; it may not exist yet.

    Raises KeyError for another name.
    """
    checkout = _HERE.parent / _IN_CHECKOUT[name]
    packaged = _HERE.parent / "crimecongress_data" / name
    return packaged if packaged.is_dir() else checkout


def ontology_file(name: str) -> Path:
    """Return a file of the ontology: "congress.ttl", "alignments.ttl", "context.jsonld".

    Raises FileNotFoundError when there is none of that name.
    """
    path = _HERE / name
    if not path.is_file():
        raise FileNotFoundError(f"the ontology has no file {name}")
    return path
