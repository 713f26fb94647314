"""`/verify`: is what somebody quotes still what stands there? One by GET or form, a list by POST as JSON or CSV."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from api import negotiation
from api.citations.citing import BATCH, Resolver
from api.citations.verifying import LONGEST, Check, Claim, Verdict, described, named, verify
from api.pages.model import Page, Thing
from api.pages.rendering import render
from api.problems import Problem
from api.requests import FORM_TYPE, content_type, from_json, parse, read_body

if TYPE_CHECKING:
    from starlette.requests import Request

    from api.addresses import Addresses
    from api.names import Names
    from api.site import Site

MOST_BYTES = 4_000_000

SAID = {
    Verdict.EQUAL: ("The quotation is the current wording.", "stated"),
    Verdict.PART: ("The quotation stands in the current wording.", "stated"),
    Verdict.TYPOGRAPHY: ("Only spaces, dashes, quotation marks or the final stop differ.", "stated"),
    Verdict.DIFFERS: ("The wording differs.", "inferred"),
    Verdict.ELSEWHERE: ("The quotation does not stand here, but elsewhere.", "inferred"),
    Verdict.NOT_FOUND: ("The quotation stands neither here nor elsewhere in the graph.", "alarm"),
    Verdict.NO_WORDING: ("What this address identifies has no wording of its own.", "alarm"),
    Verdict.GONE: ("This address has been withdrawn.", "alarm"),
    Verdict.UNKNOWN: ("The graph has nothing of that address or citation.", "alarm"),
}
"""What the page says of each verdict, and how it marks it."""


@dataclass(frozen=True, slots=True)
class VerifyPage(Page):
    """The form, and the result of one comparison."""

    uri: str = ""
    quotation: str = ""
    check: Check | None = None
    said: str = ""
    level: str = ""
    place: Thing | None = None
    document: Thing | None = None
    others: tuple[Thing, ...] = ()


class VerifyPages:
    """The verifier as it is served."""

    def __init__(self, site: Site) -> None:
        self._site, self._resolver = site, Resolver(site)

    def routes(self) -> list[BaseRoute]:
        """Return the routes."""
        return [Route("/verify", self.one, methods=["GET"]), Route("/verify", self.batch, methods=["POST"])]

    async def one(self, request: Request) -> Response:
        """Answer one comparison, or without one the form."""
        given = {name: request.query_params.get(name, "") for name in ("uri", "quotation")}
        as_page = negotiation.choose(request.headers.get("accept"), ("application/json", "text/html")) == 1
        if not given["uri"].strip() or not given["quotation"].strip():
            if not as_page and any(given.values()):
                raise Problem("bad-request", "uri and quotation are both needed")
            return await self._page(request, Claim(**given), None)
        (check,) = await self._verified([Claim(**given)])
        return await self._page(request, check.claim, check) if as_page else await self._json([check], single=True)

    async def batch(self, request: Request) -> Response:
        """Answer a list: JSON gives JSON, CSV gives CSV, the form gives the page."""
        essence, _ = content_type(request.headers.get("content-type", ""))
        body = await read_body(request.receive, MOST_BYTES)
        if essence == FORM_TYPE:
            given = dict(parse(body))
            (check,) = await self._verified([Claim(given.get("uri", ""), given.get("quotation", ""))])
            return await self._page(request, check.claim, check)
        checks = await self._verified(read_claims(body, essence))
        if essence == "text/csv":
            return Response(table(checks, await self._labels(checks)), media_type="text/csv; charset=utf-8")
        return await self._json(checks)

    async def _verified(self, claims: list[Claim]) -> list[Check]:
        if any(len(claim.quotation) > LONGEST for claim in claims):
            raise Problem("content-too-large", f"a quotation may have {LONGEST} characters")
        resolved = await self._resolver.resolve([claim.uri for claim in claims])
        return await verify(self._site.engine, self._site.moved, claims, resolved)

    async def _labels(self, checks: list[Check]) -> dict[str, str]:
        names = await self._site.names()
        return {iri: names.label(iri) for iri in named(checks)}

    async def _json(self, checks: list[Check], *, single: bool = False) -> Response:
        labels = await self._labels(checks)
        body = [described(check, self._site.engine.release.version, labels) for check in checks]
        return JSONResponse(body[0] if single else body, headers={"Cache-Control": "no-store", "Vary": "Accept"})

    async def _page(self, request: Request, claim: Claim, check: Check | None) -> Response:
        at, names = self._site.addresses(request), await self._site.names()
        page = verify_page(claim, check, names, at)
        headers = {"Cache-Control": "no-store", "Vary": "Accept"}
        return Response(render("verify.html", page, self._site, at), 200, headers, "text/html")


def verify_page(claim: Claim, check: Check | None, names: Names, at: Addresses) -> VerifyPage:
    """Word a comparison as a page."""
    if check is None:
        return VerifyPage(title="Verify a quotation", uri=claim.uri, quotation=claim.quotation)
    said, level = SAID[check.verdict]
    document = check.wording.document if check.wording else ""
    return VerifyPage(
        title="Verify a quotation",
        uri=claim.uri,
        quotation=claim.quotation,
        check=check,
        said=said,
        level=level,
        place=Thing(at.href(check.iri), names.label(check.iri)) if check.iri else None,
        document=Thing(at.href(document), names.label(document)) if document else None,
        others=tuple(Thing(at.href(iri), names.label(iri)) for iri in (*check.elsewhere, *check.nearest)),
    )


def read_claims(body: bytes, essence: str) -> list[Claim]:
    """Read a list of claims: a JSON array of {uri, quotation}, or CSV with these two columns.

    Raises Problem: 400, 413 or 415.
    """
    try:
        text = body.decode("utf-8-sig")
        if essence == "application/json":
            rows = from_json(text)
        elif essence == "text/csv":
            rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
        else:
            raise Problem("unsupported-media-type", "send application/json or text/csv")
    except (ValueError, csv.Error) as error:
        raise Problem("bad-request", f"the body cannot be read: {error}") from error
    if not isinstance(rows, list) or not all(_is_claim(row) for row in rows):
        raise Problem("bad-request", "expected a list of rows with the texts uri and quotation")
    if len(rows) > BATCH:
        raise Problem("content-too-large", f"{len(rows)} claims; one request may have {BATCH}")
    return [Claim(row["uri"], row["quotation"]) for row in rows]


def _is_claim(row: object) -> bool:
    return isinstance(row, dict) and all(isinstance(row.get(name), str) for name in ("uri", "quotation"))


def table(checks: list[Check], labels: dict[str, str]) -> str:
    """Return checks as CSV: what was sent, the verdict, where, the current wording."""
    out = io.StringIO()
    write = csv.writer(out).writerow
    write(("uri", "quotation", "verdict", "id", "citation", "wording", "source", "elsewhere"))
    for each in checks:
        wording = each.wording
        write(
            (
                *(each.claim.uri, each.claim.quotation, each.verdict.value, each.iri, labels.get(each.iri, "")),
                *(wording.text if wording else "", wording.digest if wording else "", "; ".join(each.elsewhere)),
            )
        )
    return out.getvalue()
