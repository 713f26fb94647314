"""Write the pages of docs/reference that follow from the code: `python docs/write_reference.py`.

The command from its Typer declarations, the settings from `api.settings`, the JSON API from its collections. A test
compares what is committed with what this writes, so the pages cannot say anything else than the code does.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, get_args, get_type_hints

import typer
from typer.models import ArgumentInfo, OptionInfo

if TYPE_CHECKING:
    from api.records.shape import Collection

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT / "docs" / "reference"
SHOWN_AS = {str(ROOT / "data" / "graph"): "the graph that comes along"}
"""Defaults that depend on where the copy is, and what the pages say instead."""

MACHINE = {
    "graph": "the graph that comes along",
    "workers": "processor cores, at least 2",
    "cache": "`$XDG_CACHE_HOME/crimecongress`, else `crimecongress-<user id>` in the temporary folder",
}
"""Settings whose defaults are found when the service starts."""


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a Markdown table."""
    names = list(head)
    lines = [names, ["---"] * len(names), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


# -- the command -------------------------------------------------------------------------------------------------


def command_page() -> str:
    """Return docs/reference/command.md."""
    import crimecongress

    found = list(commands(crimecongress.app))
    parts = [
        "# The command",
        (
            f"`crimecongress`: {crimecongress.app.info.help} This page is written from the code by "
            "`python docs/write_reference.py`."
        ),
        table(("command", "what it does"), ((f"[`{name}`](#{_anchor(name)})", _help(call)) for name, call in found)),
        "What the user can mend is one line on standard error: `error: FILE: PLACE: found …, expected …`.",
        table(("exit code", "meaning"), EXITS),
        *(_command(name, call) for name, call in found),
    ]
    return "\n\n".join(parts) + "\n"


EXITS = (
    ("0", "done; for `check`: no violation; for `doctor`: sound"),
    ("1", "`check`: the graph breaks a shape; `doctor`: something is wrong with the releases"),
    ("2", "the command could not be carried out; nothing was published"),
)


def commands(app: typer.Typer, before: str = "") -> Iterator[tuple[str, Callable[..., object]]]:
    """Yield each command by its words, and the function that it calls."""
    for command in app.registered_commands:
        if command.callback is not None:
            yield before + (command.name or command.callback.__name__.replace("_", "-")), command.callback
    for group in app.registered_groups:
        if group.typer_instance is not None:
            yield from commands(group.typer_instance, f"{before}{group.name or group.typer_instance.info.name} ")


def parameters(call: Callable[..., object]) -> Iterator[tuple[str, Parameter, object]]:
    """Yield the name, the declaration and the default of each argument and option."""
    hints = get_type_hints(call, include_extras=True)
    for name, parameter in inspect.signature(call).parameters.items():
        kind, declared = get_args(hints[name])[:2]
        yield name, Parameter(kind, declared), parameter.default


@dataclass(frozen=True)
class Parameter:
    """One argument or option as the code declares it."""

    kind: object
    declared: ArgumentInfo | OptionInfo

    def shown(self, name: str) -> str:
        """Return what is typed: "--out", "[SOURCES…]"."""
        if isinstance(self.declared, OptionInfo):
            # Typer takes the first word of an annotated option for a default until it builds the command
            given = [word for word in (self.declared.default, *(self.declared.param_decls or ())) if _is_option(word)]
            option = str(given[0]) if given else f"--{name.replace('_', '-')}"
            return f"{option}, --no-{option[2:]}" if self.kind is bool and "/" not in option else option
        return (str(self.declared.metavar or name)).upper() + ("…" if "list[" in str(self.kind) else "")

    @property
    def meaning(self) -> str:
        """Return the help, and the values where there are only some."""
        words = " ".join(str(self.declared.help).split())
        if isinstance(self.kind, type) and issubclass(self.kind, StrEnum):
            return f"{words} One of {', '.join(f'`{value}`' for value in self.kind)}."
        return words


def _is_option(word: object) -> bool:
    return isinstance(word, str) and word.startswith("--")


def _help(call: Callable[..., object]) -> str:
    return (inspect.getdoc(call) or "").partition("\n\n")[0].replace("\n", " ")


def _anchor(name: str) -> str:
    return name.replace(" ", "-")


def _command(name: str, call: Callable[..., object]) -> str:
    found = list(parameters(call))
    arguments = [
        each.shown(key) if default is inspect.Parameter.empty else f"[{each.shown(key)}]"
        for key, each, default in found
        if isinstance(each.declared, ArgumentInfo)
    ]
    usage = f"```text\n{' '.join(['crimecongress', name, '[OPTIONS]', *arguments])}\n```"
    rows = [(f"`{each.shown(key)}`", _default(default), each.meaning) for key, each, default in found]
    return f"## {name}\n\n{_help(call)}\n\n{usage}\n\n{table(('parameter', 'default', 'meaning'), rows)}"


def _default(default: object) -> str:
    if default is inspect.Parameter.empty:
        return "must be given"
    if default is None or isinstance(default, bool):
        return "" if default is None else ("yes" if default else "no")
    return SHOWN_AS.get(str(default), f"`{default}`")


# -- the settings ------------------------------------------------------------------------------------------------

SETTINGS = """# Settings of the service

Each is an environment variable, or a line `VARIABLE=value` in the file that `CRIMECONGRESS_SETTINGS` names (default:
`crimecongress.env` in the folder in which the service is started). The environment wins over the file. What a client
meets of them stands in the service description at `/sparql`, too. How to set them up: [deploy](../how-to/deploy.md).
This page is written from `api/settings.py` by `python docs/write_reference.py`.

{table}

An empty default means: not set. `crimecongress serve` takes graph, host and port from its own arguments
([the command](command.md#serve)), which win over `CRIMECONGRESS_GRAPH`.
"""


def settings_page() -> str:
    """Return docs/reference/settings.md."""
    from api.settings import described

    rows = (
        (f"`{each.variable}`", MACHINE.get(each.name) or (f"`{each.default}`" if each.default else ""), each.meaning)
        for each in described()
    )
    return SETTINGS.format(table=table(("variable", "default", "meaning"), rows))


# -- the JSON API ------------------------------------------------------------------------------------------------

RECORDS = """# The JSON API

`GET /api/v1/<list>` answers a list, `GET /api/v1/<list>/<path>` one member; `/api/` is a short name of `/api/v1/`.
An answer names the release that it was computed on (`release`) and the SPARQL query that gives the same members
(`sparql`). `/openapi.json` describes every parameter and record for programs. This page is written from the code by
`python docs/write_reference.py`.

Several values of one filter, separated by commas, are alternatives; several filters must all hold. A thing is given
by its code, symbol, name, path or IRI: `UNTOC`, `16.a`, `A/CONF.234/RPM.3/1`. What is unknown is an error that names
the nearest, never an empty list.

## Parameters of every list

{table}

"""


def records_page() -> str:
    """Return docs/reference/json-api.md."""
    from api.records.collections import COLLECTIONS
    from api.records.reading import LEVELS, LIMIT, MOST, MOST_ROWS

    common = (
        ("limit", f"members of a page, 1 to {MOST} (default {LIMIT}); as CSV to {MOST_ROWS:,}"),
        ("after, before", "cursor of the next or previous page; taken from `next`, `previous` or the Link header"),
        ("sort", "one of the list's orders; with `-` before it, backwards"),
        ("fields", "keys of a record to keep, separated by commas"),
        ("include", "`evidence`, or keys whose linked things are written out"),
        ("facets", "facets to count, separated by commas, or `all`"),
        ("evidence", f"only statements of these levels, in filters, facets and records: {', '.join(LEVELS)}"),
        ("format", "`json` or `csv`; wins over the Accept header"),
    )
    head = RECORDS.format(table=table(("parameter", "meaning"), ((f"`{name}`", said) for name, said in common)))
    return head + "\n\n".join(_collection(collection) for collection in COLLECTIONS.values()) + "\n"


def _collection(collection: Collection) -> str:
    name, example = collection.name, collection.example
    filters = collection.filters
    rows = ((f"`{each.name}`", each.description, f"`{each.example}`" if each.example else "") for each in filters)
    facets = ", ".join(f"`{each.name}`" for each in collection.facets)
    orders = ", ".join(f"`{each}`" for each in collection.orders)
    return "\n\n".join(
        (
            f"## {name}",
            f"{collection.description} One of them: `/api/v1/{name}/{example}`.",
            table(("filter", "keeps", "example"), rows),
            f"Facets: {facets}. Orders: {orders}.",
        )
    )


PAGES = {"command.md": command_page, "settings.md": settings_page, "json-api.md": records_page}
"""What is written, and by which function."""


def main() -> None:
    """Write the pages."""
    sys.path.insert(0, str(ROOT))
    for name, page in PAGES.items():
        (REFERENCE / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
