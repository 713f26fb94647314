"""The changes as a linked data event stream (LDES): a view that leads to one page of members for each release.

`/changes` names the stream and its pages, `/release/<version>/changes` has the members of one; a page never changes.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import pyoxigraph as ox
from starlette.responses import Response, StreamingResponse

from api import negotiation, rdf
from api.history.files import FOREVER
from api.problems import Problem
from ontology.terms import DCTERMS, XSD
from releases.events import LDES, TREE, events

if TYPE_CHECKING:
    from starlette.requests import Request

    from api.addresses import Addresses
    from releases.folder import Releases
    from releases.log import Entry

OFFERED = ("text/turtle", "application/n-triples")
"""The media types of a page: N-Triples, which are Turtle, too."""


def stream_of(at: Addresses) -> str:
    """Return the IRI of the stream."""
    return f"{at.base}changes"


def view(releases: Releases, request: Request, at: Addresses) -> Response:
    """Answer the stream and its pages, in any RDF format."""
    graph, here, stream = rdf.Graph(), at.url("changes"), stream_of(at)
    graph.a(stream, f"{LDES}EventStream")
    graph.say(stream, f"{DCTERMS}title", ox.Literal("What each release changed", language="en"))
    graph.say(stream, f"{LDES}timestampPath", ox.NamedNode(f"{DCTERMS}modified"))
    graph.say(stream, f"{LDES}versionOfPath", ox.NamedNode(f"{DCTERMS}isVersionOf"))
    graph.say(stream, f"{TREE}view", here)
    graph.a(here, f"{TREE}Node")
    for entry in reversed(releases.newest_first()):
        page, relation = _page(entry, at), f"{here}#{entry.version}"
        date = ox.Literal(f"{entry.at:%Y-%m-%dT%H:%M:%SZ}", datatype=ox.NamedNode(f"{XSD}dateTime"))
        graph.say(here, f"{TREE}relation", relation)
        graph.a(relation, f"{TREE}EqualToRelation")
        graph.say(relation, f"{TREE}node", page)
        graph.say(relation, f"{TREE}path", ox.NamedNode(f"{DCTERMS}modified"))
        graph.say(relation, f"{TREE}value", date)
    return rdf.respond(graph.triples, request.headers, request.query_params.get("format"))


def page(releases: Releases, entry: Entry, request: Request, at: Addresses) -> Response:
    """Answer the members of one release, as they are read.

    Raises Problem not-acceptable.
    """
    place = negotiation.choose(request.headers.get("accept"), OFFERED)
    if place is None:
        raise Problem("not-acceptable", f"offered: {', '.join(OFFERED)}", {"offered": list(OFFERED)})
    known = releases.newest_first()
    before = [releases.folder / each.version for each in known[known.index(entry) + 1 :][:1]]
    stream, here = stream_of(at), _page(entry, at)
    head = f"<{stream}> <{TREE}view> <{here}> .\n".encode()
    members = events(next(iter(before), None), releases.folder / entry.version, at.base, stream, entry.at)

    headers = {"Vary": "Accept", "Cache-Control": FOREVER}
    return StreamingResponse(chain([head], members), headers=headers, media_type=OFFERED[place])


def _page(entry: Entry, at: Addresses) -> str:
    return at.url(f"release/{entry.version}/changes")
