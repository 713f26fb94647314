"""What a request for a resource asks for: which IRI its path stands for, in which format, by which profile."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from api import citing, negotiation, representations
from api.addresses import Addresses, canonical_path
from api.problems import Problem
from api.resources.linking import LINKSET
from api.resources.profiles import ALT, FULL, Profile, asked_profile
from ontology.identifiers import ONTOLOGY_IRI

if TYPE_CHECKING:
    from starlette.requests import Request

    from api.results import Format

ONTOLOGY_PATH = re.compile(r"ontology(?:/[0-9]+\.[0-9]+\.[0-9]+)?")

LONGEST = 1_000
"""Characters of a path beyond which nothing is looked up."""

BY_SUFFIX = representations.BY_SUFFIX | {form.names[0]: form for form in (*citing.STYLES, LINKSET)}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks for."""

    iri: str
    path: str
    """Below our root, without the suffix, escaped."""
    form: Format
    by_suffix: bool
    profile: Profile = FULL
    pairs: list[tuple[str, str]] = field(default_factory=list)
    """The parameters, which only the list of topics has."""


def read_asked(request: Request, at: Addresses) -> Asked:
    """Read path, parameters and headers.

    Raises Problem: not-found for what cannot be an address of ours, not-acceptable when no format fits, bad-request for
    an unknown profile.
    """
    path = canonical_path(request.path_params.get("rest", ""))
    word = request.url.path.removeprefix(at.prefix).strip("/").partition("/")[0]
    stem, suffix = split_suffix("/".join(filter(None, (word, path))))
    if len(stem) > LONGEST or not stem.isprintable():
        raise Problem("not-found", "an address here is shorter and printable")
    # a version of the ontology answers as the ontology does: there is one, and its versionIRI says which
    iri = ONTOLOGY_IRI if ONTOLOGY_PATH.fullmatch(stem) else at.iri(stem)
    profile = asked_profile(request)
    form = BY_SUFFIX[suffix] if suffix else _negotiated(request)
    if profile is ALT and form is representations.HTML:
        form = representations.TURTLE
    return Asked(iri, at.path(iri) or stem, form, bool(suffix), profile, request.query_params.multi_items())


def _negotiated(request: Request) -> Format:
    """Return the format that `_mediatype` names or the Accept header prefers."""
    accept = request.query_params.get("_mediatype") or request.headers.get("accept")
    # citations and the link set are sent to those who ask for just these, never to who accepts anything
    forms = (*representations.FORMATS, *citing.STYLES, LINKSET)
    offered = [(form, media_type) for form in forms for media_type in (form.media_type, *form.aliases)]
    place = negotiation.choose(accept, [media_type for _, media_type in offered])
    if place is None:
        types = [form.media_type for form in representations.FORMATS]
        raise Problem("not-acceptable", f"offered: {', '.join(types)}", {"offered": types}, {"Vary": "Accept"})
    return offered[place][0]


def split_suffix(path: str) -> tuple[str, str]:
    """Split the name of a format from the end of a path.

    >>> split_suffix("document/A/CONF.234/RPM.3/1.ttl"), split_suffix("document/A/CONF.234/PM.1")
    (('document/A/CONF.234/RPM.3/1', 'ttl'), ('document/A/CONF.234/PM.1', ''))
    """
    stem, dot, suffix = path.rpartition(".")
    return (stem, suffix) if dot and suffix in BY_SUFFIX else (path, "")
