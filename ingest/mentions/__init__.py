"""The matchers: each module finds one family of mentions in one wording; `find_mentions` reads a whole report."""

from __future__ import annotations

from ingest.spans import Mention, Reading, Surface, Unresolved

__all__ = ["Mention", "Reading", "Surface", "Unresolved"]
