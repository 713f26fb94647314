"""What a remote server says when it has no whole answer: by its status, or in the head of an answer with status 200."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from api.engine.errors import AnswerTooLarge, BadQuery, DeadlineExceeded, EngineError, UpstreamFailed
from api.engine.evaluate import PLACE

if TYPE_CHECKING:
    import httpx

WORDS = re.compile(r"\s+")


def cut_short(headers: Mapping[str, str]) -> EngineError | None:
    """Return why an answer of Virtuoso with the status 200 may be but a part of one, as its header fields tell."""
    if "s1tat" in headers.get("x-sql-state", "").lower():
        return DeadlineExceeded("the engine stopped the query at its own time limit")
    if (most := headers.get("x-sparql-maxrows")) is not None:
        return AnswerTooLarge(f"the engine sends {most} rows at most; ask for fewer, with LIMIT")
    return None


def refusal(got: httpx.Response) -> EngineError:
    """Return the error that the server's refusal is."""
    told = WORDS.sub(" ", got.text).strip()[:500]
    if got.status_code == 400:
        place = PLACE.search(told)
        return BadQuery(place[3], int(place[1]), int(place[2])) if place else BadQuery(told)
    if got.status_code in (408, 504):
        return DeadlineExceeded("the engine stopped the query at its own time limit")
    return UpstreamFailed(f"the engine answered with status {got.status_code}: {told}")
