"""Quotations compared with what the graph has: equal, a part of it, other wording, found elsewhere, moved, gone.

Works over anything that answers a SELECT, so that the service and the command verify alike.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from api.citations.resolving import Outcome, Resolution
from ontology.identifiers import BASE, ONTOLOGY

if TYPE_CHECKING:
    from api.description import Asker
    from api.moved import Moved

LONGEST = 20_000
"""Characters of a quotation."""

ALIKE = 0.5
"""Least share of a quotation's words that stand in the wording, in order, for the two to be versions of one."""

PHRASE = 8
"""Words of a quotation by which it is looked for elsewhere."""


class Verdict(StrEnum):
    """What became of a quotation."""

    EQUAL = "equal"
    """The quotation is the current wording."""
    PART = "part"
    """The quotation stands in the current wording."""
    TYPOGRAPHY = "typography"
    """They differ in spaces, dashes, quotation marks or the final stop only."""
    DIFFERS = "differs"
    ELSEWHERE = "elsewhere"
    """The wording at the address is another; the quotation stands elsewhere in the graph."""
    NOT_FOUND = "not-found"
    """The wording at the address is quite another, and the quotation stands nowhere."""
    NO_WORDING = "no-wording"
    """What the address identifies has no wording of its own."""
    GONE = "gone"
    UNKNOWN = "unknown"


TRUE = frozenset({Verdict.EQUAL, Verdict.PART, Verdict.TYPOGRAPHY})
"""What lets a quotation stand as it is."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody says stands somewhere."""

    uri: str
    """An address or a citation."""
    quotation: str


@dataclass(frozen=True, slots=True)
class Wording:
    """The current wording of a part or an outcome."""

    text: str
    document: str
    digest: str
    """Of the source, "sha256:…"."""


@dataclass(frozen=True, slots=True)
class Check:
    """A claim and what was found."""

    claim: Claim
    verdict: Verdict
    iri: str = ""
    moved: bool = False
    """Whether the address was moved to `iri`."""
    wording: Wording | None = None
    span: tuple[int, int] | None = None
    """Where the quotation stands in the wording: code points, half-open."""
    difference: tuple[tuple[str, str], ...] = ()
    """Pieces of both: ("same" | "gone" | "new", words); gone: only in the quotation, new: only in the wording."""
    elsewhere: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()


def named(checks: Sequence[Check]) -> list[str]:
    """Return the IRIs that some checks name."""
    return [iri for check in checks for iri in (check.iri, *check.elsewhere, *check.nearest) if iri]


async def verify(asker: Asker, moved: Moved, claims: Sequence[Claim], resolved: Sequence[Resolution]) -> list[Check]:
    """Compare claims, whose addresses or citations have been resolved, with the graph."""
    meant = [_meant(each, moved) for each in resolved]
    wordings = await read_wordings(asker, [iri for iris, _ in meant for iri in iris])
    targets = [
        (_likeliest(iris, wordings, claim.quotation.strip()), was_moved)
        for claim, (iris, was_moved) in zip(claims, meant, strict=True)
    ]
    checks = []
    for claim, resolution, (iri, was_moved) in zip(claims, resolved, targets, strict=True):
        if claim.uri.strip() in moved.tombstones:
            checks.append(Check(claim, Verdict.GONE, claim.uri.strip()))
        elif not iri:
            checks.append(Check(claim, Verdict.UNKNOWN, nearest=resolution.iris))
        elif iri not in wordings:
            checks.append(Check(claim, Verdict.NO_WORDING, iri, was_moved))
        else:
            checks.append(await _compared(asker, claim, iri, wordings[iri], moved=was_moved))
    return checks


def _meant(resolution: Resolution, moved: Moved) -> tuple[tuple[str, ...], bool]:
    """Return the IRIs that a claim may be about, and whether it was moved there; none when it is not known."""
    words = resolution.words.strip()
    if words in moved.targets:
        return (moved.targets[words],), True
    known = resolution.outcome in (Outcome.FOUND, Outcome.SEVERAL)
    return (resolution.iris if known else ()), False


def _likeliest(iris: Sequence[str], wordings: Mapping[str, Wording], quotation: str) -> str:
    """Return the first of several in whose wording a quotation stands ("paras. 28 (e) and (f)"), else the first."""
    has = (i for i in iris if i in wordings and compare(quotation, wordings[i].text)[0] is not Verdict.DIFFERS)
    return next(has, iris[0] if iris else "")


async def read_wordings(asker: Asker, iris: Sequence[str]) -> dict[str, Wording]:
    """Return the current wording of those of some IRIs that have one, with the digest of its source."""
    if not iris:
        return {}
    nodes = " ".join(str(NamedNode(iri)) for iri in dict.fromkeys(iris))
    rows = await asker.select(
        f"""PREFIX cc: <{ONTOLOGY}>
SELECT ?iri ?text ?document ?digest WHERE {{
  VALUES ?iri {{ {nodes} }} ?iri cc:text ?text .
  OPTIONAL {{ ?iri cc:inDocument ?document . OPTIONAL {{ ?document cc:sourceDigest ?digest }} }}
}}"""
    )
    return {
        row["iri"].value: Wording(
            row["text"].value,
            row["document"].value if "document" in row else "",
            row["digest"].value if "digest" in row else "",
        )
        for row in rows
    }


