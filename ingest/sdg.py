"""The United Nations' full vocabulary of the Sustainable Development Goals, as a graph of its own.

In: the Turtle file or files as the United Nations publish them, faults and all. Out: a report that names each fault
and what was done about it, and the sorted triples, without blank nodes, in which each target says of which Goal it is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph

from ingest.errors import ReferenceDataError
from ingest.quads import RDF_TYPE, Literal, Term, Triple
from ontology import terms
from ontology.identifiers import SDG

_FIRST, _REST, _NIL = (terms.RDF + name for name in ("first", "rest", "nil"))
_PREF_LABEL, _ALT_LABEL = terms.SKOS + "prefLabel", terms.SKOS + "altLabel"
_MEMBER_LIST, _MEMBER = terms.SKOS + "memberList", terms.SKOS + "member"
_GOAL, _TARGET, _INDICATOR = (terms.SDGO + name for name in ("Goal", "Target", "Indicator"))
_IS_TARGET_OF, _HAS_TARGET = terms.SDGO + "isTargetOf", terms.SDGO + "hasTarget"
_TARGET_NUMBER = re.compile(r"(?P<goal>[0-9]{1,2})\.(?:[0-9]{1,2}|[a-d])")


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Something wrong in the file, and what was done about it."""

    subject: str
    """The resource, or "line 12" where a statement could not be read."""
    found: str
    done: str


@dataclass(frozen=True, slots=True)
class SdgReport:
    """What a file of the vocabulary holds."""

    goals: int
    targets: int
    indicators: int
    triples: int
    faults: tuple[Fault, ...]
    """Ordered by subject."""


def load_sdg(path: Path) -> tuple[SdgReport, tuple[Triple, ...]]:
    """Read the vocabulary from a Turtle file, or from all Turtle files of a folder.

    Survived, and reported as faults: statements that are not Turtle (the others are kept), stray white space in labels
    (removed), several preferred labels in one language (the longest stays, since the others are cut off or stray; they
    become alternative), a target that does not say of which Goal it is (taken from its number), blank nodes (a list of
    members becomes skos:member, other blank nodes are left out).

    Raises ReferenceDataError when there is no file, it cannot be read, or it holds no Goal and no code at all.
    """
    faults: list[Fault] = []
    triples: list[Triple] = []
    for file in _files(path):
        triples += _without_blank_nodes(_read(file, faults), faults)
    triples = list(_one_preferred_label(_trimmed(triples, faults), faults))
    triples += _goals_of_targets(triples, faults)
    unique = sorted(set(triples), key=_order)
    if not any(triple.subject.startswith(SDG) for triple in unique):
        raise ReferenceDataError(str(path), "", "no Goal, target or code", "the United Nations' SDG vocabulary")
    return _report(unique, faults), tuple(unique)


def _files(path: Path) -> list[Path]:
    files = sorted(path.glob("*.ttl")) if path.is_dir() else [path]
    if not files:
        raise ReferenceDataError(str(path), "", "no .ttl file", "the United Nations' SDG vocabulary")
    return files


