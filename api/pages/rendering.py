"""Templates to bytes: one Jinja2 environment, autoescaped, strict about what a template may name."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from api.navigation import NAVIGATION, SITE_NAME
from api.stamp import stamp

if TYPE_CHECKING:
    from api.addresses import Addresses
    from api.pages.model import Page
    from api.site import Site

__all__ = ["SITE_NAME", "environment", "json_block", "render"]

HERE = Path(__file__).parent


def render(template: str, page: Page, site: Site, at: Addresses, **more: object) -> bytes:
    """Return a page as HTML."""
    return (
        environment()
        .get_template(template)
        .render(
            page=page,
            at=at,
            release=site.engine.release,
            keeps_releases=site.keeps_releases,
            site_name=SITE_NAME,
            navigation=NAVIGATION,
            stamp=stamp()[:8],
            **more,
        )
        .encode()
    )


@cache
def environment() -> Environment:
    """Return the environment of all templates."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["json_block"] = json_block
    return made


def json_block(value: object) -> Markup:
    r"""Write JSON for a script element: no "<", ">" or "&" is left in it, so that nothing can end the element.

    >>> json_block({"a": "</script>"})
    Markup('{"a": "\\u003c/script\\u003e"}')
    """
    text = json.dumps(value, ensure_ascii=False)
    for sign, escape in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(sign, escape)
    return Markup(text)  # noqa: S704 - no character of it can leave the element
