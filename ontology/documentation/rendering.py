"""The documentation as HTML: a fragment for a page's main part, whose headings begin at h1."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ontology.documentation.drawing import draw_classes, draw_relations

if TYPE_CHECKING:
    from ontology.documentation.reading import Documentation

FILES = (Path(__file__).parent, Path(__file__).parent / "templates", Path(__file__).parents[1])
"""The folders of the files that decide what the documentation looks like; the last one has the alignments."""


def render(
    documentation: Documentation,
    formats: Iterable[tuple[str, str]] = (),
    href: Callable[[str], str] = lambda iri: iri,
) -> Markup:
    """Return the documentation as HTML; `formats` are (address, name) of its other forms.

    `href` turns the IRI of something that is not documented here into the address of its page.
    """
    template = _environment().get_template("documentation.html")
    html = template.render(
        doc=documentation,
        formats=tuple(formats),
        href=href,
        relations=draw_relations(documentation.index),
        classes=draw_classes(documentation.index),
    )
    return Markup(html)  # noqa: S704 - the template escapes all that is not markup


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
