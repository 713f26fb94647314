"""The engine: queries in, complete answers or an error out, each evaluated in a process that can be killed.

`Engine` is what the rest of the service uses. Below it: `pool` (who runs what, and for how long), `nursery` and
`zygote` (the process that loads once and forks), `worker`, `evaluate`, `sink` and `writing` (inside a worker),
`exchange` (the bytes on their way), `release` (what is served).
"""

from __future__ import annotations

from api.engine.answers import Answer, Query
from api.engine.engine import Engine
from api.engine.errors import EngineError
from api.engine.limits import Limits
from api.engine.release import GraphInfo, ReleaseInfo

__all__ = ["Answer", "Engine", "EngineError", "GraphInfo", "Limits", "Query", "ReleaseInfo"]
