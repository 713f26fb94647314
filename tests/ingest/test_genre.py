from __future__ import annotations

import pytest

from ingest.document import Metadata, Report, SourceDocument
from ingest.parsing import parse_report

HEAD = "1/2. Title\n\nThe General Assembly,\n\nRecalling it,\n\n"
PARAGRAPHS = "".join(f"{number}. It was so in the field of crime prevention.\n\n" for number in range(1, 13))
ARTICLES = "".join(f"Article {n}\nTitle\n\n1. Each State Party shall do so.\n\n2. It may.\n\n" for n in range(1, 7))
PROCEEDINGS = f"I. Attendance\n\n{PARAGRAPHS}II. Adoption of the report\n\n13. The Committee adopted its report.\n"


def parse(text: str, symbol: str) -> Report:
    return parse_report(SourceDocument("made.txt", text, Metadata(symbol, "en", "0" * 64)))


@pytest.mark.parametrize(
    ("text", "symbol", "genre", "reason"),
    [
        (
            f"Report of the Committee on Crime\n\n{PROCEEDINGS}",
            "A/CONF.1/1",
            "meeting-report",
            "“report of the” meeting in its title, and headings such as “Attendance” and “Adoption of the report”",
        ),
        (
            f"Report of the Secretary-General on the Congress\n\n{PROCEEDINGS}",
            "A/1/2",
            "report",
            "13 numbered paragraphs",
        ),
        (
            f"{HEAD}1. Decides so.\n",
            "A/RES/1/2",
            "resolution",
            "a preamble of The General Assembly and operative paragraphs",
        ),
        (
            f"{HEAD}1. Adopts it.\n\nAnnex\n\nDeclaration on it\n\n1. We do so.\n",
            "A/RES/1/2",
            "resolution",
            "a preamble of The General Assembly and operative paragraphs, with “Declaration on it” annexed",
        ),
        (f"Convention against Crime\n\n{ARTICLES}", "A/1/2", "convention", "6 articles that bind States Parties"),
        (
            "Resolution 1 (2019)\n\nThe Security Council,\n\nRecalling it,\n\n1. Decides so.\n",
            "S/RES/1(2019)",
            "other",
            "a document of the Security Council, which has no part in the programme of the crime congresses",
        ),
        (
            "Dear Mr. President,\n\nI have the honour to write to you about it at some length, as you will see.\n",
            "A/1/2",
            "other",
            "neither the paragraphs of a report nor the preamble of a resolution",
        ),
    ],
)
def test_each_genre_is_known_by_its_signs(text: str, symbol: str, genre: str, reason: str) -> None:
    report = parse(text, symbol)
    assert (report.genre, report.genre_reason.split(";")[0]) == (genre, reason)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("crime prevention and Criminal Justice", "names crime prevention and criminal justice 2 times"),
        ("the law of the sea", "does not name the field of crime"),
    ],
)
def test_the_reason_says_whether_the_field_is_named(words: str, expected: str) -> None:
    report = parse(f"1/2. Title\n\nThe General Assembly,\n\nRecalling {words},\n\n1. Decides so.\n", "A/RES/1/2")
    assert report.genre_reason.endswith(f"; {expected}")
