"""The files that travel with the code are found from the code."""

from __future__ import annotations

import pytest

from ontology.files import folder, ontology_file


def test_the_sources_are_found_beside_the_code() -> None:
    assert (folder("sources") / "A-CONF.234-RPM.3-1.txt").is_file()


def test_a_folder_of_another_name_is_refused() -> None:
    with pytest.raises(KeyError):
        folder("secrets")


def test_a_missing_file_of_the_ontology_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"nothing\.ttl"):
        ontology_file("nothing.ttl")
