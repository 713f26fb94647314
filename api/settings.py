"""Every setting of the service, with its default and its meaning; the documentation is written from this file.

A setting is given as a field, as the environment variable `CRIMECONGRESS_<NAME>`, or in a file of such lines that
`CRIMECONGRESS_SETTINGS` names (default `crimecongress.env` in the working folder); the environment wins over the file.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from api.engine.limits import Limits
from ontology.files import folder


def _default_graph() -> Path:
    return folder("graph")


def _default_cache() -> Path:
    home = os.environ.get("XDG_CACHE_HOME")
    return Path(home) / "crimecongress" if home else Path(tempfile.gettempdir()) / f"crimecongress-{os.getuid()}"


class Settings(BaseSettings):
    """The settings of one service."""

    model_config = SettingsConfigDict(
        env_prefix="CRIMECONGRESS_",
        env_file=os.environ.get("CRIMECONGRESS_SETTINGS", "crimecongress.env"),
        extra="ignore",
        frozen=True,
    )

    graph: Annotated[
        Path,
        Field(
            description="The graph: a .trig, .nq or .ttl file, a folder with crimecongress.trig, or an Oxigraph store."
        ),
    ] = Field(default_factory=_default_graph)
    base: Annotated[str | None, Field(description="Base of the graph's IRIs; read from the graph when not given.")] = (
        None
    )
    root_path: Annotated[
        str, Field(description="Path prefix under which a proxy serves this service, such as /crimecongress.")
    ] = ""
    engine: Annotated[
        str | None,
        Field(
            description="URL of a SPARQL 1.1 Protocol server that evaluates the queries instead of the embedded engine."
        ),
    ] = None

    workers: Annotated[
        int,
        Field(
            ge=1,
            description="Queries evaluated at full priority at the same time; by default one a core, two at least.",
        ),
    ] = Field(default_factory=lambda: max(2, os.cpu_count() or 1))
    concurrent: Annotated[int, Field(ge=1, description="Queries evaluated at the same time, slow ones included.")] = 16
    concurrent_per_client: Annotated[int, Field(ge=1, description="Queries that one client may have under way.")] = 12
    queue: Annotated[int, Field(ge=0, description="Queries that may wait for a worker.")] = 64
    queue_seconds: Annotated[float, Field(gt=0, description="Longest wait for a worker, in seconds.")] = 10.0
    seconds: Annotated[float, Field(gt=0, description="Wall clock for one query, in seconds.")] = 30.0
    cpu_seconds: Annotated[
        int, Field(ge=0, description="Processor time for one query, in seconds; 0 means no limit.")
    ] = 30
    memory_mb: Annotated[
        int, Field(ge=0, description="Memory one query may use beyond the loaded graph, in MiB; 0 means no limit.")
    ] = 512
    rows: Annotated[int, Field(ge=0, description="Rows of one answer; 0 means no limit.")] = 10_000_000
    answer_mb: Annotated[
        int, Field(ge=0, description="Size of one answer before compression, in MiB; 0 means no limit.")
    ] = 2_000
    query_length: Annotated[int, Field(ge=1, description="Characters of one query.")] = 200_000
    stall_seconds: Annotated[
        float, Field(gt=0, description="How long a client may take no byte of an answer while a worker waits for it.")
    ] = 10.0

    memory_store_mb: Annotated[
        int, Field(ge=0, description="Graph files up to this size are held in memory, larger ones in an on-disk store.")
    ] = 1_000
    cache: Annotated[Path, Field(description="Folder for the on-disk stores of large graphs.")] = Field(
        default_factory=_default_cache
    )
    cache_mb: Annotated[int, Field(ge=0, description="Memory for answers that are kept, in MiB; 0 keeps none.")] = 64
    max_age: Annotated[
        int, Field(ge=0, description="Seconds for which caches may keep an answer without asking again.")
    ] = 300
    services: Annotated[tuple[str, ...], Field(description="Endpoints that SERVICE may name; none by default.")] = ()
    service_seconds: Annotated[float, Field(gt=0, description="Wall clock for one SERVICE call, in seconds.")] = 10.0
    service_mb: Annotated[int, Field(ge=1, description="Size of the answer to one SERVICE call, in MiB.")] = 4

    shutdown_seconds: Annotated[
        float, Field(gt=0, description="How long running queries may go on when the service is told to stop.")
    ] = 10.0
    log_queries: Annotated[bool, Field(description="Write the text of queries into the log.")] = False
    log_clients: Annotated[bool, Field(description="Write the addresses of clients into the log.")] = False
    log_level: Annotated[
        str, Field(pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="DEBUG, INFO, WARNING or ERROR.")
    ] = "INFO"
    metrics_token: Annotated[
        str | None, Field(description="Bearer token for /metrics; without one there is no /metrics.")
    ] = None

    @property
    def limits(self) -> Limits:
        """The limits of one query and of the pool."""
        return Limits(
            seconds=self.seconds,
            cpu_seconds=self.cpu_seconds,
            memory_mb=self.memory_mb,
            rows=self.rows,
            bytes=self.answer_mb << 20,
            query_length=self.query_length,
            concurrent=self.concurrent,
            concurrent_per_client=self.concurrent_per_client,
            queue=self.queue,
            queue_seconds=self.queue_seconds,
        )
