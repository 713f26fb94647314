"""What a build tells whoever watches it: its steps, how far they are, and what it noticed."""

from __future__ import annotations

from typing import Protocol


class Reporter(Protocol):
    """Receives the progress of a build."""

    def step(self, name: str, total: int) -> None:
        """A step of that name begins; it consists of so many pieces."""

    def advance(self, item: str) -> None:
        """A piece of the current step is done: the symbol of a document, or what else it was."""

    def warn(self, message: str) -> None:
        """Something does not stop the build, but an editor should see it."""


class Silent:
    """A reporter that tells nobody."""

    def step(self, name: str, total: int) -> None:
        """Say nothing."""

    def advance(self, item: str) -> None:
        """Say nothing."""

    def warn(self, message: str) -> None:
        """Say nothing."""
