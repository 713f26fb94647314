"""Vocabularies of others in the graph: `load sdg`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from command.console import PUBLISHED, THE_PUBLISHED, clear_errors, err, out, plain


def load_sdg_vocabulary(
    source: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="The Turtle file, or a folder of such, as the United Nations publish it."),
    ],
    graph: Annotated[
        Path, typer.Option(help="The graph that was built, or its folder.", show_default=THE_PUBLISHED)
    ] = PUBLISHED,
) -> None:
    """Add the United Nations' vocabulary of the Sustainable Development Goals to the graph; name its faults.

    Later builds into the same folder carry it on.
    """
    from ingest.build import FILE
    from ingest.loading import load_vocabulary
    from ingest.sdg import load_sdg

    with clear_errors():
        report, triples = load_sdg(source)
        file = graph / FILE if graph.is_dir() else graph
        loaded = load_vocabulary(file, "sdg", triples, source.name)
    for fault in report.faults:
        err.print(plain(f"{fault.subject}: {fault.found}: {fault.done}"))
    counts = Table.grid(padding=(0, 2))
    found = {"Goals": report.goals, "targets": report.targets, "indicators": report.indicators}
    for name, count in {**found, "triples": loaded.triples, "faults": len(report.faults)}.items():
        counts.add_row(f"{count:>9,}", name)
    out.print(counts)
    out.print(f"loaded into {plain(str(file))} as {loaded.graph} (release {loaded.version})")
