"""An editor's mistake in the curated data stops the build, with the file, the line and the row."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ingest.errors import IngestError, ReferenceDataError
from ingest.reference import load_reference

FOLDER = Path(__file__).parents[2] / "data" / "reference"
UNCAC = "<instrument/UNCAC>\n    a cc:Treaty ;\n"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the curated data that a test may spoil."""
    return Path(shutil.copytree(FOLDER, tmp_path / "reference"))


def spoil(folder: Path, name: str, old: str, new: str) -> int:
    """Replace a text that stands once in a file; return the line where it began."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")
    return text.count("\n", 0, text.index(old)) + 1


def refusal(folder: Path) -> ReferenceDataError:
    with pytest.raises(ReferenceDataError) as caught:
        load_reference(folder)
    assert isinstance(caught.value, IngestError)
    assert "\n" not in str(caught.value)
    return caught.value


def test_an_untouched_copy_is_read(copy: Path) -> None:
    assert load_reference(copy) == load_reference(FOLDER)


def test_a_syntax_error_names_file_and_line(copy: Path) -> None:
    line = spoil(copy, "instruments.ttl", UNCAC, "<instrument/UNCAC>\n    a cc:Treaty\n")
    error = refusal(copy)
    assert error.file == str(copy / "instruments.ttl")
    assert error.place == f"line {line + 2}"  # where the parser meets the next predicate


def test_a_row_in_the_middle_of_a_file_is_named_with_its_line(copy: Path) -> None:
    line = spoil(copy, "bodies.ttl", "<body/AMERIPOL>\n    a cc:Body ;\n", "<body/AMERIPOL>\n    a cc:Police ;\n")
    error = refusal(copy)
    assert str(error) == (
        f"{copy / 'bodies.ttl'}: line {line}, <body/AMERIPOL>: "
        "found cc:Police, expected a term that the ontology defines"
    )


SOURCE = 'dcterms:source "x/1"'
NAME = 'skos:prefLabel "New"@en'


@pytest.mark.parametrize(
    ("statements", "found"),
    [
        ([SOURCE, NAME], "no class"),
        (["a cc:Body", NAME], "no dcterms:source"),
        (["a cc:Body", SOURCE], "no skos:prefLabel"),
        (["a cc:Body", SOURCE, 'skos:prefLabel "UNODC"@en'], "the name “unodc” of <body/UNODC>"),
        # marked on one of the two only
        (["a cc:Body", 'cc:ambiguousLabel "UNODC"', SOURCE, NAME], "the name “unodc” of <body/UNODC>"),
        (["a cc:Body", "cc:parentBody <body/NOBODY>", SOURCE, NAME], "a link to <body/NOBODY>"),
        (["a cc:Bodie", SOURCE, NAME], "cc:Bodie"),
        (["a cc:Body", "cc:parent <body/UN>", SOURCE, NAME], "cc:parent"),
    ],
)
def test_a_wrong_row_is_named(copy: Path, statements: list[str], found: str) -> None:
    path = copy / "bodies.ttl"
    text = path.read_text(encoding="utf-8") + "\n"
    path.write_text(text + "<body/NEW>\n    " + " ;\n    ".join(statements) + " .\n", encoding="utf-8")
    error = refusal(copy)
    assert (error.file, error.place) == (str(path), f"line {text.count(chr(10)) + 1}, <body/NEW>")
    assert error.found == found


def test_one_name_may_be_claimed_twice_when_both_rows_say_so(copy: Path) -> None:
    (copy / "more.ttl").write_text(
        "@base <https://w3id.org/crimecongress/> .\n"
        "@prefix cc: <https://w3id.org/crimecongress/ontology#> .\n"
        "@prefix dcterms: <http://purl.org/dc/terms/> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        '<instrument/OTHER> a cc:DeclarationInstrument ; dcterms:source "x/1" ; skos:prefLabel "Other"@en ;\n'
        '    cc:ambiguousLabel "Doha Declaration" ; skos:altLabel "Doha Declaration"@en .\n',
        encoding="utf-8",
    )
    assert load_reference(copy)


def test_two_rows_for_one_resource_are_refused_with_both_places(copy: Path) -> None:
    shutil.copy(copy / "persons.ttl", copy / "persons2.ttl")
    error = refusal(copy)
    assert error.file == str(copy / "persons2.ttl")
    assert "<person/pia-greene>" in error.place
    assert str(copy / "persons.ttl") in error.found


def test_a_blank_node_is_refused(copy: Path) -> None:
    spoil(copy, "instruments.ttl", UNCAC, UNCAC + "    cc:adoptedBy [ a cc:Body ] ;\n")
    assert refusal(copy).found == "a blank node"


def test_a_file_that_is_not_utf8_is_refused(copy: Path) -> None:
    path = copy / "persons.ttl"
    path.write_bytes(path.read_text(encoding="utf-8").encode("latin-1"))
    assert refusal(copy).file == str(path)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path).found == "no .ttl file"


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "nowhere").found == "no .ttl file"
