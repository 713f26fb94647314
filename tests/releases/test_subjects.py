from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

from hypothesis import given
from hypothesis import strategies as st

from releases.sorting import sort_lines
from releases.subjects import lines_of, side_by_side

NAMES = st.lists(st.text("ab/.é", min_size=1, max_size=4), max_size=30)


def lines(names: list[str]) -> list[bytes]:
    """Sorted N-Quads about things of these names, two lines each."""
    return sorted(f'<x:{name}> <x:p> "{n}" <x:g> .\n'.encode() for name in set(names) for n in (1, 2))


@given(NAMES, st.sampled_from(["a", "b", "a/b", "é", "ab"]))
def test_bisection_finds_the_lines_that_a_search_finds(names: list[str], wanted: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "graph.nq"
        path.write_bytes(b"".join(lines(names)))
        expected = [line for line in lines(names) if line.startswith(f"<x:{wanted}> ".encode())]
        assert lines_of(path, f"x:{wanted}") == expected


def test_two_files_are_read_side_by_side(tmp_path: Path) -> None:
    old, new = tmp_path / "old.nq", tmp_path / "new.nq"
    old.write_bytes(b"".join(lines(["a", "a/b", "c"])))
    new.write_bytes(b"".join(lines(["a", "b", "c"])))
    found = {subject.decode(): (len(before), len(after)) for subject, before, after in side_by_side(old, new)}
    assert found == {"<x:a>": (2, 2), "<x:a/b>": (2, 0), "<x:b>": (0, 2), "<x:c>": (2, 2)}


@given(st.lists(st.sampled_from([b"a\n", b"b\n", b"\xc3\xa9\n", b"aa\n"]), max_size=40), st.integers(1, 5))
def test_lines_are_sorted_whether_or_not_they_fit_into_memory(given_lines: list[bytes], most: int) -> None:
    assert list(sort_lines(given_lines, Path(gettempdir()), most)) == sorted(set(given_lines))
