from __future__ import annotations

import hashlib
import zipfile
from datetime import date
from pathlib import Path

import pytest

from ingest import sources
from ingest.document import Contradiction
from ingest.errors import CollisionError, IngestError, SourceError
from ingest.parsing import parse_report
from ingest.readers.package import open_package
from ingest.sources import Symbols, find_sources, read_source

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
    assert message.startswith((path.name, path.with_suffix(".toml").name))
    return message


def claim(*documents: tuple[str, str, str]) -> None:
    symbols = Symbols()
    for document in documents:
        symbols.claim(*document)


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


FRENCH = (
    "Résolution adoptée par l'Assemblée générale\n\nL'Assemblée générale des Nations Unies,\n\nRappelant la résolution"
)
FRENCH += (
    " dans laquelle elle a décidé que les États et les organisations du système prendraient les mesures pour la paix,\n"
)
SPANISH = "La Asamblea General de las Naciones Unidas,\n\nRecordando la resolución en que decidió que los Estados y las"
SPANISH += " organizaciones de la comunidad internacional adoptaran una estrategia del desarrollo y de la justicia,\n"
RUSSIAN = "Генеральная Ассамблея Организации Объединенных Наций, ссылаясь на свою резолюцию A/RES/56/119,\n"
CHINESE = "联合国大会，回顾其第56/119号决议，\n"
ARABIC = "إن الجمعية العامة للأمم المتحدة، إذ تشير إلى قرارها 56/119،\n"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (FRENCH, "French (fr)"),
        (SPANISH, "Spanish (es)"),
        (RUSSIAN, "Russian (ru)"),
        (CHINESE, "Chinese (zh)"),
        (ARABIC, "Arabic (ar)"),
    ],
)
def test_a_document_in_another_language_is_refused(tmp_path: Path, text: str, language: str) -> None:
    assert error_of(put(tmp_path, "A_RES_80_1.txt", text)) == (
        f"A_RES_80_1.txt: language: found {language}, expected English, the one language that is read; "
        'if it is English, language = "en" in A_RES_80_1.toml'
    )


def test_a_toml_can_say_that_a_document_is_english_after_all(tmp_path: Path) -> None:
    metadata = read_source(put(tmp_path, "A_RES_80_1.txt", FRENCH, 'language = "en"\n')).metadata
    assert metadata.contradictions == (Contradiction("language", "fr", "en"),)


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (
            "Item 109 of the provisional agenda\n\nCrime prevention\n\nReport of the Secretary-General\n",
            "Crime prevention",
        ),
        ("Work programme for\n2014–2015\n\nNote by the Secretariat\n", "Work programme for 2014–2015"),
        ("Agenda item 5\n\nReport of the Secretary-General\n", None),
        ("Resolution 2462 (2019)\n\nAdopted by the Security Council\n", "Resolution 2462 (2019)"),
        ("Statement by the President of the Security Council\n", "Statement by the President of the Security Council"),
    ],
)
def test_a_title_is_read_from_the_front(tmp_path: Path, head: str, title: str | None) -> None:
    text = f"{head}\nThe United Nations and the Members of it met in the city for the work that they had.\n"
    assert read_source(put(tmp_path, "A_79_1.txt", text)).metadata.title == title


def test_a_symbol_is_read_from_a_file_that_is_named_by_it(tmp_path: Path) -> None:
    path = put(tmp_path, "S_PRST_2018_16.txt", "Statement of the United Nations.\n\nIt was made.\n")
    assert read_source(path).metadata.symbol == "S/PRST/2018/16"


UN = "The United Nations met."
KEYS = "symbol, title, language, distributed, adopted, session, sha256, source"
A_DATE = "a date such as 2019-03-07"


