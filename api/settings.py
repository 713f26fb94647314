"""Every setting of the service, with its default and its meaning; the documentation is written from this file.

A setting is given as a field, by `--set NAME=VALUE`, as the environment variable `CRIMECONGRESS_<NAME>`, or in a file
of such lines that `--settings` or `CRIMECONGRESS_SETTINGS` names (default: `crimecongress.env` in the working folder);
the environment wins over the file, `--set` over both.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from difflib import get_close_matches
from ipaddress import ip_network
from pathlib import Path

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from api.engine.errors import SettingError
from api.engine.limits import Limits
from ontology.files import folder

PREFIX = "CRIMECONGRESS_"


def _graph() -> Path:
    return folder("graph")


def _cores() -> int:
    return max(2, os.cpu_count() or 1)


def _cache() -> Path:
    home = os.environ.get("XDG_CACHE_HOME")
    return Path(home) / "crimecongress" if home else Path(tempfile.gettempdir()) / f"crimecongress-{os.getuid()}"


class Settings(BaseSettings):
    """The settings of one service."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=os.environ.get(f"{PREFIX}SETTINGS", "crimecongress.env"),
        extra="ignore",
        frozen=True,
    )

    graph: Path = Field(
        default_factory=_graph,
        description="The graph: a file (.trig, .nq, .ttl, .nt, .rdf), a folder of releases or of one, or a store.",
    )
    base: str | None = Field(default=None, description="Base of the graph's IRIs; read from the graph when not given.")
    root_path: str = Field(
        default="", description="Path prefix under which a proxy serves this service: /crimecongress."
    )
    proxies: tuple[str, ...] = Field(
        default=("127.0.0.1", "::1"),
        description="Addresses and networks of proxies whose X-Forwarded-For, -Proto, -Host and -Prefix are believed, "
        "as a JSON list.",
    )
    engine: str | None = Field(
        default=None,
        description="URL of a SPARQL 1.1 Protocol server that evaluates the queries instead of this process.",
    )

    processes: int = Field(
        default=1,
        ge=1,
        le=256,
        description="Processes that speak HTTP on the one address, each with its share of workers, queue and cache, "
        "and with the graph loaded for itself.",
    )
    workers: int = Field(
        default_factory=_cores,
        ge=1,
        description="Queries at full priority at the same time (default: cores, at least 2).",
    )
    concurrent: int = Field(default=16, ge=1, description="Queries evaluated at the same time, slow ones included.")
    concurrent_per_client: int = Field(default=12, ge=1, description="Queries that one client may have under way.")
    rate: int = Field(
        default=0, ge=0, description="Requests of one client in a minute, shared out to the processes; 0: no limit."
    )
    queue: int = Field(default=64, ge=0, description="Queries that may wait for a worker.")
    queue_seconds: float = Field(default=10.0, gt=0, description="Longest wait for a worker, in seconds.")
    seconds: float = Field(default=30.0, gt=0, description="Wall clock for one query, in seconds.")
    cpu_seconds: int = Field(default=30, ge=0, description="Processor time for one query, in seconds; 0: no limit.")
    memory_mb: int = Field(
        default=1_024, ge=0, description="Memory of one query beyond the loaded graph, in MiB; 0: no limit."
    )
    rows: int = Field(default=10_000_000, ge=0, description="Rows of one answer; 0: no limit.")
    answer_mb: int = Field(
        default=2_000, ge=0, description="Size of one answer before compression, in MiB; 0: no limit."
    )
    query_length: int = Field(default=200_000, ge=1, description="Characters of one query.")
    head_kb: int = Field(default=64, ge=1, description="Size of a request's line and header fields together, in KiB.")
    head_seconds: float = Field(
        default=10.0,
        gt=0,
        description="How long a client may take to send a request's line and header fields, in seconds.",
    )
    body_kb: int = Field(default=4_096, ge=1, description="Size of a request's body, in KiB.")
    body_seconds: float = Field(
        default=30.0, gt=0, description="How long a client may take to send a request's body, in seconds."
    )
    stall_seconds: float = Field(
        default=10.0, gt=0, description="How long a client may take nothing of an answer that waits for it, in seconds."
    )

    follow_seconds: float = Field(
        default=2.0,
        ge=0,
        description="Seconds between two looks for a new release in the folder served; 0: only SIGHUP changes it.",
    )
    past_releases: int = Field(
        default=2, ge=0, description="Earlier releases that are open for queries at the same time; 0: none is."
    )
    past_seconds: float = Field(
        default=300.0, gt=0, description="Seconds without a request after which an earlier release is closed."
    )
    memory_store_mb: int = Field(
        default=1_000,
        ge=0,
        description="Graph files up to this size (MiB) are held in memory, larger ones in an on-disk store.",
    )
    cache: Path = Field(default_factory=_cache, description="Folder for the on-disk stores of large graphs.")
    cache_mb: int = Field(default=64, ge=0, description="Memory for answers that are kept, in MiB; 0: none are.")
    max_age: int = Field(
        default=300, ge=0, description="Seconds for which others may keep an answer without asking again."
    )

    services: tuple[str, ...] = Field(
        default=(), description="Endpoints that SERVICE may name, as a JSON list; none by default."
    )
    service_seconds: float = Field(default=10.0, gt=0, description="Wall clock for one SERVICE call, in seconds.")
    service_mb: int = Field(default=4, ge=1, description="Size of the answer to one SERVICE call, in MiB.")
    service_private: bool = Field(
        default=False, description="Let SERVICE call listed endpoints in private networks, this machine's included."
    )

    validation_kb: int = Field(default=1024, ge=1, description="Size of the RDF that one check may be sent, in KiB.")
    validation_seconds: float = Field(default=20.0, gt=0, description="Wall clock for one check, in seconds.")

    shutdown_seconds: float = Field(
        default=10.0, gt=0, description="How long running queries may go on at the end, in seconds."
    )
    log_level: str = Field(
        default="INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="DEBUG, INFO, WARNING or ERROR."
    )
    log_queries: bool = Field(default=False, description="Write the text of queries into the log.")
    log_clients: bool = Field(default=False, description="Write the addresses of clients into the log.")
    metrics_token: str | None = Field(
        default=None, description="Bearer token for /metrics; without one there is no /metrics."
    )

    @field_validator("proxies")
    @classmethod
    def _are_networks(cls, proxies: tuple[str, ...]) -> tuple[str, ...]:
        for each in proxies:
            ip_network(each, strict=False)
        return proxies

    def share(self, number: int) -> int:
        """Return what one process has of a number that the settings give to all: at least 1, or 0 of 0."""
        return -(-number // self.processes)

    @property
    def limits(self) -> Limits:
        """The limits of one query and of one process's pool."""
        return Limits(
            seconds=self.seconds,
            cpu_seconds=self.cpu_seconds,
            memory_mb=self.memory_mb,
            rows=self.rows,
            bytes=self.answer_mb << 20,
            query_length=self.query_length,
            concurrent=self.share(self.concurrent),
            concurrent_per_client=self.share(self.concurrent_per_client),
            queue=self.share(self.queue),
            queue_seconds=self.queue_seconds,
        )


def named(name: str) -> str:
    """Return the name of a setting as its field has it, from any spelling: "Max-Age", "CRIMECONGRESS_MAX_AGE".

    Raises SettingError with the nearest name for one that there is not.
    """
    plain = name.strip().upper().replace("-", "_").removeprefix(PREFIX).lower()
    if plain in Settings.model_fields:
        return plain
    near = get_close_matches(plain, Settings.model_fields, 1)
    raise SettingError(f"setting {name.strip()}: there is none of this name" + (f"; is it {near[0]}?" if near else ""))


@dataclass(frozen=True, slots=True)
class Described:
    """One setting, as the documentation lists it."""

    name: str
    variable: str
    """The environment variable."""
    default: str
    meaning: str


def described() -> tuple[Described, ...]:
    """Return all settings in the order of this file."""
    return tuple(
        Described(name, PREFIX + name.upper(), _default(field.default), str(field.description))
        for name, field in Settings.model_fields.items()
    )


def _default(value: object) -> str:
    """Return a default as text; one that depends on the machine has none."""
    return "" if value is None or str(value) == "PydanticUndefined" else str(value)
