"""What is counted and sorted once for a release, so that common queries need not do it each time.

Beside the index of texts, in the same file: how often each value of a property with few values occurs, for each class
and in all; the beginning of the sorted values of each property whose values are plain strings; of which properties the
index of texts holds every value; and for each text, of which classes its resource is. `rewriting` and `indexed` use
them.
"""

from __future__ import annotations

import heapq
import sqlite3
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import pyoxigraph as ox

from ontology.terms import RDF, XSD

VERSION = 2
"""Written into the file as SQLite's user_version; a file of another version is used without its summaries."""
WORTH = 100_000
"""Triples from which on a release has summaries: a smaller one is scanned sooner than they are made."""
LONGEST = 8_000
"""Characters up to which a word is surely indexed whole, whatever they are."""
STRINGS = (XSD + "string", RDF + "langString")
FEW, HEAD = 500, 2_000
"""Different values up to which a property's are counted; how many are kept sorted."""

OF_CLASS = " AND kind IN (SELECT kind FROM class WHERE class = ?)"
"""What the resource of a literal must be, as a condition of SQL."""
Text = tuple[str, str, str]
"""A literal: its resource, its characters, its language or nothing."""


class Summaries:
    """The summaries of one release."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        (version,) = database.execute("PRAGMA user_version").fetchone()
        self.there = version == VERSION
        self._words: str | None = None

    def whole(self, property_: str) -> bool:
        """Whether every statement of a searched property is in the index of texts: an IRI with a string."""
        asked = "SELECT 1 FROM whole WHERE property = ?"
        return self.there and self._database.execute(asked, (property_,)).fetchone() is not None

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
        asked = self._asked("resource", needles, property_, (), most)
        rows = self._database.execute(*asked).fetchall() if asked else None
        return sorted({resource for (resource,) in rows}) if rows is not None and len(rows) <= most else None

    def literals(self, needles: Iterable[str], property_: str, classes: Sequence[str], most: int) -> list[Text] | None:
        """Return those literals of the property, of resources of all the classes, instead of their resources."""
        asked = self._asked("resource, text, language", needles, property_, classes, most)
        rows = self._database.execute(*asked).fetchall() if asked else None
        return rows if rows is not None and len(rows) <= most else None

    def resources(
        self, needle: str, property_: str, classes: Sequence[str], most: int
    ) -> tuple[list[str], list[Text]] | None:
        """Return as `literals` does, but of those in ASCII only the resources: half of the work."""
        asked = self._asked("id, resource, ascii", (needle,), property_, classes, most)
        if asked is None:
            return None
        certain = "group_concat(CASE WHEN ascii THEN resource END, char(10))"
        statement = f"SELECT count(*), {certain}, group_concat(CASE WHEN NOT ascii THEN id END) FROM ({asked[0]})"  # noqa: S608
        number, resources, others = self._database.execute(statement, asked[1]).fetchone()
        if number > most:
            return None
        doubtful = f"SELECT resource, text, language FROM literal WHERE id IN ({others or ''})"  # noqa: S608 - ids
        return (resources or "").split(), self._database.execute(doubtful).fetchall()

    def _asked(
        self, columns: str, needles: Iterable[str], property_: str, classes: Sequence[str], most: int
    ) -> tuple[str, tuple[str | int, ...]] | None:
        """Return the statement that finds literals, one more than `most` of them, and its values; None: it cannot."""
        if not self.whole(property_):
            return None
        words = {word for needle in needles for word in self._words_with(needle.lower())}
        if len(words) > FEW:
            return None
        quoted = " OR ".join(f'"{word}"' for word in sorted(words)) or '""'  # the empty phrase matches nothing
        statement = (
            f"SELECT {columns} FROM entry JOIN literal ON literal.id = entry.rowid "  # noqa: S608 - columns are ours
            f"WHERE entry MATCH ? AND property = ?{OF_CLASS * len(classes)} LIMIT ?"
        )
        return statement, (f"words : ({quoted})", property_, *classes, most + 1)

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
        CREATE TABLE whole (property TEXT PRIMARY KEY);
        CREATE TABLE class (class TEXT, kind INTEGER, PRIMARY KEY (class, kind)) WITHOUT ROWID;
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
    whole = [(name,) for name in searched if _whole(store, name)]
    database.executemany("INSERT INTO whole VALUES (?)", whole)
    _classify(database, store)
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
        if len(values) > 20 * HEAD:
            values = set(heapq.nsmallest(HEAD, values))
    rows = ((name, place, value) for place, value in enumerate(heapq.nsmallest(HEAD, values)))
    database.executemany("INSERT INTO head VALUES (?, ?, ?)", rows)


def _classify(database: sqlite3.Connection, store: ox.Store) -> None:
    """Note for each literal which kind of resource it is of: one kind for each set of classes."""
    kinds: dict[frozenset[str], int] = {}

    @lru_cache(maxsize=1)  # the literals of a resource stand together
    def kind(resource: str) -> int:
        types = store.quads_for_pattern(ox.NamedNode(resource), ox.NamedNode(RDF + "type"), None, None)
        classes = frozenset(quad.object.value for quad in types if isinstance(quad.object, ox.NamedNode))
        return kinds.setdefault(classes, len(kinds))

    database.create_function("kind", 1, kind)
    database.create_function("ascii", 1, str.isascii)
    database.execute("UPDATE literal SET kind = kind(resource), ascii = ascii(text)")
    rows = ((class_, kind) for classes, kind in kinds.items() for class_ in classes)
    database.executemany("INSERT INTO class VALUES (?, ?)", rows)


def _whole(store: ox.Store, name: str) -> bool:
    """Whether all that a property states is in the index, and every word whole (SQLite cuts at 32 KiB)."""
    return all(
        isinstance(quad.subject, ox.NamedNode)
        and isinstance(quad.object, ox.Literal)
        and quad.object.datatype.value in STRINGS
        and (len(quad.object.value) < LONGEST or max(map(len, quad.object.value.split())) < LONGEST)
        for quad in store.quads_for_pattern(None, ox.NamedNode(name), None, None)
    )
