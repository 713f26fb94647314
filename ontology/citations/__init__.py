"""Citations as people write them, read: which work, which paragraph and letter of it, and the IRIs that may be meant.

`read_citation` takes the words apart, `candidates` turns them into IRIs with what is known of symbols and names;
whether the graph has them is the caller's question. The web resolver, the search box and the command use these two.
"""

from __future__ import annotations

from ontology.citations.meaning import Known, candidates, name_key, symbol_key
from ontology.citations.reading import LONGEST, Citation, CitationError, read_citation

__all__ = [
    "LONGEST",
    "Citation",
    "CitationError",
    "Known",
    "candidates",
    "name_key",
    "read_citation",
    "symbol_key",
]
