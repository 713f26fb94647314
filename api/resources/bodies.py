"""The body of a resource in the format that is asked for: page, data, citation or link set."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from api import citing, representations
from api.links import Link, linkset
from api.pages.browsing import list_page
from api.pages.rendering import render
from api.pages.resource import identify
from api.pages.resource_page import resource_page
from api.pages.vocabulary import ontology_page
from api.problems import Problem
from api.records.collections import COLLECTIONS
from api.resources.linking import LINKSET
from api.resources.profiles import by_profile
from ontology.identifiers import ONTOLOGY_IRI, rebased, topic_scheme

if TYPE_CHECKING:
    from api.addresses import Addresses
    from api.description import Description
    from api.resources.asked import Asked
    from api.site import Site


async def body_of(site: Site, at: Addresses, asked: Asked, description: Description, links: Sequence[Link]) -> bytes:
    """Return the body of a described resource.

    Raises Problem not-found for the citation of what stands in no document.
    """
    if asked.form is representations.HTML:
        return await _page(site, at, asked, description, links)
    if asked.form is LINKSET:
        return (json.dumps(linkset(asked.iri, links), ensure_ascii=False, indent=2) + "\n").encode()
    names = await site.names()
    if asked.form in citing.STYLES:
        work = citing.work_of(asked.iri, names)
        if work is None:
            raise Problem("not-found", f"{asked.iri} stands in no document, so there is no citation of it")
        return citing.STYLES[asked.form](work).encode()
    found = identify(asked.iri, names.base)
    shown = by_profile(description, asked.profile, found, names, at)
    return representations.represent(shown, asked.form, site.context, site.prefixes)


async def _page(site: Site, at: Addresses, asked: Asked, description: Description, links: Sequence[Link]) -> bytes:
    if asked.iri == ONTOLOGY_IRI:
        return render("ontology.html", await ontology_page(site, at, links), site, at)
    if asked.iri == rebased(topic_scheme(), at.base):
        return render("list.html", await list_page(site, at, COLLECTIONS["topics"], asked.pairs), site, at)
    return await resource_page(site, at, description, links)