def _read(path: Path, faults: list[Fault]) -> list[Triple]:
    """Read a file; when it is not Turtle as a whole, read it statement by statement."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ReferenceDataError(str(path), "", str(error), "a readable UTF-8 file of Turtle") from error
    try:
        return list(_parse(text, path.name))
    except SyntaxError:
        return [triple for block in _blocks(text) for triple in _parse_block(*block, path.name, faults)]


_DIRECTIVE = re.compile(r"^\s*(?:@prefix|@base|PREFIX|BASE)\b.*$", re.MULTILINE | re.IGNORECASE)
_END = re.compile(r"(?<=[\s>\"\w])\.[ \t]*\n\s*\n")
"""In these files a statement ends with a full stop, and an empty line follows."""


def _blocks(text: str) -> Iterator[tuple[int, str, str]]:
    """Cut a file into (line, directives, statement)."""
    directives = "\n".join(found.group() for found in _DIRECTIVE.finditer(text))
    body = _DIRECTIVE.sub("", text)
    start = 0
    for end in [*(found.end() for found in _END.finditer(body)), len(body)]:
        block = body[start:end]
        if block.strip():
            line = body.count("\n", 0, start + len(block) - len(block.lstrip())) + 1
            yield line, directives, block
        start = end


def _parse_block(line: int, directives: str, block: str, name: str, faults: list[Fault]) -> list[Triple]:
    try:
        return list(_parse(f"{directives}\n{block}", f"{name}/{line}"))
    except SyntaxError as error:
        faults.append(Fault(f"{name}, line {line}", error.msg, "the statement is left out"))
        return []


def _parse(text: str, scope: str) -> Iterator[Triple]:
    """Parse Turtle; blank nodes are named by their order in the scope."""
    names: dict[str, str] = {}
    for quad in pyoxigraph.parse(text.encode(), format=pyoxigraph.RdfFormat.TURTLE, lenient=True):
        subject, object_ = (_term(term, names, scope) for term in (quad.subject, quad.object))
        yield Triple(str(subject), quad.predicate.value, object_)


def _term(term: object, names: dict[str, str], scope: str) -> Term:
    if isinstance(term, pyoxigraph.Literal):
        return Literal(term.value, term.datatype.value, term.language or "")
    if isinstance(term, pyoxigraph.BlankNode):
        return names.setdefault(term.value, f"_:{scope}/{len(names)}")
    return str(getattr(term, "value", term))


def _without_blank_nodes(triples: list[Triple], faults: list[Fault]) -> Iterator[Triple]:
    """Turn lists of members into members; leave out what else is said of or with a blank node."""
    first = {t.subject: t.object for t in triples if t.predicate == _FIRST}
    rest = {t.subject: t.object for t in triples if t.predicate == _REST}
    for triple in triples:
        if not (_is_blank(triple.subject) or _is_blank(triple.object)):
            yield triple
        elif triple.predicate == _MEMBER_LIST and isinstance(triple.object, str):
            faults.append(Fault(triple.subject, "a list of members made of blank nodes", "written as skos:member"))
            yield from (Triple(triple.subject, _MEMBER, member) for member in _items(triple.object, first, rest))
        elif not _is_blank(triple.subject):
            faults.append(Fault(triple.subject, f"a blank node with {triple.predicate}", "the statement is left out"))


def _items(node: str, first: dict[str, Term], rest: dict[str, Term]) -> Iterator[Term]:
    """Yield the items of an RDF list; a list that runs in a circle or breaks off ends there."""
    seen: set[str] = set()
    while node != _NIL and node in first and node not in seen:
        seen.add(node)
        yield first[node]
        node = str(rest.get(node, _NIL))


def _is_blank(term: Term) -> bool:
    return isinstance(term, str) and term.startswith("_:")


def _trimmed(triples: Iterable[Triple], faults: list[Fault]) -> Iterator[Triple]:
    """Remove white space at the ends of language-tagged strings, and runs of it inside."""
    for triple in triples:
        label = triple.object
        if isinstance(label, Literal) and label.language and label.value != (tidy := " ".join(label.value.split())):
            faults.append(Fault(triple.subject, f"stray white space in “{tidy}”@{label.language}", "removed"))
            yield triple._replace(object=label._replace(value=tidy))
        else:
            yield triple


def _one_preferred_label(triples: Iterable[Triple], faults: list[Fault]) -> Iterator[Triple]:
    """Keep one preferred label a language (SKOS reference, S14)."""
    labels: dict[tuple[str, str], set[Literal]] = defaultdict(set)
    for triple in triples:
        if triple.predicate == _PREF_LABEL and isinstance(triple.object, Literal):
            labels[triple.subject, triple.object.language].add(triple.object)
        else:
            yield triple
    for (subject, language), found in sorted(labels.items()):
        preferred, *others = sorted(found, key=lambda label: (-len(label.value), label))
        yield Triple(subject, _PREF_LABEL, preferred)
        if others:
            faults.append(
                Fault(subject, f"{len(found)} preferred labels @{language}", "the longest kept, others alternative")
            )
        yield from (Triple(subject, _ALT_LABEL, other) for other in others)


def _goals_of_targets(triples: list[Triple], faults: list[Fault]) -> Iterator[Triple]:
    """Say of each target of which Goal it is, where the file says it only the other way round or not at all."""
    known = {t.subject for t in triples if t.predicate == _IS_TARGET_OF}
    reverse = {t.object: t.subject for t in triples if t.predicate == _HAS_TARGET}
    for target in sorted({t.subject for t in triples if t.predicate == RDF_TYPE and t.object == _TARGET} - known):
        number = _TARGET_NUMBER.fullmatch(target.removeprefix(SDG))
        goal = reverse.get(target) or (SDG + number["goal"] if number else None)
        if goal is None:
            faults.append(Fault(target, "a target of no Goal", "left as it is"))
        else:
            done = f"taken to be of <{goal}>"
            faults.append(Fault(target, "no sdgo:isTargetOf", done))
            yield Triple(target, _IS_TARGET_OF, goal)


def _report(triples: list[Triple], faults: list[Fault]) -> SdgReport:
    counts = [sum(t.predicate == RDF_TYPE and t.object == cls for t in triples) for cls in (_GOAL, _TARGET, _INDICATOR)]
    return SdgReport(counts[0], counts[1], counts[2], len(triples), tuple(sorted(set(faults))))


def _order(triple: Triple) -> tuple[str, str, tuple[str, ...]]:
    return (
        triple.subject,
        triple.predicate,
        tuple(triple.object) if isinstance(triple.object, Literal) else (triple.object,),
    )
