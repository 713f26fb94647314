"""What to tell the author of a query: where it went wrong, what was probably meant, and why it may be slow or empty.

All of it is advice computed from the text and from what the release contains; nothing here decides what may run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import dropwhile, pairwise, takewhile

from api.engine.errors import BadQuery
from api.engine.release import ReleaseInfo
from api.grammar import KEYWORDS, Group, Reader, Unexpected
from api.sandbox import Token, resolve, tokens
from ontology.terms import PREFIXES

LONGEST = 10_000
"""Characters: a longer query is not explained, so that an explanation never takes more than some milliseconds."""
SHOWN = 60
"""Characters of one token that a message shows."""
MOST = 60
MOST_UNKNOWN = 5
"""Variables, patterns or unknown terms beyond which no more advice is computed: each is compared with all others."""
TERM = ("a variable", "an IRI", "a prefixed name", "a blank node", "a string", "a number", "true", "false")
CALL = ("NOT", "EXISTS", "a function")


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is wrong with a malformed query, and where: line and column counted from 1."""

    detail: str
    line: int
    column: int
    text: str
    """The line, with a mark under the place."""
    hints: tuple[str, ...]


def explain(query: str, error: BadQuery, release: ReleaseInfo) -> Explanation:
    """Explain a syntax error better than the engine does, where the grammar or the prefixes show it."""
    fallback = at(query, offset_of(query, error.line, error.column), readable_engine(str(error)), ())
    if len(query) > LONGEST:
        return fallback
    found = tokens(query)
    unknown = undeclared(found)
    if unknown is not None:
        return _undeclared(query, unknown, release)
    try:
        Reader(found).query()
    except Unexpected as wrong:
        place = wrong.token.start if wrong.token else len(query.rstrip())
        return at(query, place, _unexpected(wrong), _meant(wrong))
    return fallback


def hints(query: str, release: ReleaseInfo) -> tuple[str, ...]:
    """Return what looks like a mistake in a well-formed query, the likeliest cause of trouble first."""
    if len(query) > LONGEST:
        return ()
    found = tokens(query)
    try:
        group = Reader(found).query()
    except Unexpected:
        return ()
    return (*cross_products(group), *unknown_terms(found, release), *lonely_variables(found))


def at(query: str, place: int, detail: str, more: Iterable[str]) -> Explanation:
    """Return an explanation for a place in the query."""
    before = query[:place]
    line = before.count("\n") + 1
    start = before.rfind("\n") + 1
    column = place - start + 1
    whole = query[start:].partition("\n")[0].rstrip("\r")
    return Explanation(detail, line, column, f"{whole}\n{' ' * (column - 1)}^", tuple(more))


def offset_of(query: str, line: int, column: int) -> int:
    """Return the place that a line and a column name, the end of the query where they lie beyond it."""
    lines = query.split("\n")
    if not 0 < line <= len(lines):
        return len(query)
    return min(sum(len(text) + 1 for text in lines[: line - 1]) + max(column - 1, 0), len(query))


def readable_engine(message: str) -> str:
    """Shorten the engine's list of what it expected: its character classes help nobody."""
    if not message.startswith("one of "):
        return message
    items = message.removeprefix("one of ").split(", ")
    kept = [item for item in items if item.strip() and "[" not in item and "'" not in item]
    return f"expected {', '.join(kept) or 'something else'}"


def undeclared(found: list[Token]) -> Token | None:
    """Return the first prefixed name whose prefix the query does not declare."""
    declared: set[str] = set()
    for before, token in zip([None, *found], found, strict=False):
        if token.kind != "name":
            continue
        prefix = token.text.partition(":")[0]
        if before is not None and before.text.upper() == "PREFIX":
            declared.add(prefix)
        elif prefix not in declared:
            return token
    return None


def _undeclared(query: str, token: Token, release: ReleaseInfo) -> Explanation:
    prefix = token.text.partition(":")[0]
    known = dict(PREFIXES) | dict(release.prefixes)
    nearest = prefix if prefix in known else next(iter(get_close_matches(prefix, known, 1)), None)
    advice = []
    if nearest == prefix:
        advice = [f"add PREFIX {prefix}: <{known[prefix]}>"]
    elif nearest is not None:
        advice = [f"did you mean {nearest}: <{known[nearest]}>?"]
    return at(query, token.start, f"the prefix {prefix}: is not declared", advice)


def _unexpected(wrong: Unexpected) -> str:
    found = f"found {shown(wrong.token)!r}" if wrong.token else "the query ends too early"
    expected = list(wrong.expected)
    for names, short in ((CALL, ()), (TERM, ("a term",))):
        if all(name in expected for name in names):
            expected = [*short, *(name for name in expected if name not in names)]
    return f"{found}; expected {' or '.join(expected)}" if expected else found


