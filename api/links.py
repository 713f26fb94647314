"""Link headers (RFC 8288): what a resource is, where its other formats are, what it belongs to, how to cite it.

The same links stand in the head of each page. Relations are registered ones, after FAIR Signposting: cite-as,
describedby, type, license, collection, item, linkset; a set too long for a header goes into the link set (RFC 9264).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

CONTEXT_RELATION = "http://www.w3.org/ns/json-ld#context"
"""The relation by which plain JSON names its JSON-LD context (JSON-LD 1.1, section 6.1)."""


@dataclass(frozen=True, slots=True)
class Link:
    """One typed link from the resource that is answered."""

    href: str
    rel: str
    type: str | None = None
    """Media type of the target, where it is known."""
    title: str | None = None
    profile: str | None = None

    def __str__(self) -> str:
        """Write the link as one value of the Link header."""
        attributes = [f'rel="{self.rel}"']
        if self.type:
            attributes.append(f'type="{self.type}"')
        if self.title:
            attributes.append(_titled(self.title))
        if self.profile:
            attributes.append(f'profile="{self.profile}"')
        return f"<{self.href}>; {'; '.join(attributes)}"


def header(links: Iterable[Link]) -> str:
    """Return links as the value of one Link header.

    >>> header([Link("/a.ttl", "alternate", "text/turtle"), Link("/", "collection")])
    '</a.ttl>; rel="alternate"; type="text/turtle", </>; rel="collection"'
    """
    return ", ".join(str(link) for link in links)


def linkset(anchor: str, links: Iterable[Link]) -> dict[str, object]:
    """Return links as a link set document, `application/linkset+json` (RFC 9264, section 4.2)."""
    relations: dict[str, list[dict[str, str]]] = {}
    for link in links:
        target = {"href": link.href} | ({"type": link.type} if link.type else {})
        target |= {"title": link.title} if link.title else {}
        relations.setdefault(link.rel, []).append(target | ({"profile": link.profile} if link.profile else {}))
    return {"linkset": [{"anchor": anchor, **relations}]}


def _titled(title: str) -> str:
    """Write the title attribute; RFC 8187's extended form where it is not plain ASCII."""
    if title.isascii():
        return 'title="{}"'.format(title.replace("\\", "\\\\").replace('"', '\\"'))
    return f"title*=UTF-8''{quote(title, safe='')}"
