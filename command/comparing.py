"""Compare two releases: `diff`."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from command.console import clear_errors, out, plain
from command.releasing import RELEASES

if TYPE_CHECKING:
    from releases.difference import Change, Difference


class DifferenceFormat(StrEnum):
    """How `diff` prints what differs."""

    TEXT = "text"
    JSON = "json"
    PATCH = "patch"


def diff(
    old: Annotated[str, typer.Argument(help="A release: its version, or the beginning of it, or its folder.")],
    new: Annotated[str, typer.Argument(help="Another.")],
    in_: Annotated[Path, typer.Option("--in", help="The folder of releases.")] = RELEASES,
    format_: Annotated[
        DifferenceFormat, typer.Option("--format", help="What to print: words, JSON, or an RDF Patch.")
    ] = DifferenceFormat.TEXT,
) -> None:
    """Show what differs between two releases: what was added, withdrawn and reworded."""
    from releases.difference import compare, patch
    from releases.facts import read_facts
    from releases.folder import N_QUADS, Releases, is_release

    with clear_errors():
        before, after = (
            Path(name).resolve() if is_release(Path(name)) else Releases(in_).path(name) for name in (old, new)
        )
        if format_ is DifferenceFormat.PATCH:
            sys.stdout.buffer.writelines(patch(before, after, read_facts(after / N_QUADS).base))
        elif format_ is DifferenceFormat.JSON:
            sys.stdout.write(json.dumps(asdict(compare(before, after)), ensure_ascii=False, indent=2) + "\n")
        else:
            _print(compare(before, after))


def _print(found: Difference) -> None:
    """Print what differs for a reader."""
    for graph in found.graphs:
        out.print(plain(f"{graph.added:>+8,} {-graph.deleted:>+8,}  {graph.graph}"))
    for change in found.changes:
        _print_change(change)
    for kind, what, number in found.evidence:
        out.print(f"{what}: {number:,} of class {kind}")
    if not found.graphs:
        out.print("no difference")


def _print_change(change: Change) -> None:
    from releases.difference import What

    out.print(plain(f"{change.what}: {change.kind} {change.name or change.iri}"))
    if change.what is What.REWORDED:
        out.print(plain(f"  - {change.old}\n  + {change.new}"))
