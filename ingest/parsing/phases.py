"""Front, preamble, body: where in a document or annex words stand, as the words themselves tell."""

from __future__ import annotations

import re
from enum import Enum, auto

from ingest.parsing.units import COMMA, Unit

ORGAN = re.compile(
    r"[\"“‘']?(?:The (?:General Assembly|Economic and Social Council|(?:(?:Human Rights|Security|Governing) )?Council"
    r"|(?:Commission|Conference|Committee)\b.{0,80}|States Parties\b.{0,60}|(?:.{0,60} )?Congress\b.{0,60})[,.]?"
    r"|We,? .{0,300},)$"
)
"""The line that opens a preamble: "The General Assembly,", "We, Heads of State and Government, …,"."""
OPERATIVE = re.compile(r"(?:(?:Also|Further|Hereby|Solemnly) )?[A-Z][a-z]+(?<!ou)(?<!s)s\b(?! ago)")
"""First word of an operative paragraph that has no number: "Adopts", "Endorses", "Recommends"."""
FORMULA = re.compile(r"\b(?:declares?|agreed?|agree|adopts?|proclaims?|resolves?|commit)\b.{0,120}:$", re.IGNORECASE)
"""The clause that closes a preamble: "Declare the following:", "Have agreed as follows:"."""
SENTENCE, CLAUSE = 40, 90
"""Characters from which words that end with a full stop, or otherwise, are running text and no line of the front."""


class Phase(Enum):
    """Where in a document or annex the words stand."""

    FRONT = auto()
    PREAMBLE = auto()
    BODY = auto()


def is_clause(unit: Unit, phase: Phase) -> bool:
    """Tell whether words are a clause of a preamble."""
    if ends_with_comma(unit):
        return True
    if OPERATIVE.match(unit.text):
        return False
    return phase is Phase.PREAMBLE or bool(FORMULA.search(unit.text))


def ends_with_comma(unit: Unit) -> bool:
    """Tell whether words end as a clause of a preamble does."""
    return bool(COMMA.search(unit.text[-12:]))


def begins_body(unit: Unit) -> bool:
    """Tell whether words are too long a sentence for a line of the front."""
    if unit.last.endswith((".", ".”", "?", "!")):
        return unit.size > SENTENCE
    return unit.size > CLAUSE and (unit.ended or ends_with_comma(unit))
