"""What is said of a document: by the .toml beside it, by the document itself, by its file's name.

The .toml wins where both speak, and a contradiction is recorded. A document of which nobody says the symbol, and a
file that is no United Nations document, are refused.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePosixPath

from ingest.document import Contradiction, Metadata
from ingest.errors import SourceError
from ingest.front import Front, read_front

KEYS: dict[str, type] = {
    "symbol": str,
    "title": str,
    "language": str,
    "distributed": date,
    "adopted": date,
    "session": str,
    "sha256": str,
    "source": str,
}
"""What a .toml may say, and of which type."""
SYMBOL = re.compile(r"[A-Z]+(?:/[A-Z0-9][A-Za-z0-9.()&+–-]*(?: ?[A-Z](?:-[A-Z])?)?)+(?: and (?:Add|Corr)\.\d+)?$")
FILE_SYMBOL = re.compile(r"(?:A|E|S|HSP)_[A-Z0-9][A-Za-z0-9.()-]*(?:_[A-Z0-9][A-Za-z0-9.()-]*)+$")
"""A file's name that is a symbol with its slashes written as underscores: "A_RES_76_181"."""
UNITED_NATIONS = re.compile(
    r"\bUnited Nations\b|\bGeneral Assembly\b|\bSecurity Council\b|\bEconomic and Social Council\b"
    r"|\bHuman Rights Council\b|\bMember States\b|\bStates Parties\b|\bNations Unies\b|\bNaciones Unidas\b"
)
"""Words without which no document of the United Nations is."""
LANGUAGES = {"ar": "Arabic", "en": "English", "es": "Spanish", "fr": "French", "ru": "Russian", "zh": "Chinese"}
"""The official languages."""


@dataclass(frozen=True, slots=True)
class Description:
    """What a .toml says; None where it says nothing."""

    symbol: str | None = None
    title: str | None = None
    language: str | None = None
    distributed: date | None = None
    adopted: date | None = None
    session: str | None = None
    sha256: str | None = None
    source: str | None = None


def read_description(name: str, data: bytes | None) -> Description:
    """Read a .toml; None is one that is not there.

    Raises SourceError when it is no TOML, has a key that means nothing or a value of the wrong type.
    """
    if data is None:
        return Description()
    try:
        values = tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError:
        raise SourceError(name, "", "bytes that are not UTF-8", "TOML in UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise SourceError(name, "", f"no TOML ({error})", 'lines such as symbol = "A/CONF.234/16"') from None
    for key, value in values.items():
        if key not in KEYS:
            raise SourceError(name, "", f"the key “{key}”", f"one of {', '.join(KEYS)}")
        if not isinstance(value, KEYS[key]) or isinstance(value, datetime):
            wanted = "a date such as 2019-03-07" if KEYS[key] is date else "a text in quotation marks"
            raise SourceError(name, key, f"{value!r}", wanted)
    return _checked(name, Description(**values))


def _checked(name: str, description: Description) -> Description:
    """Check the form of what has one. Raises SourceError."""
    if description.sha256 is not None and not re.fullmatch(r"[0-9a-f]{64}", description.sha256):
        raise SourceError(name, "sha256", repr(description.sha256), "64 hexadecimal digits in lower case")
    if description.symbol is not None and not SYMBOL.match(description.symbol):
        raise SourceError(name, "symbol", repr(description.symbol), "a symbol such as A/CONF.234/RPM.3/1")
    if description.language is not None and not re.fullmatch(r"[a-z]{2,3}(?:-[A-Za-z0-9]+)*", description.language):
        raise SourceError(name, "language", repr(description.language), "a language tag such as en")
    return description


def describe(name: str, text: str, data: bytes, description: Description) -> Metadata:
    """Return what is known of a document.

    Raises SourceError when its bytes are not those that the .toml tells of, when it is not in English, when it is no
    United Nations document, or when nobody says its symbol.
    """
    digest = hashlib.sha256(data).hexdigest()
    if description.sha256 not in {None, digest}:
        raise SourceError(name, "sha256", digest, f"{description.sha256}, as the .toml says")
    front = read_front(text)
    language = _language(name, front, description)
    if not UNITED_NATIONS.search(text):
        raise SourceError(name, "", "no words of a United Nations document", "a report or resolution")
    symbol = description.symbol or front.symbol or _symbol_of_name(name)
    if symbol is None:
        beside = _beside(name)
        raise SourceError(name, "", f"no symbol, neither in the text nor in {beside}", f"symbol = … in {beside}")
    stated = {
        field for field in ("symbol", "title", "session", "distributed", "adopted", "language") if getattr(front, field)
    }
    return Metadata(
        symbol=symbol,
        language=language,
        sha256=digest,
        title=description.title or front.title,
        distributed=description.distributed or front.distributed,
        session=description.session or front.session,
        adopted=description.adopted or front.adopted,
        origin=description.source,
        stated=frozenset(stated),
        contradictions=_contradictions(front, description),
        vouched=description.sha256 is not None,
    )


def _language(name: str, front: Front, description: Description) -> str:
    """Return the language; a document whose words give none away may be read. Raises SourceError but for English."""
    language = description.language or front.language or "und"
    if language not in {"en", "und"} and not language.startswith("en-"):
        found = f"{LANGUAGES.get(language, 'a text')} ({language})"
        wanted = f'English, the one language that is read; if it is English, language = "en" in {_beside(name)}'
        raise SourceError(name, "language", found, wanted)
    return language


def _beside(name: str) -> str:
    return PurePosixPath(name).with_suffix(".toml").name


def _symbol_of_name(name: str) -> str | None:
    stem = PurePosixPath(name).stem if PurePosixPath(name).suffix else name
    return stem.replace("_", "/") if FILE_SYMBOL.match(stem) else None


def _contradictions(front: Front, description: Description) -> tuple[Contradiction, ...]:
    """Return where the document and the .toml differ in more than spaces and capitals."""
    found = []
    for field in ("symbol", "title", "session", "distributed", "adopted", "language"):
        document, toml = getattr(front, field), getattr(description, field)
        if document is not None and toml is not None and _plain(document) != _plain(toml):
            found.append(Contradiction(field, str(document), str(toml)))
    return tuple(found)


def _plain(value: object) -> str:
    return "".join(sign for sign in str(value).casefold() if sign.isalnum())
