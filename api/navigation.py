"""What every page's head leads to, whether a template or the service itself writes the page."""

from __future__ import annotations

SITE_NAME = "Crime congress recommendations"

NAVIGATION = (
    ("recommendations", "Recommendations"),
    ("documents", "Documents"),
    ("congresses", "Congresses"),
    ("instruments", "Instruments"),
    ("actors", "Actors"),
    ("coverage", "Coverage"),
    ("query", "Query"),
)
"""The entries: path and label."""
