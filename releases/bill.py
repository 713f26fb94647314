"""The bill of materials that a publisher puts into a release: which packages the code consists of (CycloneDX, JSON)."""

from __future__ import annotations

import json
from pathlib import Path

from releases.errors import ReleaseError


def copy_bill(source: Path, target: Path) -> None:
    """Copy a bill of materials, byte for byte.

    Raises ReleaseError for what is none, OSError.
    """
    content = source.read_bytes()
    try:
        said = json.loads(content)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict) or said.get("bomFormat") != "CycloneDX":
        raise ReleaseError(f"{source}: found no bill of materials, expected CycloneDX as JSON; `make sbom` writes one")
    target.write_bytes(content)
