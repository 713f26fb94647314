r"""What a query may do, decided on its tokens before any engine sees it.

In comes the text of a query, out goes a `Reading`: its form, its dataset clauses, its SERVICE blocks, and a text in
which the word SERVICE cannot be read as a keyword except where a block was recognised. The next steps are `service`,
which replaces those blocks by their solutions, and the engine.

Why tokens are enough: a scanner can be led astray (`?a <?b#>` is an IRI to it and a comparison with a comment to a
parser), but only about text that it takes for a string, an IRI or a comment. There the letters are escaped
(`\u0073`) or dropped, so that a misled scanner yields a syntax error and never a request.
"""

from __future__ import annotations

import hashlib
import re
import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from api.results import Form

SPACE = r"(?:\s|\#[^\r\n]*+)"
# Every repetition is possessive or bounded, and a string that is not closed is a token of its own (`open`): a scan that
# could begin again at each character would take minutes over a text made for that.
TERMINALS = r"""
      (?P<iri><(?:[^\x00-\x20<>"{}|^`\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
    | (?P<string>\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*+\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*+'{3}
               | "(?:[^"\\\r\n]|\\.)*+" | '(?:[^'\\\r\n]|\\.)*+')
    | (?P<open>(?:\"{3}|'{3}).*+ | ["'][^\r\n]*+)
    | (?P<var>[?$]\w+)
    | (?P<blank>_:\w(?:[\w.\-]*[\w\-])?)
    | (?P<name>(?:[^\W\d_][\w\-]{0,40}+(?:\.+[\w\-]{1,40}+){0,4}+)?:
               (?:[\w:\-]|%[0-9A-Fa-f]{2}|\\[^\w\s]|\.(?=[.\w:%\-\\]))*+)
    | (?P<lang>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
    | (?P<word>[^\W\d]\w*)
    | (?P<mark>\^\^|&&|\|\||!=|<=|>=|.)
"""
TOKEN = re.compile(rf"(?P<space>{SPACE}+) | {TERMINALS}", re.VERBOSE | re.DOTALL)
"""All of a query, piece by piece; white space and comments are one kind."""
WORDS = re.compile(rf"{SPACE}*+({re.sub('[(][?]P<[a-z]+>', '(?:', TERMINALS)} | \Z)", re.VERBOSE | re.DOTALL)
"""The tokens alone, and empty ones at the end: with one group, so that they are found without an object for each."""
LETTERS = frozenset(string.ascii_letters)
FORMS = {str(form): form for form in Form}
UPDATES = frozenset(["INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"])
PROLOGUE = frozenset(("PREFIX", "BASE", "VERSION"))
COMMENT = re.compile(r"\#[^\r\n]*")
SHORT = 10_000
"""Characters: readings of longer queries are forgotten sooner, so that memory stays bounded."""
MOST_SERVICES = 20
HIDDEN = re.compile("s(?=ervice)", re.IGNORECASE)


class Refused(Exception):  # noqa: N818 - said of a query: it is refused
    """The query asks for something this service does not do for anyone: `what` names it (update, service)."""

    def __init__(self, what: str, message: str) -> None:
        super().__init__(message)
        self.what = what


