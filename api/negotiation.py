"""Content negotiation (RFC 9110, section 12.5.1): one header and what we offer in, the chosen type out.

Quality, specificity and media type parameters count; among equals our own order decides. `q=0` excludes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

RANGE = re.compile(r"\s*([!#$%&'*+.^_`|~\w-]+)/([!#$%&'*+.^_`|~\w-]+)\s*$")
PARAMETER = re.compile(r"""\s*([!#$%&'*+.^_`|~\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s"]*))\s*$""")
QUALITY = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$")
PIECES = {mark: re.compile(rf'(?:"(?:[^"\\]|\\.)*+"|[^{mark}])++') for mark in ",;"}
"""What stands between commas or semicolons; those inside quotation marks do not count."""
LONGEST = 4_096
"""Characters of a header that are read."""


@dataclass(frozen=True, slots=True)
class MediaRange:
    """One element of Accept."""

    type: str
    subtype: str
    parameters: frozenset[tuple[str, str]]
    quality: float

    @property
    def specificity(self) -> tuple[bool, bool, int]:
        """How narrow the range is: `*/*` < `text/*` < `text/html` < `text/html;level=1`."""
        return self.type != "*", self.subtype != "*", len(self.parameters)

    def matches(self, media_type: str) -> bool:
        """Whether an offered type, parameters included, falls into the range."""
        essence, *parameters = media_type.split(";")
        kind, _, subtype = essence.strip().lower().partition("/")
        if self.type not in ("*", kind) or self.subtype not in ("*", subtype):
            return False
        offered = {tuple(p.strip().lower().split("=", 1)) for p in parameters}
        # charset is no part of what the types here mean: all are UTF-8 and a client that names it gets it
        return all(name == "charset" or (name, value.lower()) in offered for name, value in self.parameters)


@lru_cache(maxsize=256)
def parse_accept(header: str) -> tuple[MediaRange, ...]:
    """Return the media ranges of an Accept header; an element that is not well formed is left out."""
    ranges = (_parse_range(element) for element in PIECES[","].findall(header[:LONGEST]))
    return tuple(found for found in ranges if found is not None)


def _parse_range(element: str) -> MediaRange | None:
    essence, *rest = PIECES[";"].findall(element) or [""]
    found = RANGE.match(essence)
    if found is None or (found[1] == "*" and found[2] != "*"):
        return None
    parameters, quality = [], 1.0
    for text in rest:
        parameter = PARAMETER.match(text)
        if parameter is None:
            continue
        name, value = (
            parameter[1].lower(),
            re.sub(r"\\(.)", r"\1", parameter[2]) if parameter[2] is not None else parameter[3],
        )
        if name == "q":
            quality = float(value) if QUALITY.match(value) else 0.0
            break  # what follows q is an extension of Accept, not of the media type
        parameters.append((name, value))
    return MediaRange(found[1].lower(), found[2].lower(), frozenset(parameters), quality)


def quality(ranges: Sequence[MediaRange], media_type: str) -> float:
    """Return the quality that the most specific matching range gives a type; 0 when none matches."""
    matching = [r for r in ranges if r.matches(media_type)]
    return max(matching, key=lambda r: r.specificity).quality if matching else 0.0


def choose(header: str | None, offered: Sequence[str]) -> int | None:
    """Return the place in `offered` of the best type for an Accept header, None when none is acceptable.

    No header, or an empty one, accepts everything (RFC 9110): the first offer is taken.
    """
    if not header or not header.strip():
        return 0
    ranges = parse_accept(header)
    qualities = [quality(ranges, media_type) for media_type in offered]
    best = max(qualities, default=0.0)
    return qualities.index(best) if best > 0 else None


def none_match(header: str | None, tag: str) -> bool:
    """Whether If-None-Match names this entity tag (weak comparison, RFC 9110, sections 8.8.3.2 and 13.1.2)."""
    if header is None:
        return False
    opaque = tag.removeprefix("W/")
    return header.strip() == "*" or any(item.strip().removeprefix("W/") == opaque for item in header.split(","))
