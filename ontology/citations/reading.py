"""The words of a citation taken apart: the work, and what of it is cited; which IRIs are meant is for `meaning`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ontology.citations import pinpoints, works
from ontology.terms import PREFIXES

LONGEST = 500
"""Characters of a citation."""


class CitationError(ValueError):
    """Words that are no citation; the message says what was found and what is expected."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation taken apart."""

    work: str
    """What is cited, as written: a symbol, a name, an address."""
    path: str = ""
    """Below the document: "para/28/e", "footnote/2", "section/II.B"; "" for the whole work."""
    kind: str = ""
    """The kind of outcome that the words name ("recommendation 28 (e)"), "" where they name none."""
    more: tuple[str, ...] = ()
    """Further paths of a list or a range: "paras. 28 (e) and (f)", "paras. 28-31"."""

    def each(self) -> tuple[Citation, ...]:
        """Return a citation for each of the paths.

        >>> [one.path for one in Citation("A/1", "para/1", more=("para/2",)).each()]
        ['para/1', 'para/2']
        """
        return tuple(Citation(self.work, path, self.kind) for path in (self.path, *self.more))


_LINK = re.compile(r"""https?://[^\s<>"“”]+""")
_PATH = re.compile(r"/?[a-z]+/\S+")
""" "recommendation/A/CONF.234/RPM.3/1/28/e": an address of ours without its beginning."""

_PREFIXED = re.compile(r"\[?(?P<prefix>[a-z]+):(?P<rest>[^\s\]]+)\]?")
""" "cg:instrument/UNTOC", "sdg:16.a": an IRI shortened as in SPARQL."""


def read_citation(text: str) -> Citation:
    """Take a citation apart.

    Forms: "A/CONF.234/RPM.3/1, para. 28 (e)", "paragraph 28(e) of A/CONF.234/RPM.3/1", "A_CONF234_RPM3_1 §28 e",
    "A/CONF.234/RPM.3/1/!main~para_28__list_1__item_e", "Kyoto Declaration, para. 5", "G.A. Res. 56/119",
    "ICCPR, art. 14", "target 16.a", "A/CONF.234/RPM.3/1, footnote 2", an address here or at the United Nations.

    >>> read_citation("paragraph 28(e) of A/CONF.234/RPM.3/1")
    Citation(work='A/CONF.234/RPM.3/1', path='para/28/e', kind='', more=())

    Raises CitationError for an empty or overlong text and for one that names no work.
    """
    text = works.plain(text)
    if not text or len(text) > LONGEST:
        raise CitationError(f"expected a citation of 1 to {LONGEST} characters, found {len(text)}")
    if address := _address(text):
        return Citation(address)
    if number := works.goal(text):
        return Citation(PREFIXES["sdg"] + number)
    found = pinpoints.find(text)
    work = works.work(found.rest)
    if not work:
        raise CitationError(f"no document or instrument is named in {text!r}")
    return Citation(work, found.path, found.kind, found.more)


def _address(text: str) -> str:
    """Return the address that a text has or is, "" for one without."""
    if link := _LINK.search(text):
        return link[0].rstrip(".,;)")
    found = _PREFIXED.fullmatch(text)
    if found and found["prefix"] in PREFIXES:
        return PREFIXES[found["prefix"]] + found["rest"]
    return text if _PATH.fullmatch(text) else ""
