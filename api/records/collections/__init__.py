"""The collections of the JSON API: recommendations, documents, paragraphs, instruments and the rest."""

from __future__ import annotations

from api.records.collections.outcomes import RECOMMENDATIONS
from api.records.collections.texts import DOCUMENT_LIST, MENTION_LIST, PARAGRAPH_LIST
from api.records.collections.things import THINGS

COLLECTIONS = {each.name: each for each in (RECOMMENDATIONS, DOCUMENT_LIST, PARAGRAPH_LIST, *THINGS, MENTION_LIST)}
"""Every collection by its name, in the order of the documentation."""

__all__ = ["COLLECTIONS", "RECOMMENDATIONS"]
