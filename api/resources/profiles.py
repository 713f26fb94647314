"""The same resource by other profiles (Content Negotiation by Profile): stated only, with evidence, schema.org, SKOS.

A client asks by Accept-Profile or by `_profile=`; `alt` lists what there is. The plain description, with its evidence,
is the profile that is sent to whoever asks for none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from api import representations
from api.description import Description
from api.links import Link
from api.pages import schema_org
from api.pages.reading import Facts, level_of
from api.problems import Problem
from ontology import terms
from ontology.identifiers import BASE

if TYPE_CHECKING:
    from starlette.requests import Request

    from api.addresses import Addresses
    from api.names import Names
    from ontology.identifiers import Identifier

ALTR = "http://www.w3.org/ns/dx/connegp/altr#"
PROF = "http://www.w3.org/ns/dx/prof/"


@dataclass(frozen=True, slots=True)
class Profile:
    """One way in which a resource is described."""

    token: str
    iri: str
    title: str


FULL = Profile("full", f"{BASE}profile/full", "All statements, with the evidence for them")
STATED = Profile("stated", f"{BASE}profile/stated", "Only what documents state in their own words, with the evidence")
SCHEMA = Profile("schema", "https://schema.org/", "The main statements in schema.org's words")
SKOS = Profile("skos", "http://www.w3.org/2004/02/skos/core", "Names, notes and places in schemes, in SKOS's words")
ALT = Profile("alt", "http://www.w3.org/ns/dx/connegp/altr", "The list of these profiles and their formats")

PROFILES = (FULL, STATED, SCHEMA, SKOS, ALT)
"""The first is the one that is sent to whoever asks for none."""

_RANGE = re.compile(r"<?\s*([^<>;,\s]+)\s*>?\s*(?:;\s*q\s*=\s*(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?))?")


def asked_profile(request: Request) -> Profile:
    """Return the profile that a request asks for: the address wins over the header, which may ask in vain.

    Raises Problem (400) for a name in the address that no profile has.
    """
    if token := request.query_params.get("_profile"):
        found = next((each for each in PROFILES if token in (each.token, each.iri)), None)
        if found is None:
            names = ", ".join(each.token for each in PROFILES)
            raise Problem("bad-request", f"_profile is one of {names}; found {token[:60]!r}")
        return found
    return by_header(request.headers.get("accept-profile", ""))


def by_header(header: str) -> Profile:
    """Return the profile that an Accept-Profile header prefers, FULL when it names none of ours.

    >>> by_header("<https://schema.org/>;q=0.3, <http://www.w3.org/2004/02/skos/core>;q=0.8").token
    'skos'
    """
    asked = {found[1]: float(found[2] or 1) for part in header.split(",") if (found := _RANGE.match(part.strip()))}
    wanted = [(asked[each.iri], -place, each) for place, each in enumerate(PROFILES) if asked.get(each.iri, 0) > 0]
    return max(wanted)[2] if wanted else FULL


def by_profile(
    description: Description, profile: Profile, found: Identifier | None, names: Names, at: Addresses
) -> Description:
    """Return what a profile says of a described resource."""
    if profile is STATED:
        kept = tuple(q for q in description.quads if level_of(_graph(q), names.base) == "stated")
        return Description(description.iri, kept)
    if profile is SCHEMA:
        return Description(description.iri, tuple(_in_schema_org(description, found, names)))
    if profile is SKOS:
        return Description(description.iri, tuple(_in_skos(description, names)))
    if profile is ALT:
        return Description(description.iri, tuple(_alternatives(description.iri, at)))
    return description


def _graph(quad: Quad) -> str:
    return quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""


def _say(subject: str, predicate: str, value: NamedNode | Literal) -> Quad:
    return Quad(NamedNode(subject), NamedNode(predicate), value, DefaultGraph())


def _in_schema_org(description: Description, found: Identifier | None, names: Names) -> Sequence[Quad]:
    iri = description.iri
    body = schema_org.described(iri, found, names.label(iri), Facts.of(description.quads), [], "")
    quads = [_say(iri, terms.RDF + "type", NamedNode(terms.SCHEMA + str(body["@type"])))]
    for key, value in body.items():
        if not key.startswith("@") and isinstance(value, str):
            node = NamedNode(value) if key == "url" else Literal(value)
            quads.append(_say(iri, terms.SCHEMA + key, node))
        elif isinstance(value, Mapping):
            quads.append(_say(iri, terms.SCHEMA + key, NamedNode(str(value["@id"]))))
    mentioned = Facts.of(description.quads).all(iri, terms.mentions)
    return [*quads, *(_say(iri, terms.SCHEMA + "mentions", NamedNode(each)) for each in mentioned)]


def _in_skos(description: Description, names: Names) -> Sequence[Quad]:
    iri, facts = description.iri, Facts.of(description.quads)
    kept = [q for q in description.own() if q.predicate.value.startswith(terms.SKOS)]
    kept = [Quad(q.subject, q.predicate, q.object, DefaultGraph()) for q in kept]
    if not facts.text(iri, terms.SKOS + "prefLabel"):
        kept.insert(0, _say(iri, terms.SKOS + "prefLabel", Literal(names.label(iri), language="en")))
    if text := facts.text(iri, terms.text):
        kept.append(_say(iri, terms.SKOS + "definition", Literal(text, language="en")))
    return list(dict.fromkeys(kept))


def _alternatives(iri: str, at: Addresses) -> Sequence[Quad]:
    """List the profiles and formats of a resource in the vocabulary of the specification."""
    quads = []
    for profile in PROFILES:
        for form in representations.DATA:
            address = at.url(f"{at.path(iri)}.{form.names[0]}") + f"?_profile={profile.token}"
            quads += [
                _say(iri, ALTR + "hasRepresentation", NamedNode(address)),
                _say(address, terms.RDF + "type", NamedNode(ALTR + "Representation")),
                _say(address, terms.DCTERMS + "conformsTo", NamedNode(profile.iri)),
                _say(address, terms.DCTERMS + "format", Literal(form.media_type)),
                _say(profile.iri, PROF + "hasToken", Literal(profile.token)),
                _say(profile.iri, terms.DCTERMS + "title", Literal(profile.title, language="en")),
            ]
    return list(dict.fromkeys(quads))


def profile_links(profile: Profile, path: str, at: Addresses) -> list[Link]:
    """Return the link to the profile that was sent, and to the list of the others."""
    return [Link(profile.iri, "profile"), Link(at.url(path) + "?_profile=alt", "alternate", profile=ALT.iri)]
