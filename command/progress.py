"""The steps of a build on the terminal."""

from __future__ import annotations

from typing import Self

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from command.console import err, plain


class Rate(ProgressColumn):
    """How many pieces of a step are done in a second."""

    def render(self, task: Task) -> Text:
        """Return the rate; nothing before there is one."""
        rate = task.finished_speed or task.speed
        return Text(f"{rate:.1f}/s" if rate else "")


class Steps:
    """Show the steps of a build as they pass: a bar on a terminal, a line each elsewhere."""

    def __init__(self) -> None:
        self._progress = Progress(
            TextColumn("{task.description:>9}"),
            BarColumn(),
            MofNCompleteColumn(),
            Rate(),
            TextColumn("{task.fields[item]}"),
            TimeElapsedColumn(),
            TimeRemainingColumn(elapsed_when_finished=True, compact=True),
            console=err,
            disable=not err.is_terminal,
        )
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def step(self, name: str, total: int) -> None:
        """A step of that name begins; it consists of so many pieces."""
        self._task = self._progress.add_task(name, total=total, item="")
        if self._progress.disable:
            err.print(f"{name:>9}: {total}")

    def advance(self, item: str) -> None:
        """A piece of the current step is done."""
        if self._task is not None:
            self._progress.update(self._task, advance=1, item=item)

    def warn(self, message: str) -> None:
        """Something does not stop the build, but an editor should see it."""
        err.print(f"[yellow]warning:[/] {plain(message.removeprefix('warning: '))}")
