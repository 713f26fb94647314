"""Citations and quotations against the graph: `cite` and `verify`."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from command.console import PUBLISHED, THE_PUBLISHED, clear_errors, err, out, plain

if TYPE_CHECKING:
    from api.citations.locally import Verified
    from api.citations.resolving import Resolution
    from api.citations.verifying import Check


class VerifyFormat(StrEnum):
    """How `verify` prints what it found."""

    TEXT = "text"
    CSV = "csv"
    JSON = "json"


def cite(
    citations: Annotated[list[str], typer.Argument(help="Citations, symbols, names or URIs, in any usual spelling.")],
    graph: Annotated[Path, typer.Option(help="The graph to look in.", show_default=THE_PUBLISHED)] = PUBLISHED,
) -> None:
    """Find the URI that a citation means; exit code 1 when one is unknown or may mean several things."""
    from api.citations import locally
    from api.citations.resolving import Outcome

    with clear_errors():
        found = locally.cite(citations, graph)
    for resolution, labels in found:
        _show_resolution(resolution, labels)
    raise typer.Exit(0 if all(each.outcome is Outcome.FOUND for each, _ in found) else 1)


def _show_resolution(resolution: Resolution, labels: list[str]) -> None:
    """Print what a citation means; what it may mean goes to standard error."""
    from api.citations.resolving import Outcome

    pairs = [plain(f"{iri}  {label}") for iri, label in zip(resolution.iris, labels, strict=True)]
    if resolution.outcome is Outcome.FOUND:
        out.print(pairs[0], highlight=False)
        return
    said = {Outcome.SEVERAL: "may mean:", Outcome.UNKNOWN: "is unknown", Outcome.UNREADABLE: "is no citation"}
    reason = f" ({resolution.reason})" if resolution.reason else ""
    nearest = "; nearest:" if pairs and resolution.outcome is not Outcome.SEVERAL else ""
    err.print(plain(f"“{resolution.words}” {said[resolution.outcome]}{reason}{nearest}"))
    for pair in pairs:
        err.print(f"  {pair}")


def verify(
    file: Annotated[
        Path, typer.Argument(help="A text with quotations and their citations, or CSV with the columns uri, quotation.")
    ],
    graph: Annotated[Path, typer.Option(help="The graph to compare with.", show_default=THE_PUBLISHED)] = PUBLISHED,
    format_: Annotated[VerifyFormat, typer.Option("--format", help="How to print the result.")] = VerifyFormat.TEXT,
) -> None:
    """Compare the quotations of a file with the wording that they cite; exit code 1 when one does not stand there."""
    from api.citations import locally
    from api.citations.verify_pages import table
    from api.citations.verifying import TRUE, described

    with clear_errors():
        found = locally.verify_claims(locally.read_claims(file), graph)
    match format_:
        case VerifyFormat.TEXT:
            _show_checks(found)
        case VerifyFormat.CSV:
            sys.stdout.write(table(found.checks, found.labels))
        case VerifyFormat.JSON:
            rows = [described(check, found.release, found.labels) for check in found.checks]
            sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
    raise typer.Exit(0 if all(check.verdict in TRUE for check in found.checks) else 1)


def _show_checks(found: Verified) -> None:
    """Print a line for each quotation, more where something is to mend, and the count of both."""
    from api.citations.verifying import TRUE

    for check in found.checks:
        place = found.labels.get(check.iri) or check.claim.uri
        out.print(plain(f"{check.verdict.value}: {place}: “{check.claim.quotation}”"), highlight=False)
        if check.verdict not in TRUE:
            _show_what_stands_there(check, found.labels)
    wrong = sum(check.verdict not in TRUE for check in found.checks)
    noun = "quotation" if len(found.checks) == 1 else "quotations"
    out.print(f"{len(found.checks)} {noun}, {wrong} to mend (release {found.release})", highlight=False)


def _show_what_stands_there(check: Check, labels: dict[str, str]) -> None:
    marks = {"gone": "[-{}-]", "new": "{{+{}+}}", "same": "{}"}
    if check.difference:
        words = "".join(marks[kind].format(piece) for kind, piece in check.difference)
        out.print(plain(f"  wording: {words.rstrip()}"), highlight=False)
    for iri in check.elsewhere:
        out.print(plain(f"  stands in: {labels[iri]} <{iri}>"), highlight=False)
    for iri in check.nearest:
        out.print(plain(f"  nearest: {labels[iri]} <{iri}>"), highlight=False)
