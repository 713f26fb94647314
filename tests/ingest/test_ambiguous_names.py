"""Names that several instruments have, with the published reference data: the context decides, or nobody does."""

from __future__ import annotations

import pytest

from ingest.document import Metadata, SourceDocument
from ingest.gazetteer import Gazetteer
from ingest.mentions import find_mentions
from ingest.parsing import parse_report
from ontology.identifiers import instrument

CONGRESS = "United Nations Congress on Crime Prevention and Criminal Justice"
SYNERGIES = "Synergies and Responses: Strategic Alliances in Crime Prevention and Criminal Justice"
BANGKOK, DOHA = "Bangkok Declaration", "Doha Declaration"
DECIDED = [
    # by its full name before
    (f"The {BANGKOK} on {SYNERGIES} was adopted. The {BANGKOK} was recalled.", BANGKOK, "BANGKOK-DECLARATION-2005"),
    (f"The {DOHA} on the TRIPS Agreement and Public Health. The {DOHA} was recalled.", DOHA, "DOHA-DECLARATION-TRIPS"),
    # by the field of the document
    (f"The {BANGKOK} was recalled by the Eleventh {CONGRESS}.", BANGKOK, "BANGKOK-DECLARATION-2005"),
    (f"The Thirteenth {CONGRESS} adopted the {DOHA}.", DOHA, "DOHA-DECLARATION"),
]
OPEN = [
    (f"The Association of Southeast Asian Nations was founded by the {BANGKOK}.", BANGKOK),
    (f"The {BANGKOK} was recalled.", BANGKOK),
    (f"Ministers reaffirmed the {DOHA}.", DOHA),
    ("The Caracas Declaration was recalled.", "Caracas Declaration"),
]


def read(text: str, gazetteer: Gazetteer) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Return the entities of each wording, and the reasons of those left open."""
    source = SourceDocument("x.txt", f"United Nations\n\n1. {text}\n", Metadata("A/1", "en", "0" * 64))
    reading = find_mentions(parse_report(source), gazetteer)
    found: dict[str, list[str]] = {}
    for mention in reading.mentions:
        found.setdefault(mention.exact, []).append(mention.entity)
    return found, {span.exact: span.reason for span in reading.unresolved}


@pytest.mark.parametrize(("text", "name", "code"), DECIDED)
def test_the_context_tells_instruments_of_one_name_apart(text: str, name: str, code: str, gazetteer: Gazetteer) -> None:
    found, left_open = read(text, gazetteer)
    assert found[name] == [instrument(code)]
    assert name not in left_open


@pytest.mark.parametrize(("text", "name"), OPEN)
def test_where_nothing_tells_the_name_is_left_open(text: str, name: str, gazetteer: Gazetteer) -> None:
    found, left_open = read(text, gazetteer)
    assert name not in found
    assert "several meanings" in left_open[name]
