"""Lines are spread over files in the order in which they come, however little may wait in memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from releases.spreading import Spread


@pytest.mark.parametrize("most", [0, 5, 1_000])
def test_each_file_has_its_lines_in_order(most: int, tmp_path: Path) -> None:
    spread = Spread(tmp_path, most)
    for number in range(10):
        spread.add(f"deep/{number % 3}", b"%d\n" % number)
    spread.write()
    files = {path.relative_to(tmp_path).as_posix(): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert files == {"deep/0": b"0\n3\n6\n9\n", "deep/1": b"1\n4\n7\n", "deep/2": b"2\n5\n8\n"}
