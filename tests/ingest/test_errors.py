from __future__ import annotations

import pickle

import pytest

from ingest.errors import CollisionError, IngestError, ReadingError, ReferenceDataError, SourceError, ValidationError


@pytest.mark.parametrize("kind", [SourceError, CollisionError, ReadingError, ReferenceDataError, ValidationError])
def test_every_error_is_one_line_that_says_file_place_found_and_expected(kind: type[IngestError]) -> None:
    error = kind("a.txt", "para 7", "line one\nline two", "one line")
    assert str(error) == "a.txt: para 7: found line one line two, expected one line"
    assert (error.file, error.place, error.expected) == ("a.txt", "para 7", "one line")


def test_an_error_crosses_a_process_boundary_whole() -> None:
    error = pickle.loads(pickle.dumps(ReadingError("a.txt", "para 7", "8", "7")))
    assert (type(error), str(error)) == (ReadingError, "a.txt: para 7: found 8, expected 7")
