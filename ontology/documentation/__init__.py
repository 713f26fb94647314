"""The ontology for readers: HTML from its triples, with an anchor a term, code lists and two drawings.

In: the triples of the ontology, as a file or a graph of the service has them. Out: `read_documentation` gives what is
said of each term, `render` the HTML, a fragment that the site puts into its layout. No script, nothing fetched.
"""

from __future__ import annotations

from ontology.documentation.reading import (
    Documentation,
    Reference,
    Section,
    TermEntry,
    alignments,
    read_documentation,
)
from ontology.documentation.rendering import FILES, render

__all__ = ["FILES", "Documentation", "Reference", "Section", "TermEntry", "alignments", "read_documentation", "render"]
