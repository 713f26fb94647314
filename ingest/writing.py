"""The way back: a Report is written as the text that it was read from."""

from __future__ import annotations

from ingest.document import Report


def write_report(report: Report) -> str:
    """Return the text of the report's source, from its fragments alone."""
    return "".join(fragment.raw for fragment in report.fragments)
