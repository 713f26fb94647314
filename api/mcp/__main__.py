"""`python -m api.mcp [GRAPH]`: the MCP server over stdio, for a client that starts it itself."""

from __future__ import annotations

import asyncio
import logging
import sys
from pathlib import Path

from api.engine import Engine
from api.mcp.serving import server_of
from api.settings import Settings
from api.site import Site


async def serve(settings: Settings) -> None:
    """Load the graph and answer on stdin and stdout until the client leaves."""
    engine = Engine(settings)
    await engine.start()
    try:
        await server_of(Site(engine)).run_stdio_async()
    finally:
        await engine.stop()


if __name__ == "__main__":
    # stdout belongs to the protocol
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    asyncio.run(serve(Settings(graph=Path(sys.argv[1])) if len(sys.argv) > 1 else Settings()))
