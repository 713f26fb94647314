"""What the commands print with: results on standard output; progress, warnings and errors on standard error."""

from __future__ import annotations

from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.table import Table

from ontology.files import folder

if TYPE_CHECKING:
    from collections.abc import Iterator

out = Console(soft_wrap=True, emoji=False)
err = Console(stderr=True, soft_wrap=True, highlight=False, emoji=False)

PUBLISHED = folder("graph")
"""The release that comes along: of the checkout, or of the installed copy."""
MOVED = folder("graph").parent / "moved.ttl"
"""The table of moved and withdrawn URIs that comes along."""
THE_PUBLISHED = "the graph that comes along"
"""How help names it, in place of a long path."""


class Validator(StrEnum):
    """The SHACL engines: shifty is fast, pyshacl is the reference."""

    SHIFTY = "shifty"
    PYSHACL = "pyshacl"


@contextmanager
def clear_errors() -> Iterator[None]:
    """Turn what the user can mend into one line on stderr and exit code 2."""
    try:
        yield
    except Exception as error:
        if not isinstance(error, _mendable()):
            raise
        err.print(f"[bold red]error:[/] {plain(str(error))}")
        raise typer.Exit(2) from None


def _mendable() -> tuple[type[Exception], ...]:
    """Return the errors that the user can mend; who meets none of them does not import them."""
    from api.citations.locally import ClaimsError
    from api.engine.errors import ReleaseUnreadable, SettingError
    from api.local import QueryError
    from ingest.errors import IngestError
    from ontology.checks.vocabulary import UnreadableError
    from ontology.identifiers import IdentifierError
    from releases.errors import ReleaseError
    from shapes import DataError

    return (
        *(IngestError, IdentifierError, QueryError, ReleaseUnreadable),
        *(ClaimsError, SettingError, DataError, UnreadableError, ReleaseError, OSError),
    )


def plain(text: str) -> str:
    """Escape what Rich would take for markup: symbols such as `[label]` stand in our messages."""
    from rich.markup import escape

    return escape(text)


def table(names: list[str], rows: list[list[str]]) -> Table:
    """Return a table of texts, none of them cut short."""
    drawn = Table()
    for name in names:
        drawn.add_column(plain(name), overflow="fold")
    for row in rows:
        drawn.add_row(*(plain(cell) for cell in row))
    return drawn
