"""The command `crimecongress`: build, check, explain, query, cite, publish and serve the graph.

It puts the commands of the package `command` together; each stands there in the module of its family.
"""

from __future__ import annotations

from typing import Annotated

import typer

from command import asking, building, citing, comparing, keeping, loading, moving, releasing, vocabulary
from command.console import out

app = typer.Typer(
    name="crimecongress",
    help="Recommendations of the United Nations crime congresses as a knowledge graph.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
ontology = typer.Typer(help="The vocabulary of the graph.", no_args_is_help=True)
app.add_typer(ontology, name="ontology")

for call in (
    *(building.build, building.check, building.explain, building.quality),
    *(asking.query, asking.serve),
    *(citing.cite, citing.verify),
    *(releasing.publish, releasing.rollback, releasing.releases, comparing.diff),
    *(keeping.doctor, keeping.backup, keeping.restore, moving.push, moving.pull),
):
    app.command()(call)
load = typer.Typer(help="Vocabularies of others, each as a named graph of its own.", no_args_is_help=True)
app.add_typer(load, name="load")
load.command("sdg")(loading.load_sdg_vocabulary)
ontology.command("check")(vocabulary.check_ontology)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        out.print(f"crimecongress {version('crimecongress')}")
        raise typer.Exit


@app.callback()
def _options(
    _version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Recommendations of the United Nations crime congresses as a knowledge graph."""


def main() -> None:
    """Run the command."""
    app()


if __name__ == "__main__":
    main()
