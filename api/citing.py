"""How to cite a document, a part of one or an outcome: plain text, BibTeX, RIS and CSL-JSON.

The author is the United Nations, the number is the document's symbol, the address is the persistent IRI.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from api.names import Names
from api.results import Format
from ontology.identifiers import document, rebased

AUTHOR = "United Nations"


@dataclass(frozen=True, slots=True)
class Work:
    """What is cited."""

    iri: str
    citation: str
    """As United Nations documents cite it: "A/CONF.234/RPM.3/1, para. 28 (e)"."""
    title: str
    """Of the document, or its symbol where the title is not known."""
    symbol: str
    issued: str = ""
    """ISO 8601 date of distribution, or ""."""

    @property
    def year(self) -> str:
        """The year of distribution, or ""."""
        return self.issued[:4]

    @property
    def locator(self) -> str:
        """What follows the symbol in the citation: "para. 28 (e)"."""
        return self.citation.removeprefix(self.symbol).lstrip(", ")

    @property
    def key(self) -> str:
        """A key for BibTeX: letters, digits and hyphens of the citation."""
        return re.sub(r"[^A-Za-z0-9]+", "-", self.citation).strip("-")


def work_of(iri: str, names: Names) -> Work | None:
    """Return how an IRI is cited; None when it stands in no document."""
    citation = names.cited(iri)
    if not citation:
        return None
    symbol = citation.partition(", ")[0]
    known = names.known.get(rebased(document(symbol), names.base))
    return Work(iri, citation, (known.title if known else "") or symbol, symbol, known.issued if known else "")


def text(work: Work) -> str:
    r"""Return one line for a footnote.

    >>> text(Work("https://e.org/x", "A/1, para. 2", "Report", "A/1", "2019-03-07"))
    'United Nations, Report, A/1, para. 2 (2019), https://e.org/x\n'
    """
    title = f"{work.title}, " if work.title != work.symbol else ""
    year = f" ({work.year})" if work.year else ""
    return f"{AUTHOR}, {title}{work.citation}{year}, {work.iri}\n"


def bibtex(work: Work) -> str:
    """Return a BibTeX entry; characters that TeX reads as commands are escaped."""
    fields = {
        "author": f"{{{AUTHOR}}}",
        "title": f"{{{_tex(work.title)}}}",
        "number": _tex(work.symbol),
        "institution": AUTHOR,
        "year": work.year,
        "note": _tex(work.locator),
        "url": work.iri,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@techreport{{{work.key},", *lines, "}", ""])


def ris(work: Work) -> str:
    """Return a RIS record of the type report; lines end with CR LF."""
    year, month, day = (*work.issued.split("-"), "", "", "")[:3]
    fields = (
        ("TY", "RPRT"),
        ("AU", AUTHOR),
        ("TI", work.title),
        ("M1", work.symbol),
        ("SP", work.locator),
        ("PB", AUTHOR),
        ("PY", year),
        ("DA", f"{year}/{month}/{day}" if day else ""),
        ("UR", work.iri),
        ("ER", ""),
    )
    return "".join(f"{tag}  - {value}\r\n" for tag, value in fields if value or tag == "ER")


def csl(work: Work) -> str:
    """Return CSL-JSON: an array with one item of the type report."""
    item: dict[str, object] = {
        "id": work.iri,
        "type": "report",
        "title": work.title,
        "author": [{"literal": AUTHOR}],
        "publisher": AUTHOR,
        "number": work.symbol,
        "URL": work.iri,
    }
    item |= {"section": work.locator} if work.locator else {}
    item |= {"issued": {"date-parts": [[int(n) for n in work.issued.split("-")]]}} if work.issued else {}
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


STYLES: dict[Format, Callable[[Work], str]] = {
    Format("text/x-bibliography", ("txt",), False, (), True): text,
    Format("application/x-bibtex", ("bib",), False): bibtex,
    Format("application/x-research-info-systems", ("ris",), False): ris,
    Format("application/vnd.citationstyles.csl+json", ("csl",), False): csl,
}
"""Each format of a citation and what writes it."""


def _tex(value: str) -> str:
    return re.sub(r"([&%$#_{}])", r"\\\1", value)
