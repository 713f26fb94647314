"""Documents cited by their symbol."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.spans import Candidate
from ontology import identifiers

_SERIES = (
    "A|E|S|T|ST|AT|CAC|CAT|CBD|CCPR|CED|CEDAW|CERD|CESCR|CMW|CND|CRC|CRPD|CTOC|CYBER|DP|ECA|ECE|FCCC|HRI|HSP|ICCD|"
    "ICEF|IDB|INCB|ISBA|JIU|LC|LOS|OHCHR|PBC|PCNICC|SPLOS|TD|UNAIDS|UNCTAD|UNEP|UNFF|UNODC|UNW"
)
"""First elements of United Nations document symbols (ST/LIB/SER.B/5 and later series)."""

_SYMBOL = re.compile(
    rf"""(?<![\w/.])
    # A/CONF.234/RPM.3/L.2
    (?P<symbol>(?:{_SERIES})(?:/(?:[A-Z0-9][A-Za-z0-9]*(?:[.\-][A-Za-z0-9]+)*(?:\(\d{{4}}\))?))+)
    (?P<dated>\s\((?:19|20)\d\d\))?                                                       # S/RES/2462 (2019)
    (?P<more>(?:,?\s(?:and\s)?(?:Add|Corr|Rev|Amend)\.\d+(?:[–-]\d+)?(?:(?:,\s\d+)*\sand\s\d+)?)*)  # and Add.1–4
    """,
    re.VERBOSE,
)


def find_symbols(text: str) -> Iterator[Candidate]:
    """Find document symbols of every series.

    Forms: "A/CONF.234/PM.1", "E/CN.15/2007/6", "CCPR/C/GC/32", "A/75/L.41/Add.1", "S/RES/2462 (2019)";
    "A/CONF.234/RPM.3/L.2 and Add.1–4", where the base symbol stands for the document with its addenda.
    """
    for found in _SYMBOL.finditer(text):
        symbol = found["symbol"]
        if not any(character.isdigit() for character in symbol):
            continue
        is_resolution = symbol.startswith("S/RES/") and found["dated"] is not None
        symbol += found["dated"].strip() if is_resolution else ""
        end = found.end() if found["more"] else found.end("dated" if is_resolution else "symbol")
        kind = "resolution" if "/RES/" in symbol else "decision" if "/DEC/" in symbol else "document"
        yield Candidate(found.start(), end, kind, "symbols", (identifiers.document(symbol),))
