from __future__ import annotations

import hashlib
import zipfile
from datetime import date
from pathlib import Path

import pytest

from ingest.document import Contradiction
from ingest.errors import CollisionError, IngestError, SourceError
from ingest.parsing import parse_report
from ingest.sources import check_symbols, find_sources, read_source

SEED = Path(__file__).parents[2] / "data/sources/A-CONF.234-RPM.3-1.txt"
RESOLUTION = """General Assembly
Seventy-sixth session

Resolution adopted by the General Assembly on 16 December 2021

76/181.\tFourteenth Congress

The General Assembly,

Recalling its resolution 46/152 of 18 December 1991,

1. Takes note with appreciation of the report of the Fourteenth Congress;

2. Requests the Secretary-General to report to it.
"""


def put(folder: Path, name: str, content: str | bytes, toml: str | None = None) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    if toml is not None:
        path.with_suffix(".toml").write_text(toml, "utf-8")
    return path


def error_of(path: Path) -> str:
    """The message of what reading and parsing a file raises: one line that begins with its name."""
    with pytest.raises(IngestError) as caught:
        parse_report(read_source(path))
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith(path.name) or message.startswith(path.with_suffix(".toml").name)
    return message


def test_the_toml_says_what_the_report_does_not_say_of_itself() -> None:
    metadata = read_source(SEED).metadata
    assert metadata.symbol == "A/CONF.234/RPM.3/1"
    assert metadata.distributed == date(2019, 3, 7)
    assert metadata.language == "en"
    assert metadata.sha256 == hashlib.sha256(SEED.read_bytes()).hexdigest()
    assert metadata.title is not None and metadata.title.endswith("held in Santiago from 5 to 7 February 2019")
    assert metadata.stated == {"title", "language"}
    assert metadata.contradictions == ()


def test_a_resolution_says_itself_what_it_is(tmp_path: Path) -> None:
    metadata = read_source(put(tmp_path, "resolution.txt", RESOLUTION)).metadata
    assert metadata.symbol == "A/RES/76/181"
    assert metadata.title == "Fourteenth Congress"
    assert metadata.session == "Seventy-sixth session"
    assert metadata.adopted == date(2021, 12, 16)
    assert metadata.language == "en"
    assert metadata.stated == {"symbol", "title", "session", "adopted", "language"}


def test_the_toml_wins_and_the_contradiction_is_reported(tmp_path: Path) -> None:
    toml = 'symbol = "A/RES/76/182"\ntitle = "fourteenth congress"\nadopted = 2021-12-17\n'
    metadata = read_source(put(tmp_path, "resolution.txt", RESOLUTION, toml)).metadata
    assert (metadata.symbol, metadata.title, metadata.adopted) == (
        "A/RES/76/182",
        "fourteenth congress",
        date(2021, 12, 17),
    )
    assert metadata.contradictions == (
        Contradiction("symbol", "A/RES/76/181", "A/RES/76/182"),
        Contradiction("adopted", "2021-12-16", "2021-12-17"),
    )


@pytest.mark.parametrize(
    ("head", "symbol"),
    [
        ("Human Rights Council\nThirty-second session\n\n32/11. Internally displaced persons\n", "A/HRC/RES/32/11"),
        ("Resolution adopted by the Economic and Social Council\n\n2012/16.\tViolence\n", "E/RES/2012/16"),
        (
            "Resolution 2462 (2019)\n\nAdopted by the Security Council at its 8496th meeting, on 28 March 2019\n",
            "S/RES/2462(2019)",
        ),
        (
            "United Nations\n\nA/CONF.222/17\n\nDistr.: General\n21 July 2015\n\nReport of the Congress\n",
            "A/CONF.222/17",
        ),
    ],
)
def test_a_symbol_is_read_from_the_front(tmp_path: Path, head: str, symbol: str) -> None:
    text = f"{head}\nThe United Nations and the Members of it met in the city for the work that they had.\n"
    assert read_source(put(tmp_path, "document.txt", text)).metadata.symbol == symbol


def test_a_symbol_is_read_from_a_file_that_is_named_by_it(tmp_path: Path) -> None:
    path = put(tmp_path, "S_PRST_2018_16.txt", "Statement of the United Nations.\n\nIt was made.\n")
    assert read_source(path).metadata.symbol == "S/PRST/2018/16"


