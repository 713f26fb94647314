"""How people and other systems cite what stands in a document: as an editor does, and by Akoma Ntoso."""

from __future__ import annotations

import re

from ontology.identifiers.encoding import WORD
from ontology.identifiers.kinds import OUTCOME_KINDS, SPAN_KINDS, IdentifierError, Kind
from ontology.identifiers.reading import Identifier, parse


def citation(iri: str) -> str:
    """Cite a document, a part of one or an outcome as United Nations documents do.

    >>> from ontology.identifiers import outcome, part
    >>> citation(outcome("recommendation", "A/CONF.234/RPM.3/1", "28/e"))
    'A/CONF.234/RPM.3/1, para. 28 (e)'
    >>> citation(part("A/CONF.234/RPM.3/1", "section/II.B.2.summary-of-deliberations"))
    'A/CONF.234/RPM.3/1, sect. II.B.2, summary of deliberations'

    Raises IdentifierError for an IRI that stands for nothing in a document.
    """
    found = parse(iri)
    if found.kind is Kind.DOCUMENT:
        return str(found.symbol)
    return ", ".join([str(_located(found).symbol), *_cited(_located(found).path or "")])


def akn(iri: str) -> str:
    """Locate a part or an outcome by the element identifier that Akoma Ntoso gives it (AKN4UN naming).

    >>> from ontology.identifiers import outcome
    >>> akn(outcome("recommendation", "A/CONF.234/RPM.3/1", "28/e"))
    '!main~para_28__list_1__item_e'

    Raises IdentifierError for an IRI that stands for nothing in a document.
    """
    found = parse(iri)
    if found.kind is Kind.DOCUMENT:
        return "!main"
    path = _located(found).path or ""
    component, path = ("annex_1", path.removeprefix("annex/")) if path.startswith("annex/") else ("main", path)
    return f"!{component}~{_element(path)}"


def _located(found: Identifier) -> Identifier:
    """Return the part of a document that an identifier stands in, or raise."""
    if found.kind is Kind.PART:
        return found
    if found.kind in OUTCOME_KINDS and found.path is not None:
        annex, number = re.fullmatch(r"(.*?)([0-9].*)", found.path).groups()  # type: ignore[union-attr]
        return Identifier(Kind.PART, found.symbol, f"{annex}para/{number}")
    if found.kind in SPAN_KINDS:
        return parse(str(found.owner))
    raise IdentifierError(f"stands in no document: {found.iri!r}")


def _cited(path: str) -> list[str]:
    """Put the words of a citation to the segments of a path: "para/40/j/i" is "para. 40 (j) (i)"."""
    words: list[str] = []
    segments = path.split("/")
    while segments:
        name = segments.pop(0)
        if name == "section":
            words += _cited_section(segments.pop(0) if segments else "")
        elif segments and not _begins_a_part(segments[0]):
            enumerators = [segments.pop(0)]
            while segments and _is_letter(segments[0]):
                enumerators.append(f"({segments.pop(0)})")
            words.append(f"{_CITED.get(name, name)} {' '.join(enumerators)}")
        else:
            words.append(_CITED.get(name, name.replace("-", " ")))
    return words


def _is_letter(segment: str) -> bool:
    return len(segment) <= _LONGEST_LETTER and segment.isalnum() and segment not in _CITED


def _begins_a_part(segment: str) -> bool:
    """Tell whether a segment is the name of a part, "para", and not the number or letter of one."""
    return WORD.fullmatch(segment) is not None and not _is_letter(segment)


def _cited_section(name: str) -> list[str]:
    """Cite a section: "II.B.2.summary-of-deliberations" is "sect. II.B.2" and "summary of deliberations"."""
    numbers = [piece for piece in name.split(".") if not WORD.fullmatch(piece)]
    titles = [piece.replace("-", " ") for piece in name.split(".") if WORD.fullmatch(piece)]
    return ([f"sect. {'.'.join(numbers)}"] if numbers else []) + titles


_LONGEST_LETTER = 4
"""A letter or roman numeral of an item has at most so many characters ("viii")."""

_CITED = {
    "para": "para.",
    "preambular": "preambular para.",
    "footnote": "footnote",
    "entry": "list entry",
    "front": "front matter, line",
    "contents": "table of contents",
    "article": "art.",
    "unnumbered": "unnumbered para.",
    "closing": "closing, line",
}

_ELEMENTS = {
    "para": "para",
    "preambular": "rec",
    "footnote": "authorialNote",
    "front": "preface__p",
    "contents": "toc",
    "entry": "list_1__item",
}


def _element(path: str) -> str:
    """Name the element of a path; a lettered item, and an entry of a list, is an item of the list in its whole."""
    steps: list[str] = []
    segments = path.split("/")
    while segments:
        name = segments.pop(0)
        numbered = bool(segments) and not _begins_a_part(segments[0])
        if name == "section" and segments:
            steps += [f"sec_{piece}" for piece in segments.pop(0).split(".")]
        elif numbered and name in _ELEMENTS:
            steps.append(f"{_ELEMENTS[name]}_{segments.pop(0)}")
        elif numbered:
            steps.append(f"{name}_{segments.pop(0)}")
        else:
            steps.append(_ELEMENTS.get(name, name))
        while segments and _is_letter(segments[0]):
            steps.append(f"list_1__item_{segments.pop(0)}")
    return "__".join(steps)
