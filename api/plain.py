"""HTML around what the service itself shows (results, problems, explanations): a page that needs no script.

It uses the site's style sheet where that is served and reads well without.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from api.navigation import NAVIGATION

MARK = "\x00"


def page(title: str, body: str, root: str = "") -> str:
    """Return a whole page; `body` is HTML, `title` is text."""
    entries = "".join(f'<li><a href="{escape(root)}/{path}">{escape(label)}</a></li>' for path, label in NAVIGATION)
    return (
        '<!doctype html>\n<html lang="en" dir="ltr">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(title)}</title>\n"
        f'<link rel="stylesheet" href="{escape(root)}/static/site.css">\n</head>\n<body>\n'
        '<a class="skip" href="#content">Skip to content</a>\n'
        f'<header class="site-head"><div class="site-head__row"><a class="site-name" href="{escape(root)}/">'
        f'Crime congresses</a>\n<nav class="site-nav" aria-label="Main"><ul>{entries}</ul></nav></div></header>\n'
        f'<main class="page page--plain" id="content">\n<h1>{escape(title)}</h1>\n{body}\n</main>\n</body>\n</html>\n'
    )


def frame(title: str, query: str, root: str = "") -> tuple[bytes, bytes]:
    """Return what stands before and after a table of results that is written as it comes."""
    before, _, after = page(title, MARK + form(query, root), root).partition(MARK)
    return before.encode(), after.encode()


def form(query: str, root: str = "") -> str:
    """Return a form that asks `/sparql` without a script."""
    formats = "".join(f"<option>{name}</option>" for name in ("html", "csv", "tsv", "json", "xml", "ttl"))
    return (
        f'<form action="{escape(root)}/sparql" method="get">\n'
        f'<p><label for="query">SPARQL query</label><br><textarea id="query" name="query" rows="12" cols="80" '
        f'spellcheck="false">{escape(query)}</textarea></p>\n'
        f'<p><label for="format">Format</label> <select id="format" name="format">{formats}</select> '
        '<button type="submit">Ask</button></p>\n</form>\n'
    )


def members(values: Mapping[str, Any]) -> str:
    """Return the members of a JSON object as a definition list."""
    return "<dl>" + "".join(f"<dt>{escape(k)}</dt><dd>{_shown(v)}</dd>" for k, v in values.items()) + "</dl>"


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return members(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "<ul>" + "".join(f"<li>{_shown(v)}</li>" for v in value) + "</ul>"
    return (
        f'<pre tabindex="0">{escape(value)}</pre>' if isinstance(value, str) and "\n" in value else escape(str(value))
    )