@pytest.mark.parametrize(
    ("name", "content", "toml", "message"),
    [
        ("a.txt", "", None, "a.txt: found an empty file, expected a document"),
        ("a.txt", " \n\t\n", None, "a.txt: found an empty file, expected a document"),
        ("a.txt", b"United Nations\ncaf\xe9\n", None, "a.txt: line 2: found byte 0xe9, which is not UTF-8, expected text in UTF-8 throughout"),
        ("a.txt", "United Nations".encode("utf-16"), None, "a.txt: byte 1: found text in UTF-16, expected text in UTF-8"),
        ("a.txt", b"United\x00Nations", None, "a.txt: line 1: found the control character U+0000, expected text"),
        ("a.jpg", b"\xff\xd8\xff", None, "a.jpg: found a file of kind “.jpg”, expected .txt, .md, .markdown, .docx, .pdf, .zip"),
        ("a.txt", "It was a dark and stormy night.", 'symbol = "A/1"', "a.txt: found no words of a United Nations document, expected a report or resolution"),
        ("a.txt", "<html><body>404 Not Found</body></html>", None, "a.txt: found no words of a United Nations document, expected a report or resolution"),
        ("a.txt", "The United Nations met.", None, "a.txt: found no symbol, neither in the text nor in a.toml, expected symbol = … in a.toml"),
        ("a.txt", "The United Nations met.", 'symbool = "A/1"', "a.toml: found the key “symbool”, expected one of symbol, title, language, distributed, adopted, session, sha256, source"),
        ("a.txt", "The United Nations met.", "symbol = 1", "a.toml: symbol: found 1, expected a text in quotation marks"),
        ("a.txt", "The United Nations met.", 'symbol = "A/1"\ndistributed = "7 March"', "a.toml: distributed: found '7 March', expected a date such as 2019-03-07"),
        ("a.txt", "The United Nations met.", 'symbol = "A/1"\ndistributed = 2019-03-07T10:00:00', "a.toml: distributed: found datetime.datetime(2019, 3, 7, 10, 0), expected a date such as 2019-03-07"),
        ("a.txt", "The United Nations met.", 'symbol = "no symbol"', "a.toml: symbol: found 'no symbol', expected a symbol such as A/CONF.234/RPM.3/1"),
        ("a.txt", "The United Nations met.", 'symbol = "A/1"\nsha256 = "12"', "a.toml: sha256: found '12', expected 64 hexadecimal digits in lower case"),
        ("a.txt", "The United Nations met.", 'symbol = "A/1"\nlanguage = "English"', "a.toml: language: found 'English', expected a language tag such as en"),
    ],
)  # fmt: skip
def test_a_wrong_file_ends_with_one_clear_line(
    tmp_path: Path, name: str, content: str | bytes, toml: str | None, message: str
) -> None:
    assert error_of(put(tmp_path, name, content, toml)) == message


def test_a_toml_that_is_none_is_refused(tmp_path: Path) -> None:
    assert "a.toml: found no TOML" in error_of(put(tmp_path, "a.txt", RESOLUTION, "symbol: A/1"))


def test_another_sha256_than_the_toml_tells_of_is_refused(tmp_path: Path) -> None:
    path = put(tmp_path, "a.txt", RESOLUTION, f'symbol = "A/1"\nsha256 = "{"0" * 64}"')
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert error_of(path) == f"a.txt: sha256: found {digest}, expected {'0' * 64}, as the .toml says"


def test_a_report_without_its_toml_is_refused(tmp_path: Path) -> None:
    message = error_of(put(tmp_path, SEED.name, SEED.read_bytes()))
    assert "found no symbol, neither in the text nor in A-CONF.234-RPM.3-1.toml" in message


def test_a_missing_file_a_folder_and_an_unreadable_file_are_refused(tmp_path: Path) -> None:
    assert error_of(tmp_path / "none.txt") == "none.txt: found no such file, expected a document"
    (tmp_path / "folder.txt").mkdir()
    assert error_of(tmp_path / "folder.txt") == "folder.txt: found a folder, expected a file"


