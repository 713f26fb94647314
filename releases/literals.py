"""Terms as N-Quads write them, read: a literal's text, an IRI."""

from __future__ import annotations

import pyoxigraph as ox


def iri(term: bytes) -> str:
    """Return an IRI without its brackets.

    >>> iri(b"<https://e.org/a>")
    'https://e.org/a'
    """
    return term.decode()[1:-1]


def text(term: bytes) -> str:
    r"""Return the text of a literal, whatever its datatype or language.

    >>> text(b'"a \\"word\\""@en')
    'a "word"'
    """
    if b"\\" not in term:
        return term[1 : term.rindex(b'"')].decode()
    triple = next(ox.parse(b"<a:a> <a:a> " + term + b" .", format=ox.RdfFormat.N_TRIPLES))
    return str(triple.object.value)
