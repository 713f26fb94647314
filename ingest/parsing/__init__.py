"""From the text of a document to its parts: `parse_report` reads any genre, losslessly.

Lines -> furniture and contents taken out -> units (words that belong together) -> structure (what each unit is)
-> wording (the signs of the file taken off) -> parts and fragments. The next step is `ingest.mentions`.
"""

from __future__ import annotations

from ingest.parsing.parse import parse_report

__all__ = ["parse_report"]
