"""The index of a release's literals: words in any inflection, phrases, beginnings, ranked.

Words are found in any inflection (English, French, Spanish), `"a phrase"` in quotation marks, `begin*` by its
beginning, `-word` excludes, OR joins alternatives; solutions are ranked by BM25. The index is SQLite's FTS5. How a
query in SPARQL reaches it is `searching`.
"""

from __future__ import annotations

import json
import re
import sqlite3
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from pathlib import Path

import pyoxigraph as ox
import snowballstemmer

from api.engine import summaries
from api.engine.summaries import OF_CLASS, Summaries
from ontology.identifiers import ONTOLOGY
from releases.sorting import sort_lines

RDFS, SKOS, DCTERMS = (
    "http://www.w3.org/2000/01/rdf-schema#",
    "http://www.w3.org/2004/02/skos/core#",
    "http://purl.org/dc/terms/",
)
SEARCHED = (
    *(ONTOLOGY + name for name in ("text", "title", "abbreviation")),
    *(RDFS + name for name in ("label", "comment")),
    *(SKOS + name for name in ("prefLabel", "altLabel", "hiddenLabel", "definition")),
    *(DCTERMS + name for name in ("title", "description")),
)
"""Properties whose literals are searched."""
LANGUAGES = {"en": "english", "fr": "french", "es": "spanish"}
SOLUTIONS, MOST_SOLUTIONS = 100, 10_000
WORD = re.compile(r"\w+")
PART = re.compile(r'(?P<minus>-)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')


@dataclass(frozen=True, slots=True)
class Search:
    """One search, as the group in the query states it."""

    query: str
    language: str = "en"
    limit: int = SOLUTIONS
    variables: dict[str, str] = field(default_factory=dict)
    """From what is asked for (resource, score, property, literal, snippet) to the variable that takes it."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One literal that matches."""

    resource: str
    property: str
    text: str
    language: str
    score: float


class TextIndex:
    """The literals of one release, indexed."""

    ERRORS = (OSError, sqlite3.Error)
    """What reading an index can raise."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self.summaries = Summaries(database)

    @classmethod
    def build(cls, store: ox.Store, path: str = ":memory:") -> TextIndex:
        """Index the literals of a store, in memory or into a new file; a large store's summaries with them."""
        database = sqlite3.connect(path, check_same_thread=False)  # loading has a thread of its own (see `zygote`)
        database.executescript("""
            PRAGMA journal_mode = OFF;
            CREATE TABLE literal (
                id INTEGER PRIMARY KEY, resource TEXT, property TEXT, kind INTEGER, ascii INTEGER,
                text TEXT, language TEXT
            );
            CREATE VIRTUAL TABLE entry USING fts5(words, stems, content='', tokenize='unicode61 remove_diacritics 2');
        """)
        rows = ((number, *literal) for number, literal in enumerate(literals(searched(store)), 1))
        into = "INSERT INTO literal (id, resource, property, text, language) VALUES (?, ?, ?, ?, ?)"
        database.executemany(into, rows)
        database.create_function("words", 1, lambda text: " ".join(normalised(text)), deterministic=True)
        database.create_function("stems", 2, lambda text, language: " ".join(stems(normalised(text), language)))
        database.execute(
            "INSERT INTO entry (rowid, words, stems) SELECT id, words(text), stems(text, language) FROM literal"
        )
        if len(store) >= summaries.WORTH:
            summaries.write(database, store, SEARCHED)
        database.commit()
        return cls(database)

    def close(self) -> None:
        """Close the index: all of it is in its file then."""
        self._database.close()

    @classmethod
    def open(cls, path: Path) -> TextIndex:
        """Open an index file that never changes: no lock is taken, so any number of processes may read it."""
        index = cls(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True))
        # a worker may open no file, not even a temporary one
        index._database.execute("PRAGMA temp_store = MEMORY")
        # all workers read the kernel's pages, mapped (up to a gigabyte) before their memory is limited
        index._database.execute("PRAGMA mmap_size = 1000000000")
        index._database.execute("SELECT count(*) FROM literal").fetchone()
        return index

    def rows(self) -> Iterator[tuple[str, str, str, str]]:
        """Yield the (resource, property, text, language) that are indexed, in their order."""
        yield from self._database.execute("SELECT resource, property, text, language FROM literal ORDER BY id")

    def unsound(self) -> str:
        """Return what SQLite finds wrong with the file; nothing where it is sound."""
        (found,) = self._database.execute("PRAGMA quick_check(1)").fetchone()
        return "" if found == "ok" else str(found)

    def find(self, search: Search) -> list[Hit]:
        """Return the matching literals, best first."""
        expression = match_expression(search.query, search.language)
        if not expression:
            return []
        rows = self._database.execute(
            "SELECT resource, property, text, language, -bm25(entry) "
            "FROM entry JOIN literal ON literal.id = entry.rowid "
            "WHERE entry MATCH ? ORDER BY bm25(entry), literal.id LIMIT ?",
            (expression, search.limit),
        )
        return [Hit(*row) for row in rows]

    def resources(self, search: Search, classes: Sequence[str]) -> list[str] | None:
        """Return the resources of the matching literals that are of all the classes, in no order: ranking is dear.

        None: there are more than the search wants, or the classes are not known.
        """
        expression = match_expression(search.query, search.language)
        if not self.summaries.there or not expression:
            return None
        asked = (
            f"SELECT count(*), group_concat(CASE WHEN 1{OF_CLASS * len(classes)} THEN resource END, char(10)) "  # noqa: S608 - ours
            "FROM (SELECT resource, kind FROM entry JOIN literal ON literal.id = entry.rowid "
            "WHERE entry MATCH ? LIMIT ?)"
        )
        number, found = self._database.execute(asked, (*classes, expression, search.limit + 1)).fetchone()
        return None if number > search.limit else (found or "").split()


