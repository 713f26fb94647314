"""What is counted and sorted once for a release, so that common queries need not do it each time.

Beside the index of texts, in the same file: how often each value of a property with few values occurs, for each class
and in all; the beginning of the sorted values of each property whose values are plain strings; and whether the index
of texts holds every value of the properties that it is of. `rewriting` uses them.
"""

from __future__ import annotations

import heapq
import sqlite3
from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox

from ontology.terms import RDF, XSD

VERSION = 1
"""Written into the file as SQLite's user_version; a file of another version is used without its summaries."""
WORTH = 100_000
"""Triples from which on a release has summaries: a smaller one is scanned sooner than they are made."""
LONGEST = 8_000
"""Characters up to which a word is surely indexed whole, whatever they are."""
FEW, HEAD = 500, 2_000
"""Different values up to which a property's are counted; how many are kept sorted."""


class Summaries:
    """The summaries of one release."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        (version,) = database.execute("PRAGMA user_version").fetchone()
        self.there = version == VERSION
        self._words: str | None = None

    @property
    def whole(self) -> bool:
        """Whether every statement of a searched property is in the index of texts: an IRI with a literal."""
        return self.there and bool(self._database.execute("SELECT whole FROM state").fetchone()[0])

    @property
    def texts(self) -> int:
        """How many literals are indexed."""
        return int(self._database.execute("SELECT coalesce(max(id), 0) FROM literal").fetchone()[0])

    def counts(self, class_: str, property_: str) -> list[tuple[str, int]] | None:
        """Return the values of a property with the number of their subjects, of a class or ("") of any.

        None: the property has too many different values to be counted.
        """
        if (
            not self.there
            or not self._database.execute("SELECT 1 FROM counted WHERE property = ?", (property_,)).fetchone()
        ):
            return None
        asked = "SELECT value, number FROM share WHERE class = ? AND property = ?"
        return self._database.execute(asked, (class_, property_)).fetchall()

    def head(self, property_: str, number: int) -> list[str] | None:
        """Return the first so many values of a property, sorted; None: they are not plain strings, or not kept."""
        if not self.there:
            return None
        asked = "SELECT value FROM head WHERE property = ? ORDER BY place LIMIT ?"
        found = [value for (value,) in self._database.execute(asked, (property_, number))]
        return found or None

    def containing(self, needles: Iterable[str], property_: str, most: int) -> list[str] | None:
        """Return the resources of which some word in the property contains one of the needles, and maybe more.

        A needle is of ASCII letters and digits. None: there are more than `most`, or it cannot be known.
        """
        if not self.whole:
            return None
        words = {word for needle in needles for word in self._words_with(needle.lower())}
        if not words:
            return []
        if len(words) > FEW:
            return None
        expression = "words : (" + " OR ".join(f'"{word}"' for word in sorted(words)) + ")"
        asked = (
            "SELECT resource FROM entry JOIN literal ON literal.id = entry.rowid "
            "WHERE entry MATCH ? AND property = ? LIMIT ?"
        )
        rows = self._database.execute(asked, (expression, property_, most + 1)).fetchall()
        return None if len(rows) > most else sorted({resource for (resource,) in rows})

    def _words_with(self, needle: str) -> set[str]:
        """Return the words of the index in which the needle stands."""
        if self._words is None:
            self._database.execute(
                "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, entry, col)"
            )
            found = self._database.execute("SELECT term FROM temp.vocabulary WHERE col = 'words'")
            self._words = "\n" + "\n".join(term for (term,) in found) + "\n"
        words, at = set(), self._words.find(needle)
        while at >= 0:
            begin, end = self._words.rfind("\n", 0, at) + 1, self._words.find("\n", at)
            words.add(self._words[begin:end])
            at = self._words.find(needle, end)
        return words


def write(database: sqlite3.Connection, store: ox.Store, searched: Iterable[str]) -> None:
    """Add the summaries of a store to the index of its texts."""
    database.executescript("""
        CREATE TABLE state (whole INTEGER);
        CREATE TABLE counted (property TEXT PRIMARY KEY);
        CREATE TABLE share (class TEXT, property TEXT, value TEXT, number INTEGER);
        CREATE TABLE head (property TEXT, place INTEGER, value TEXT, PRIMARY KEY (property, place)) WITHOUT ROWID;
    """)
    union = next(store.quads_for_pattern(None, None, None, ox.DefaultGraph()), None) is None

    def ask(query: str) -> Any:
        return store.query(query, use_default_graph_as_union=union)

    for name in sorted(row["p"].value for row in ask("SELECT DISTINCT ?p { ?s ?p ?o }")):
        _count(database, ask, name)
        _sort(database, store, name)
    database.execute("CREATE INDEX shared ON share (property, class)")
    database.execute("INSERT INTO state VALUES (?)", (_whole(store, searched),))
    database.execute(f"PRAGMA user_version = {VERSION}")
    database.commit()


def _count(database: sqlite3.Connection, ask: Any, name: str) -> None:
    """Count the values of a property, if they are few and can be written in a query."""
    values = [row["o"] for row in ask(f"SELECT DISTINCT ?o {{ ?s <{name}> ?o }} LIMIT {FEW + 1}")]
    if len(values) > FEW or not all(isinstance(value, ox.NamedNode | ox.Literal) for value in values):
        return
    database.execute("INSERT INTO counted VALUES (?)", (name,))
    patterns = {"": f"?s <{name}> ?o", "?c": f"?s <{name}> ?o ; a ?c FILTER(isIRI(?c))"}
    if name == RDF + "type":
        del patterns["?c"]
    for class_, pattern in patterns.items():
        for row in ask(f"SELECT {class_} ?o (COUNT(*) AS ?n) {{ {pattern} }} GROUP BY {class_} ?o"):
            of = row["c"].value if class_ else ""
            database.execute("INSERT INTO share VALUES (?, ?, ?, ?)", (of, name, str(row["o"]), int(row["n"].value)))


def _sort(database: sqlite3.Connection, store: ox.Store, name: str) -> None:
    """Keep the first values of a property sorted as SPARQL sorts plain strings: by code points."""
    values: set[str] = set()
    for quad in store.quads_for_pattern(None, ox.NamedNode(name), None, None):
        term = quad.object
        if not isinstance(term, ox.Literal) or term.language or term.datatype.value != XSD + "string":
            return
        values.add(term.value)
    rows = ((name, place, value) for place, value in enumerate(heapq.nsmallest(HEAD, values)))
    database.executemany("INSERT INTO head VALUES (?, ?, ?)", rows)


def _whole(store: ox.Store, searched: Iterable[str]) -> bool:
    """Whether all that is searched is in the index, and every word whole (SQLite cuts at 32 KiB)."""
    return all(
        isinstance(quad.subject, ox.NamedNode)
        and isinstance(quad.object, ox.Literal)
        and (len(quad.object.value) < LONGEST or max(map(len, quad.object.value.split())) < LONGEST)
        for name in searched
        for quad in store.quads_for_pattern(None, ox.NamedNode(name), None, None)
    )
