"""The vocabulary of the graph: `ontology check`."""

from __future__ import annotations

from typing import Annotated

import typer

from command.console import clear_errors, err, out, plain


def check_ontology(
    explained: Annotated[bool, typer.Option("--explained", help="Show also what is meant, with its reason.")] = False,
) -> None:
    """Check the ontology for known pitfalls, FAIR metadata and its use; exit code 1 when something is to mend."""
    from ontology import checks

    with clear_errors():
        found = checks.find(checks.read_vocabulary())
    open_ = checks.unexplained(found)
    for finding in open_:
        err.print(plain(f"{finding.code} {finding.severity} {finding.term}: {finding.message}"))
    for accepted in checks.ACCEPTED if explained else ():
        out.print(plain(f"{accepted.code} {accepted.term}: {accepted.reason}"))
    out.print(f"{len(checks.CHECKS)} checks, {len(open_)} findings, {len(found) - len(open_)} explained")
    raise typer.Exit(1 if open_ else 0)
