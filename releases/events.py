"""What a release changed, thing by thing, as members of an event stream (LDES): each is the new version of a thing.

A member is the thing as of the release, `release/<version>/as-of/<path>`: it is `dcterms:isVersionOf` the thing, has
the date of publishing and all statements about the thing; of a withdrawn one it says that it is. Whoever takes the
members of all releases, oldest first, and keeps the last of each thing, has the current state. Evidence is not a thing
here: mentions, attributions and statements stand in the parts that carry them, and in the dumps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from ontology.terms import DCTERMS, OWL, XSD
from releases.folder import N_QUADS
from releases.subjects import side_by_side

LDES, TREE = "https://w3id.org/ldes#", "https://w3id.org/tree#"
MEMBER, VERSION_OF, MODIFIED, DEPRECATED = (
    f"<{name}>".encode()
    for name in (f"{TREE}member", f"{DCTERMS}isVersionOf", f"{DCTERMS}modified", f"{OWL}deprecated")
)
TRUE = f'"true"^^<{XSD}boolean>'.encode()
NOTHING = Path("/dev/null")
"""The quads of the release before the first."""
NO_THING = re.compile(rb"/(?:mention|attribution)/[0-9]+-[0-9]+>|/statement/[0-9a-f]{12}>|[#]")
"""Evidence, and what only stands within another thing."""


def events(old: Path | None, new: Path, base: str, stream: str, at: datetime) -> Iterator[bytes]:
    """Yield as N-Triples the members that a release adds to a stream: what differs from the release before.

    The releases are folders; without one before, everything is new.
    """
    date = f'"{at:%Y-%m-%dT%H:%M:%SZ}"^^<{XSD}dateTime>'.encode()
    before = old / N_QUADS if old is not None else NOTHING
    for subject, was, now in side_by_side(before, new / N_QUADS):
        if was != now and _is_thing(subject, base.encode()):
            member = f"<{base}release/{new.name}/as-of/".encode() + subject[1 + len(base) :]
            yield b"<%b> %b %b .\n" % (stream.encode(), MEMBER, member)
            yield b"%b %b %b .\n" % (member, VERSION_OF, subject)
            yield b"%b %b %b .\n" % (member, MODIFIED, date)
            yield from _said(member, subject, now) if now else (b"%b %b %b .\n" % (member, DEPRECATED, TRUE),)


def _is_thing(subject: bytes, base: bytes) -> bool:
    begins = subject[1 : 1 + len(base)] == base
    path = subject[1 + len(base) :]
    return begins and not path.startswith((b"release/", b"graph/", b"ontology")) and not NO_THING.search(path)


def _said(member: bytes, subject: bytes, lines: list[bytes]) -> Iterator[bytes]:
    """Yield the statements about a thing, without their graphs, about its version."""
    triples = dict.fromkeys(line[len(subject) : -3].rpartition(b" ")[0] for line in lines)
    yield from (member + triple + b" .\n" for triple in triples)
