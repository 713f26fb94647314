"""Texts that are there whole or not at all, and digests of files: what `releases.durable` does with bytes.

A reader of the published graph, and a build that was killed, find the old content or the new one, never a part.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from releases.durable import digest, write


def publish(path: Path, pieces: Iterable[str]) -> None:
    """Replace a file's content by the pieces, in order; on any error the file stays what it was.

    Raises OSError when the folder cannot be made or written to.
    """
    write(path, (piece.encode() for piece in pieces))


digest_of_file = digest
