"""What changes when the code or the files that make answers do: part of every entity tag, and of static addresses."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent

SUFFIXES = (".css", ".html", ".js", ".jsonld", ".py", ".svg", ".ttl", ".txt")


@cache
def stamp() -> str:
    """Return a digest over the modules, templates and static files of the service, and the JSON-LD context."""
    digest = hashlib.sha256()
    kinds = ("**/*.py", "pages/**/*", "../ontology/**/*", "../releases/*.py")
    for path in sorted({path for kind in kinds for path in HERE.glob(kind) if path.is_file()}):
        if path.suffix in SUFFIXES:
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