@pytest.mark.parametrize(
    ("name", "content", "place", "found", "expected"),
    [
        ("a.txt", "", "", "an empty file", "a document"),
        ("a.txt", " \n\t\n", "", "an empty file", "a document"),
        ("a.txt", b"UN\ncaf\xe9\n", "line 2: ", "byte 0xe9, which is not UTF-8", "text in UTF-8 throughout"),
        ("a.txt", UN.encode("utf-16"), "byte 1: ", "text in UTF-16", "text in UTF-8"),
        ("a.txt", b"United\x00Nations", "line 1: ", "the control character U+0000", "text"),
        ("a.jpg", b"\xff\xd8\xff", "", "a file of kind “.jpg”", ".txt, .md, .markdown, .docx, .pdf, .zip"),
        ("a.txt", "It was a dark night.", "", "no words of a United Nations document", "a report or resolution"),
        ("a.txt", "<html>404</html>", "", "no words of a United Nations document", "a report or resolution"),
        ("a.txt", UN, "", "no symbol, neither in the text nor in a.toml", "symbol = … in a.toml"),
    ],
)
def test_a_wrong_file_ends_with_one_clear_line(
    tmp_path: Path, name: str, content: str | bytes, place: str, found: str, expected: str
) -> None:
    assert error_of(put(tmp_path, name, content)) == f"{name}: {place}found {found}, expected {expected}"


@pytest.mark.parametrize(
    ("toml", "place", "found", "expected"),
    [
        ('symbool = "A/1"', "", "the key “symbool”", f"one of {KEYS}"),
        ("symbol = 1", "symbol: ", "1", "a text in quotation marks"),
        ('distributed = "7 March"', "distributed: ", "'7 March'", A_DATE),
        ("adopted = 2019-03-07T10:00:00", "adopted: ", "datetime.datetime(2019, 3, 7, 10, 0)", A_DATE),
        ('symbol = "no symbol"', "symbol: ", "'no symbol'", "a symbol such as A/CONF.234/RPM.3/1"),
        ('sha256 = "12"', "sha256: ", "'12'", "64 hexadecimal digits in lower case"),
        ('language = "English"', "language: ", "'English'", "a language tag such as en"),
    ],
)
def test_a_wrong_toml_ends_with_one_clear_line(
    tmp_path: Path, toml: str, place: str, found: str, expected: str
) -> None:
    assert error_of(put(tmp_path, "a.txt", UN, toml)) == f"a.toml: {place}found {found}, expected {expected}"


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
    ("symbol", "digest", "found", "expected"),
    [
        ("A/RES/1/1", "2", "symbol A/RES/1/1 with another text than in a.txt", "one text for a symbol"),
        ("A/RES/1/1", "1", "symbol A/RES/1/1, which a.txt has already", "a symbol of its own"),
        ("a/res/1/1 ", "2", "symbol a/res/1/1 with another text than in a.txt", "one text for a symbol"),
    ],
)
def test_symbols_that_collide_are_refused(symbol: str, digest: str, found: str, expected: str) -> None:
    with pytest.raises(CollisionError) as caught:
        claim(("a.txt", "A/RES/1/1", "1"), ("b.txt", symbol, digest))
    assert str(caught.value) == f"b.txt: found {found}, expected {expected}"


def test_different_symbols_do_not_collide() -> None:
    claim(("a.txt", "A/RES/1/1", "1"), ("b.txt", "A/RES/1/11", "1"))


def test_a_document_that_was_refused_claims_nothing() -> None:
    symbols = Symbols()
    symbols.claim("a.txt", "A/RES/1/1", "1")
    with pytest.raises(CollisionError):
        symbols.claim("b.txt", "A/RES/1/1", "2")
    with pytest.raises(CollisionError, match=r"with another text than in a\.txt"):
        symbols.claim("c.txt", "A/RES/1/1", "2")


def test_a_folder_without_documents_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"found no document, expected files \.txt, "):
        find_sources([tmp_path])


def test_an_archive_is_opened_once_to_find_its_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for number in range(5):
            archive.writestr(f"{number}.txt", f"1. Paragraph {number}.")
    opened = []
    monkeypatch.setattr(sources, "open_package", lambda *given: opened.append(given) or open_package(*given))
    assert len(find_sources([tmp_path])) == 5
    assert len(opened) == 1