async def _compared(asker: Asker, claim: Claim, iri: str, wording: Wording, *, moved: bool) -> Check:
    quotation = claim.quotation.strip()
    verdict, span = compare(quotation, wording.text)
    if verdict is not Verdict.DIFFERS:
        return Check(claim, verdict, iri, moved, wording, span)
    elsewhere = tuple(each for each in await find_elsewhere(asker, quotation) if each != iri)
    if elsewhere:
        return Check(claim, Verdict.ELSEWHERE, iri, moved, wording, elsewhere=elsewhere)
    pieces = difference(quotation, wording.text)
    shared = sum(len(words.split()) for kind, words in pieces if kind == "same")
    if shared < ALIKE * len(quotation.split()):
        return Check(claim, Verdict.NOT_FOUND, iri, moved, wording)
    return Check(claim, verdict, iri, moved, wording, difference=pieces)


def compare(quotation: str, wording: str) -> tuple[Verdict, tuple[int, int] | None]:
    """Compare a quotation with a wording.

    >>> compare("youth crime", "Prevent youth crime;")
    (<Verdict.PART: 'part'>, (8, 19))
    """
    if quotation == wording:
        return Verdict.EQUAL, (0, len(wording))
    if quotation and quotation in wording:
        start = wording.index(quotation)
        return Verdict.PART, (start, start + len(quotation))
    if plain(quotation) and plain(quotation) == plain(wording):
        return Verdict.TYPOGRAPHY, None
    return Verdict.DIFFERS, None


_SIGNS = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "‑": "-", "\u00a0": " "})


def plain(text: str) -> str:
    """Return a text with simple quotation marks, dashes and spaces, without its final stop.

    >>> plain("“rule of  law”;") == plain('"rule of law"')
    True
    """
    return " ".join(text.translate(_SIGNS).split()).rstrip(" .;,:")


def difference(quotation: str, wording: str) -> tuple[tuple[str, str], ...]:
    """Return what a quotation and a wording share and where they part, word by word.

    What the wording has before and after the quoted place is left out: a quotation may be a part.

    >>> difference("the rule of law", "the good rule of law")
    (('same', 'the '), ('new', 'good '), ('same', 'rule of law'))
    """
    old, new = (re.findall(r"\S+\s*", text) for text in (quotation, wording))
    pieces: list[tuple[str, str]] = []
    bare_old, bare_new = ([word.strip() for word in words] for words in (old, new))
    for kind, a, b, c, d in SequenceMatcher(None, bare_old, bare_new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(("same", "".join(new[c:d])))
        else:
            pieces += [(name, "".join(words)) for name, words in (("gone", old[a:b]), ("new", new[c:d])) if words]
    kept = pieces[1:] if pieces and pieces[0][0] == "new" else pieces
    return tuple(kept[:-1] if kept and kept[-1][0] == "new" else kept)


async def find_elsewhere(asker: Asker, quotation: str, limit: int = 5) -> list[str]:
    """Return the parts and outcomes in whose wording a quotation stands: found by its first words, then compared."""
    words = re.findall(r"\w+", quotation)[:PHRASE]
    if len(words) < 3:
        return []
    phrase = Literal('"' + " ".join(words) + '"')
    rows = await asker.select(
        f"""PREFIX cc: <{ONTOLOGY}>
PREFIX text: <{BASE}text#>
SELECT DISTINCT ?iri WHERE {{
  SERVICE <{BASE}text> {{ ?iri text:query {phrase} ; text:limit 50 }}
  ?iri cc:text ?text FILTER(CONTAINS(?text, {Literal(quotation)}))
}} ORDER BY ?iri LIMIT {limit}"""
    )
    return [row["iri"].value for row in rows]


def described(check: Check, release: str, labels: Mapping[str, str]) -> dict[str, object]:
    """Return a check as a JSON object."""
    body: dict[str, object] = {
        "uri": check.claim.uri,
        "quotation": check.claim.quotation,
        "verdict": check.verdict.value,
    }
    if check.iri:
        body |= {"id": check.iri, "citation": labels.get(check.iri, ""), "moved": check.moved}
    if check.wording:
        body |= {"wording": check.wording.text, "document": check.wording.document, "source": check.wording.digest}
    if check.span:
        body |= {"start": check.span[0], "end": check.span[1]}
    if check.difference:
        body["difference"] = [{"kind": kind, "words": words} for kind, words in check.difference]
    for key, iris in (("elsewhere", check.elsewhere), ("nearest", check.nearest)):
        body |= {key: [{"id": iri, "citation": labels.get(iri, "")} for iri in iris]} if iris else {}
    return body | {"release": release}