def test_a_file_larger_than_any_document_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    assert error_of(path) == "large.txt: found a file of 104,857,600 bytes, expected at most 67,108,864"


def test_a_line_longer_than_any_document_is_refused(tmp_path: Path) -> None:
    path = put(tmp_path, "line.txt", "United Nations " * 100_000)
    assert (
        error_of(path) == "line.txt: line 1: found a line of 1,500,000 characters, expected lines of at most 1,000,000"
    )


def test_line_ends_and_a_byte_order_mark_are_no_part_of_the_text(tmp_path: Path) -> None:
    path = put(tmp_path, "a.txt", b"\xef\xbb\xbf" + RESOLUTION.replace("\n", "\r\n").encode())
    assert read_source(path).text == RESOLUTION


def test_folders_and_archives_are_searched_and_each_document_found_once(tmp_path: Path) -> None:
    put(tmp_path, "b.txt", RESOLUTION, 'symbol = "A/RES/76/181"')
    put(tmp_path, ".hidden.txt", RESOLUTION)
    (tmp_path / "below").mkdir()
    put(tmp_path / "below", "c.md", RESOLUTION)
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("x/d.txt", RESOLUTION)
        archive.writestr("x/d.toml", 'symbol = "A/RES/1/2"')
        archive.writestr("__MACOSX/x/._d.txt", b"\0")
    found = find_sources([tmp_path, tmp_path / "b.txt"])
    assert [source.name for source in found] == ["all.zip/x/d.txt", "b.txt", "c.md"]
    assert [read_source(source).metadata.symbol for source in found] == ["A/RES/1/2", "A/RES/76/181", "A/RES/76/181"]


def test_files_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        put(tmp_path / folder, "a.txt", f"{RESOLUTION}{folder}\n")
    names = [source.name for source in find_sources([tmp_path])]
    assert [name.rpartition("/")[0].rpartition("/")[2] for name in names] == ["one", "two"]


def test_the_digest_changes_with_the_document_and_with_its_toml(tmp_path: Path) -> None:
    def digest() -> str:
        return find_sources([path])[0].digest

    path = put(tmp_path, "a.txt", RESOLUTION)
    first = digest()
    assert digest() == first
    path.with_suffix(".toml").write_text('symbol = "A/RES/76/181"', "utf-8")
    second = digest()
    put(tmp_path, "a.txt", RESOLUTION + "\n")
    assert len({first, second, digest()}) == 3


def test_a_broken_archive_stands_for_itself_and_the_others_are_found(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", RESOLUTION)
    put(tmp_path, "b.zip", b"PK no archive")
    found = find_sources([tmp_path])
    assert [source.name for source in found] == ["a.txt", "b.zip"]
    assert read_source(found[0]).metadata.symbol == "A/RES/76/181"
    with pytest.raises(SourceError, match=r"^b\.zip: found a broken package \(.+\), expected a whole zip package$"):
        read_source(found[1])


def test_an_empty_archive_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w"):
        pass
    assert error_of(tmp_path / "a.zip").startswith("a.zip: found an archive without documents")


@pytest.mark.parametrize(
    ("second", "message"),
    [
        (("b.txt", "A/RES/1/1", "2"), "b.txt: found symbol A/RES/1/1 with another text than in a.txt, expected one text for a symbol"),
        (("b.txt", "A/RES/1/1", "1"), "b.txt: found symbol A/RES/1/1, which a.txt has already, expected a symbol of its own"),
        (("b.txt", "a/res/1/1 ", "2"), "b.txt: found symbol a/res/1/1 with another text than in a.txt, expected one text for a symbol"),
    ],
)  # fmt: skip
def test_symbols_that_collide_are_refused(second: tuple[str, str, str], message: str) -> None:
    with pytest.raises(CollisionError) as caught:
        check_symbols([("a.txt", "A/RES/1/1", "1"), second])
    assert str(caught.value) == message


def test_different_symbols_do_not_collide() -> None:
    check_symbols([("a.txt", "A/RES/1/1", "1"), ("b.txt", "A/RES/1/11", "1")])


def test_a_folder_without_documents_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"found no document, expected files \.txt, "):
        find_sources([tmp_path])