def searched(store: ox.Store) -> Iterator[ox.Quad]:
    """Yield the quads of a store whose objects are searched."""
    for name in SEARCHED:
        yield from store.quads_for_pattern(None, ox.NamedNode(name), None, None)


def searched_in(n_quads: Path) -> Iterator[ox.Quad]:
    """Yield the quads of a file of N-Quads whose objects are searched. Raises OSError, SyntaxError."""
    names = {f"<{name}>".encode() for name in SEARCHED}
    with n_quads.open("rb") as lines:
        found = (line for line in lines if line.split(b" ", 2)[1] in names)
        while batch := b"".join(islice(found, 10_000)):
            yield from ox.parse(batch, format=ox.RdfFormat.N_QUADS)


def literals(quads: Iterable[ox.Quad]) -> Iterator[tuple[str, str, str, str]]:
    """Yield (resource, property, text, language) of what is searched, each once, in a fixed order.

    What is waiting to be sorted is kept in files, for it can be more than memory holds.
    """
    rows = (
        (quad.subject.value, quad.predicate.value, quad.object.value, quad.object.language or "")
        for quad in quads
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal)
    )
    lines = (json.dumps(row).encode() + b"\n" for row in rows)
    for line in sort_lines(lines, Path(tempfile.gettempdir())):
        resource, property_, text, language = json.loads(line)
        yield resource, property_, text, language


def normalised(text: str) -> list[str]:
    """Return the words of a text, in lower case and without accents.

    >>> normalised("Coopération: A/CONF.234")
    ['cooperation', 'a', 'conf', '234']
    """
    plain = text
    if not text.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return WORD.findall(plain.lower().replace("_", " "))


def stems(words: Iterable[str], language: str) -> list[str]:
    """Return the stem of each word, as its language has it; English where the language is not one we stem."""
    name = LANGUAGES.get(language[:2].lower(), "english")
    return [_stem(word, name) if word.isalpha() else word for word in words]


@lru_cache(maxsize=100_000)
def _stem(word: str, language: str) -> str:
    return str(_stemmer(language).stemWord(word))


@lru_cache(maxsize=len(LANGUAGES))
def _stemmer(language: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(language)


def match_expression(query: str, language: str) -> str:
    """Return a search in FTS5's own language; every word is quoted, so nothing in it is an operator by accident.

    >>> match_expression('restorative "juvenile justice" firearm* -drugs', "en")
    'stems : "restor" AND stems : "juvenil justic" AND words : "firearm" * NOT (stems : "drug")'
    """
    wanted: list[str] = []
    excluded: list[str] = []
    alternative = False
    for part in PART.finditer(query):
        if part["word"] == "OR" and wanted:
            alternative = True
            continue
        term = _term(part["phrase"] or "", part["word"] or "", language)
        if term and part["minus"]:
            excluded.append(term)
        elif term and alternative:
            wanted[-1] = f"({wanted[-1]} OR {term})"
        elif term:
            wanted.append(term)
        alternative = False
    positive = " AND ".join(wanted)
    return f"{positive} NOT ({' OR '.join(excluded)})" if positive and excluded else positive


def _term(phrase: str, word: str, language: str) -> str:
    """Return one phrase or word (A/CONF.234 is a phrase of three words, child* a beginning)."""
    words = normalised(phrase or word)
    if not words:
        return ""
    if word.endswith("*"):
        return f'words : "{" ".join(words)}" *'
    return f'stems : "{" ".join(stems(words, language))}"'
