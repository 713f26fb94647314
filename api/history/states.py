"""The states of one resource as a page: in which releases it was, and where something about it changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.pages.model import Page, Thing
from releases import literals
from releases.difference import TEXT
from releases.folder import N_QUADS, Releases
from releases.subjects import lines_of, values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.addresses import Addresses
    from api.history.memento import Memento


@dataclass(frozen=True, slots=True)
class State:
    """A resource in one release."""

    thing: Thing
    at: str
    note: str
    """How it differs from the state before."""
    wording: str = ""
    """Its wording, where that is another one than before."""


@dataclass(frozen=True, slots=True)
class StatesPage(Page):
    """The states of a resource, the newest first."""

    iri: Thing | None = None
    states: tuple[State, ...] = ()
    timemap: str = ""


def states_page(
    releases: Releases, iri: str, label: str, path: str, mementos: Sequence[Memento], at: Addresses
) -> StatesPage:
    """Return the page of a resource's states."""
    found: list[State] = []
    before: list[bytes] = []
    for memento in mementos:
        lines = lines_of(releases.folder / memento.entry.version / N_QUADS, iri)
        found.append(_state(memento, before, lines))
        before = lines
    return StatesPage(
        title=f"History of {label}",
        description=f"The states that {label} had in the releases that were published.",
        trail=(Thing(at.local(""), "Home"), Thing(at.local(path), label), Thing("", "History")),
        iri=Thing(at.local(path), label),
        states=tuple(reversed(found)),
        timemap=at.local(f"timemap/{path}"),
    )


def _state(memento: Memento, before: list[bytes], lines: list[bytes]) -> State:
    old, new = _wording(before), _wording(lines)
    if not before:
        note = "the first"
    elif old != new:
        note = "reworded"
    else:
        note = "as before" if before == lines else "changed in what is said of it"
    thing = Thing(memento.url, memento.entry.version)
    return State(thing, f"{memento.entry.at:%-d %B %Y, %H:%M} UTC", note, new if new != old else "")


def _wording(lines: list[bytes]) -> str:
    found = values(lines, TEXT)
    return literals.text(found[0]) if found else ""