class Token(NamedTuple):
    """One token: its kind (a group name of TOKEN), its text and where it starts."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """Where the token ends."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class ServiceBlock:
    """`SERVICE [SILENT] <target> { body }`: positions in the safe text, the body without its braces."""

    target: str
    silent: bool
    start: int
    end: int
    body: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What the tokens of a query say."""

    text: str
    """The query as it may be given to an engine."""
    form: Form | None
    """None: no query form was found, so the engine will find a syntax error."""
    has_dataset: bool
    """Whether FROM or FROM NAMED occurs."""
    services: tuple[ServiceBlock, ...]
    canonical: str = field(repr=False, default="")
    """The tokens with one space between them and without comments: equal for queries that differ only in layout."""
    digest: str = field(repr=False, default="")
    """A hash of the canonical text, by which logs know the query."""

    @property
    def prefixes(self) -> dict[str, str]:
        """PREFIX declarations of the prologue; a later declaration of the same name wins, as in the grammar."""
        return declared(tokens(self.text))


def tokens(text: str) -> list[Token]:
    """Return the tokens of a query, white space and comments left out."""
    return [token for token in _all_tokens(text) if token.kind != "space"]


def _all_tokens(text: str) -> list[Token]:
    return [Token(m.lastgroup, m[0], m.start()) for m in TOKEN.finditer(text) if m.lastgroup]


def read(text: str) -> Reading:
    """Read what a query asks for.

    Raises Refused for an update, and for a SERVICE that names no endpoint or too many.
    """
    return _read_short(text) if len(text) < SHORT else _read_long(text)


def _read(text: str) -> Reading:
    lower = text.lower()
    if "service" in lower:
        text = _neutralised(text)
    found = [word for word in WORDS.findall(text) if word]
    words = [t.upper() for t in found if t[0] in LETTERS and ":" not in t]
    first = next((word for word in words if word not in PROLOGUE), "")
    if first in UPDATES:
        raise Refused("update", f"{first} is an update; this service is read-only")
    canonical = " ".join(found)
    return Reading(
        text=text,
        form=FORMS.get(first),
        has_dataset="FROM" in words,
        services=_services(text, tokens(text)) if "service" in lower else (),
        canonical=canonical,
        digest=hashlib.blake2b(canonical.encode(), digest_size=16).hexdigest(),
    )


_read_short = lru_cache(maxsize=512)(_read)
_read_long = lru_cache(maxsize=4)(_read)


def _neutralised(text: str) -> str:
    """Escape the letters of SERVICE inside strings and IRIs, drop comments; lines stay where they are."""
    parts = []
    for token in _all_tokens(text):
        if token.kind in ("string", "open", "iri"):
            parts.append(HIDDEN.sub(lambda m: f"\\u{ord(m.group()):04x}", token.text))
        else:
            parts.append(COMMENT.sub("", token.text) if token.kind == "space" else token.text)
    return "".join(parts)


def declared(found: list[Token]) -> dict[str, str]:
    """Collect `PREFIX name: <iri>`."""
    return {
        name.text[:-1]: iri.text[1:-1]
        for word, name, iri in zip(found, found[1:], found[2:], strict=False)
        if word.kind == "word" and word.text.upper() == "PREFIX" and name.kind == "name" and iri.kind == "iri"
    }


def _services(text: str, found: list[Token]) -> tuple[ServiceBlock, ...]:
    """Find every SERVICE block that is not inside another one."""
    prefixes = declared(found)
    blocks: list[ServiceBlock] = []
    for i, token in enumerate(found):
        if blocks and token.start < blocks[-1].end:
            continue
        if len(blocks) > MOST_SERVICES:
            raise Refused("service", f"a query may have {MOST_SERVICES} SERVICE groups")
        if token.kind == "word" and token.text.upper() == "SERVICE":
            blocks.append(_block(text, found, i, prefixes))
        elif _may_hide_service(token, found[i + 1] if i + 1 < len(found) else None):
            raise Refused("service", f"{token.text!r} can be read as SERVICE; write a space after the keyword")
    return tuple(blocks)


def _may_hide_service(token: Token, following: Token | None) -> bool:
    """Whether a parser that needs no space after a keyword would see SERVICE in `trueSERVICE` or `SERVICEx:y {`."""
    if "service" not in token.text.lower():
        return False
    if token.kind == "word":
        return True
    opens = following is not None and following.text == "{"
    return token.kind == "name" and "service" in token.text.partition(":")[0].lower() and opens


def _block(text: str, found: list[Token], i: int, prefixes: dict[str, str]) -> ServiceBlock:
    rest = found[i + 1 : i + 4]
    silent = bool(rest) and rest[0].text.upper() == "SILENT"
    target, opening = [*rest[silent : silent + 2], None, None][:2]
    if target is None or opening is None or opening.text != "{" or target.kind not in ("iri", "name"):
        raise Refused("service", "SERVICE needs the address of one endpoint as an IRI; a variable is not allowed here")
    depth = 0
    for token in found[i + 1 :]:
        depth += (token.text == "{") - (token.text == "}")
        if token.text == "}" and not depth:
            body = text[opening.end : token.start]
            return ServiceBlock(resolve(target, prefixes), silent, found[i].start, token.end, body)
    raise Refused("service", "the braces after SERVICE do not close")


def resolve(token: Token, prefixes: Mapping[str, str]) -> str:
    """Return the IRI that an `iri` or `name` token stands for (a name with an unknown prefix stands for itself)."""
    if token.kind == "iri":
        return re.sub(
            r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})", lambda m: chr(int(m[1] or m[2], 16)), token.text[1:-1]
        )
    prefix, _, local = token.text.partition(":")
    return prefixes[prefix] + re.sub(r"\\(.)", r"\1", local) if prefix in prefixes else token.text
