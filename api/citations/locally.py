"""Citations and quotations against a graph on this machine: what `crimecongress cite` and `crimecongress verify` do.

In come words, or a text full of citations; out come resolutions and checks, by the same engine that serves them.
"""

from __future__ import annotations

import asyncio
import csv
import io
import re
import tempfile
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from api.citations.citing import Resolver
from api.citations.resolving import Resolution
from api.citations.verifying import Check, Claim, named, verify
from api.engine import Engine
from api.settings import Settings
from api.site import Site

T = TypeVar("T")

QUOTED = re.compile(
    r"""
      “(?P<curly>[^”]{12,4000})” | "(?P<plain>[^"]{12,4000})"
    """,
    re.VERBOSE,
)
"""A quotation of some length in a text; shorter ones are names and titles."""

CITED = re.compile(
    r"""
      https?://\S+/(?:recommendation|agreement|commitment|document)/[^\s)\]>"”,;]+
    | \b[AE]/[A-Z0-9][A-Za-z0-9./()-]*[A-Za-z0-9)]
      ,?\s*(?:paras?\.|paragraphs?|§)\s*[0-9]+(?:\s*\([a-z]{1,2}\))?(?:\s*\([ivx]+\))?
    """,
    re.VERBOSE,
)
"""An address or a citation with a paragraph, as it stands in running text."""

NEAR = 300
"""Characters between a quotation and the citation that it belongs to, at most."""


class ClaimsError(ValueError):
    """A file in which there is nothing to verify; the message says what was looked for."""


def cite(words: Sequence[str], graph: Path) -> list[tuple[Resolution, list[str]]]:
    """Resolve citations; with each, how the graph cites what was found.

    Raises ReleaseUnreadable for a graph that is not there.
    """

    async def work(site: Site) -> list[tuple[Resolution, list[str]]]:
        names = await site.names()
        found = await Resolver(site).resolve(list(words))
        return [(each, [names.label(iri) for iri in each.iris]) for each in found]

    return _with(graph, work)


@dataclass(frozen=True, slots=True)
class Verified:
    """Checks, with what is needed to tell them to somebody."""

    checks: list[Check]
    labels: dict[str, str]
    """How the graph cites or calls the IRIs of the checks."""
    release: str
    """The version that they were compared with."""


def verify_claims(claims: Sequence[Claim], graph: Path) -> Verified:
    """Compare quotations with the graph.

    Raises ReleaseUnreadable for a graph that is not there.
    """

    async def work(site: Site) -> Verified:
        names = await site.names()
        resolved = await Resolver(site).resolve([claim.uri for claim in claims])
        checks = await verify(site.engine, site.moved, claims, resolved)
        labels = {iri: names.label(iri) for iri in named(checks)}
        return Verified(checks, labels, site.engine.release.version)

    return _with(graph, work)


def _with(graph: Path, work: Callable[[Site], Awaitable[T]]) -> T:
    """Do some work with an engine over a graph, and end the engine's processes."""

    async def run(cache: str) -> T:
        engine = Engine(Settings(graph=graph, workers=1, shutdown_seconds=1, cache=Path(cache)))
        await engine.start()
        try:
            return await work(Site(engine))
        finally:
            await engine.stop()

    with tempfile.TemporaryDirectory() as cache:
        return asyncio.run(run(cache))


def read_claims(path: Path) -> list[Claim]:
    """Read what a file claims: CSV with the columns uri and quotation, else quotations in a text with their citations.

    Raises ClaimsError when nothing is found or the file is no text in UTF-8, OSError when it cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ClaimsError(f"{path}: byte {error.start}: found no UTF-8, expected a text or CSV in UTF-8") from error
    claims = list(_from_table(text)) if path.suffix == ".csv" else list(find_claims(text))
    if not claims:
        wanted = (
            "rows with uri and quotation" if path.suffix == ".csv" else "a quotation in quotation marks near a citation"
        )
        raise ClaimsError(f"{path}: found nothing to verify, expected {wanted}")
    return claims


def _from_table(text: str) -> Iterator[Claim]:
    for row in csv.DictReader(io.StringIO(text, newline="")):
        if row.get("uri") and row.get("quotation"):
            yield Claim(row["uri"], row["quotation"])


def find_claims(text: str) -> Iterator[Claim]:
    """Yield each quotation of a text with the citation next to it, after it before one before it.

    >>> list(find_claims('It should "prevent youth crime" (A/CONF.234/RPM.3/1, para. 28 (c)).'))[0].uri
    'A/CONF.234/RPM.3/1, para. 28 (c)'
    """
    citations = list(CITED.finditer(text))
    for quoted in QUOTED.finditer(text):
        near = min(citations, key=lambda cited: _distance(quoted, cited), default=None)
        if near is not None and _distance(quoted, near) <= NEAR:
            words = quoted["curly"] or quoted["plain"]
            yield Claim(near[0].rstrip("."), " ".join(words.split()))


def _distance(quoted: re.Match[str], cited: re.Match[str]) -> int:
    """Return how far a citation is from a quotation; one before it counts as twice as far."""
    after, before = cited.start() - quoted.end(), quoted.start() - cited.end()
    return after if after >= 0 else 2 * before if before >= 0 else 0
