"""What every request passes through: the envelope, then compression, then the handlers of what nobody answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette_compress import CompressMiddleware, add_compress_type

from api import failing, results
from api.allowing import allowed_at
from api.envelope import Envelope
from api.problems import MEDIA_TYPE
from api.sending import SMALL

if TYPE_CHECKING:
    from fastapi import FastAPI

    from api.journal import Journal
    from api.rates import Rates


def wrap(app: FastAPI, journal: Journal, rates: Rates) -> None:
    """Add the layers to an app."""
    for media_type in {f.media_type for f in results.FORMATS} | {MEDIA_TYPE}:
        add_compress_type(media_type)
    failing.handle(app)
    app.add_middleware(CompressMiddleware, minimum_size=SMALL)
    app.add_middleware(Envelope, journal=journal, allow=lambda scope: allowed_at(app, scope), rates=rates)
