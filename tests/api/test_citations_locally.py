from __future__ import annotations

from pathlib import Path

import pytest

from api.citations.locally import ClaimsError, cite, find_claims, read_claims, verify_claims
from api.citations.verifying import Claim

SMALL = Path(__file__).parent / "data" / "small.trig"
REPORT = "A/CONF.234/RPM.3/1"

# a text as somebody writes it about the report: three quotations, two of them with their citations
TEXT = f"""The Meeting asked States to “focus crime prevention strategies and activities on root causes” ({REPORT},
para. 28 (c)). In {REPORT}, paragraph 28 (e), it wanted them to "gather and use good statistics on crime and justice".

A title such as "Kyoto" is no quotation, and this one stands alone, far from any document:
{"x" * 400} “quoted from nowhere in particular”. {"x" * 400}
"""


def test_quotations_of_a_text_are_paired_with_the_citations_beside_them() -> None:
    assert list(find_claims(TEXT)) == [
        Claim(f"{REPORT},\npara. 28 (c)", "focus crime prevention strategies and activities on root causes"),
        Claim(f"{REPORT}, paragraph 28 (e)", "gather and use good statistics on crime and justice"),
    ]


def test_a_document_full_of_citations_is_verified_without_a_server(tmp_path: Path) -> None:
    file = tmp_path / "brief.txt"
    file.write_text(TEXT, encoding="utf-8")
    checks = verify_claims(read_claims(file), SMALL).checks
    # the report writes "Focus", with a capital letter
    assert [check.verdict.value for check in checks] == ["differs", "differs"]
    assert [words for kind, words in checks[1].difference if kind == "gone"] == ["good "]


def test_a_table_of_quotations_is_read_by_its_columns(tmp_path: Path) -> None:
    file = tmp_path / "claims.csv"
    file.write_text(f'uri,quotation\n"{REPORT}, para. 28 (e)",reliable statistics\n', encoding="utf-8")
    assert [check.verdict.value for check in verify_claims(read_claims(file), SMALL).checks] == ["part"]


@pytest.mark.parametrize(("name", "text"), [("a.txt", "nothing quoted"), ("a.csv", "uri\nx\n"), ("a.csv", "")])
def test_a_file_with_nothing_to_verify_is_an_error_that_says_what_was_looked_for(
    tmp_path: Path, name: str, text: str
) -> None:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ClaimsError, match="expected"):
        read_claims(file)


def test_citations_are_resolved_without_a_server() -> None:
    found = cite([f"{REPORT} para 28(e)", "Kyoto Declaration"], SMALL)
    assert found[0][1][0] == f"{REPORT}, para. 28 (e)"
    assert found[1][0].iris == ("https://w3id.org/crimecongress/instrument/KYOTO-DECLARATION",)