def shown(token: Token) -> str:
    """Return a token as a message shows it; of a string that is not closed, its quotation mark."""
    text = token.text[:1] if token.kind == "open" else token.text
    return text if len(text) < SHOWN else text[:SHOWN] + "…"


def _meant(wrong: Unexpected) -> tuple[str, ...]:
    token = wrong.token
    if token is None:
        return ("a bracket may not be closed",) if "}" in wrong.expected or ")" in wrong.expected else ()
    if token.kind == "open":
        return ("a string is not closed; one that has line breaks needs three quotation marks",)
    if token.text == "<" and "an IRI" in wrong.expected:
        return ("an IRI has no spaces and none of < > { } | \\ ^ ` and quotation marks",)
    near = get_close_matches(token.text.upper(), [e for e in wrong.expected if e in KEYWORDS or e == "BASE"], 1)
    return (f"did you mean {near[0]}?",) if near and token.kind == "word" else ()


def lonely_variables(found: list[Token]) -> list[str]:
    """Name variables that occur once in a query that names what it selects: often a slip of the pen.

    In a pattern that is usual, and only said where another variable is called nearly the same; what is selected and
    occurs nowhere else has never a value.
    """
    if any(a.text.upper() in ("SELECT", "DISTINCT", "REDUCED") and b.text == "*" for a, b in pairwise(found)):
        return []
    counts = Counter(token.text[1:] for token in found if token.kind == "var")
    said: list[str] = []
    if len(counts) > MOST:
        return said
    chosen = selected(found)
    for name in (name for name, number in counts.items() if number == 1):
        near = get_close_matches(name, [other for other in counts if other != name], 1, 0.75)
        if near:
            said.append(f"the variable ?{name} occurs only once; is it ?{near[0]}?")
        elif name in chosen:
            said.append(f"the variable ?{name} is selected and occurs nowhere else, so it has no value")
    return said


def selected(found: list[Token]) -> set[str]:
    """Return the variables that the outermost SELECT names, without those to which it gives a value."""
    head = list(takewhile(lambda token: token.text != "{", found))
    clause = list(dropwhile(lambda token: token.text.upper() != "SELECT", head))
    return {token.text[1:] for before, token in pairwise(clause) if token.kind == "var" and before.text.upper() != "AS"}


def cross_products(group: Group, outer: frozenset[str] = frozenset()) -> list[str]:
    """Name patterns that share no variable: every solution of one is combined with every solution of the other."""
    islands = _islands([joined for joined in group.joined if joined][:MOST], outer)
    said = []
    if len(islands) > 1:
        parts = " and ".join("{" + ", ".join(f"?{name}" for name in sorted(island)) + "}" for island in islands)
        said = [f"patterns share no variable, so all their solutions are combined with each other: {parts}"]
    within = outer.union(*group.joined)
    return said + [
        hint for inner in group.inside for hint in cross_products(inner, frozenset() if inner.apart else within)
    ]


def _islands(sets: list[frozenset[str]], outer: frozenset[str]) -> list[frozenset[str]]:
    islands: list[frozenset[str]] = []
    for variables in sets:
        touching = [i for i in islands if i & variables or (i & outer and variables & outer)]
        islands = [i for i in islands if i not in touching] + [variables.union(*touching)]
    return islands


def unknown_terms(found: list[Token], release: ReleaseInfo) -> list[str]:
    """Name classes and properties of this graph's vocabularies that nothing in the release uses, with the nearest."""
    known = {*release.classes, *release.properties}
    namespaces = {_split(iri)[0] for iri in known}
    declared = {a.text[:-1]: b.text[1:-1] for a, b in pairwise(found) if a.kind == "name" and b.kind == "iri"}
    said: list[str] = []
    for token in dict.fromkeys(found):
        if len(said) >= MOST_UNKNOWN:
            break
        iri = resolve(token, declared) if token.kind in ("name", "iri") else ""
        namespace, local = _split(iri)
        if local and namespace in namespaces and iri not in known and not _is_instance(iri, release):
            near = get_close_matches(
                local, [_split(other)[1] for other in sorted(known) if other.startswith(namespace)], 1
            )
            meant = f"; did you mean {near[0]}?" if near else ""
            said.append(f"{token.text} is used by nothing in this release{meant}")
    return said


def _is_instance(iri: str, release: ReleaseInfo) -> bool:
    """Whether the IRI is of the graph's things rather than of a vocabulary (only vocabularies are complete lists)."""
    return iri.startswith(release.base) and "#" not in iri


def _split(iri: str) -> tuple[str, str]:
    cut = max(iri.rfind("#"), iri.rfind("/")) + 1
    return iri[:cut], iri[cut:]
