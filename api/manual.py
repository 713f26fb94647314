"""`/docs`: the service as its own code describes it, on one page that needs no script and nobody's network.

Paths and parameters come from the OpenAPI document, formats from `results`, limits and settings from `settings`, the
kinds of problem from `problem_kinds`: what is written nowhere else cannot differ from what is done.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from starlette.responses import HTMLResponse
from starlette.routing import BaseRoute, Route

from api import openapi, plain, results
from api.engine import searching
from api.engine.functions import FUNCTIONS
from api.problem_kinds import KINDS
from api.service_description import LIMITS
from api.settings import described

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import Request

    from api.settings import Settings

SEARCH = f"""PREFIX cc: <https://w3id.org/crimecongress/ontology#>
PREFIX text: <{searching.NAMESPACE}>
SELECT ?recommendation ?score WHERE {{
  SERVICE <{searching.SERVICE}> {{
    ?recommendation text:query "restorative justice child*" ; text:score ?score .
  }}
  ?recommendation a cc:Recommendation .
}} ORDER BY DESC(?score)"""


def routes(app: FastAPI, settings: Settings) -> list[BaseRoute]:
    """Return the route."""

    async def answer(request: Request) -> HTMLResponse:
        root = request.scope.get("root_path", "")
        body = "\n".join(_sections(openapi.document(app), settings, root))
        return HTMLResponse(plain.page("The service", body, root))

    return [Route("/docs", answer)]


def _sections(document: dict[str, Any], settings: Settings, root: str) -> Iterable[str]:
    yield f'<p><a href="{escape(root)}/openapi.json">The same for machines (OpenAPI)</a></p>'
    yield "<h2>Addresses</h2>" + "".join(_operations(document))
    rows = [(f.media_type, ", ".join(f.names), "triples" if f.graph else "rows") for f in results.FORMATS]
    yield "<h2>Formats of answers</h2>" + table("Formats of answers", ("Media type", "format=", "For"), rows)
    limits = [(meaning, f"{getattr(settings, name):g} {unit}") for name, meaning, unit in LIMITS]
    yield "<h2>Limits</h2>" + table("Limits", ("What", "How much"), limits)
    yield f'<h2>Full-text search in SPARQL</h2><pre tabindex="0">{escape(SEARCH)}</pre>'
    functions = [(name.value, (function.__doc__ or "").strip()) for name, function in FUNCTIONS.items()]
    yield "<h2>Functions</h2>" + table("Functions", ("Function", "Meaning"), functions)
    kinds = [(kind.name, str(kind.status), kind.explanation) for kind in KINDS.values()]
    yield "<h2>Problems</h2>" + table("Problems", ("Kind", "Status", "Meaning"), kinds)
    set_by = [(s.variable, s.default, s.meaning) for s in described()]
    yield "<h2>Settings</h2>" + table("Settings", ("Variable", "Default", "Meaning"), set_by)


def _operations(document: dict[str, Any]) -> Iterable[str]:
    for path, operations in sorted(document["paths"].items()):
        for method, operation in operations.items():
            parameters = [
                (p["name"], p["in"], p.get("description") or p.get("schema", {}).get("title", ""))
                for p in operation.get("parameters", ())
            ]
            yield f"<h3><code>{method.upper()} {escape(path)}</code></h3><p>{escape(operation.get('summary', ''))}</p>"
            yield (
                table(f"Parameters of {method} {path}", ("Parameter", "In", "Meaning"), parameters)
                if parameters
                else ""
            )


def table(label: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of text; its label tells it from the others of the page."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>\n" for row in rows)
    whole = f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody></table>"
    return f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(label)}">{whole}</div>'
