"""The servers that are compared, each started here and ended by its process: this service and its peers.

Each is given the same triples, answers GET with `query=`, and says what it takes of processor and memory, with all the
processes that it starts.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from bench.client import Client, get
from bench.workload import SELECT
from releases.folder import is_releases

Starting = Callable[[Path, Path], contextlib.AbstractContextManager["Running"]]
QUIET = {"CRIMECONGRESS_LOG_LEVEL": "WARNING", "CRIMECONGRESS_CONCURRENT_PER_CLIENT": "64"}


@dataclass(frozen=True, slots=True)
class Running:
    """A server that answers."""

    port: int
    path: str
    pid: int
    ready: float
    """Seconds from its start until it answered with the whole graph loaded."""

    def request(self, query: str, accept: str) -> bytes:
        """Return the HTTP request for a query."""
        return get(self.path, accept, query=query)

    def cpu(self) -> float:
        """Return the processor seconds of its processes so far, to the nanosecond that the kernel keeps."""
        return sum(map(_cpu, _family(self.pid)))

    def memory(self) -> float:
        """Return the memory of its processes in MiB, shared pages counted once."""
        return sum(map(_memory, _family(self.pid)))


def _family(pid: int) -> list[int]:
    """Return a process and all below it."""
    found = [pid]
    for one in found:
        with contextlib.suppress(OSError):
            for task in Path(f"/proc/{one}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
    return found


def _cpu(pid: int) -> float:
    """Return the processor seconds of a process, and of those of its children that have ended."""
    with contextlib.suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ended = (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")
        # the CPU clock of another process, as clock_getcpuclockid makes it
        return ended + time.clock_gettime((~pid << 3) | 2)
    return 0.0


def _memory(pid: int) -> float:
    with contextlib.suppress(OSError):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
    return 0.0


# -- starting and ending


@contextlib.contextmanager
def started(
    command: Sequence[str | Path],
    path: str = "/sparql",
    *,
    port: int | None = None,
    folder: Path | None = None,
    fill: Callable[[int], None] | None = None,
    environment: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Running]:
    """Run a server until the end of the block; `{port}` in the command stands for a free port.

    Raises RuntimeError when it does not answer.
    """
    port = port or free_port()
    words = [str(word).format(port=port) for word in command]
    began = time.perf_counter()
    process = subprocess.Popen(
        words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder, env={**os.environ, **environment}
    )
    try:
        wait(process, port, path)
        if fill is not None:
            fill(port)
        yield Running(port, path, process.pid, time.perf_counter() - began)
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait(process: subprocess.Popen[bytes], port: int, path: str, seconds: float = 900.0) -> None:
    """Wait until a server answers a query."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError, ValueError), Client(port) as client:
            if client.ask(get(path, SELECT, query="ASK {}")).status == 200:
                return
        time.sleep(0.02)
    raise RuntimeError(f"no answer from {process.args!r}")


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def program(name: str) -> str:
    """Return the path of a program of this environment."""
    return str(Path(sys.executable).with_name(name))


# -- each server; `graph` is a file of N-Quads, beside which the same triples stand as N-Triples


def ours(graph: Path, work: Path, **settings: str) -> contextlib.AbstractContextManager[Running]:
    """Start this service, over the releases beside the graph if it was published."""
    releases = graph.with_name("releases")
    held = releases if is_releases(releases) else graph
    command = [sys.executable, "-m", "crimecongress", "serve", str(held), "--port", "{port}"]
    return started(command, environment={"CRIMECONGRESS_CACHE": str(work / "cache"), **QUIET, **settings})


def ours_uncached(graph: Path, work: Path) -> contextlib.AbstractContextManager[Running]:
    """Start this service without a cache of answers."""
    return ours(graph, work, CRIMECONGRESS_CACHE_MB="0")


def ours_in_memory(graph: Path, work: Path) -> contextlib.AbstractContextManager[Running]:
    """Start this service without a cache of answers, and with the graph in memory whatever its size."""
    return ours(graph, work, CRIMECONGRESS_CACHE_MB="0", CRIMECONGRESS_MEMORY_STORE_MB="100000")


def oxigraph_memory(graph: Path, _: Path) -> contextlib.AbstractContextManager[Running]:
    """Start Oxigraph's server with the graph in memory."""
    command = [program("oxigraph"), "serve", "--union-default-graph", "--bind", "127.0.0.1:{port}"]
    return started(command, "/query", fill=lambda port: _upload(graph, port))


def _upload(graph: Path, port: int) -> None:
    """Put a file into a store by the Graph Store Protocol."""
    lines = ("POST /store HTTP/1.1", f"Host: 127.0.0.1:{port}", "Content-Type: application/n-quads")
    head = "\r\n".join((*lines, f"Content-Length: {graph.stat().st_size}", "Connection: close")) + "\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port)) as connection, graph.open("rb") as file:
        connection.sendall(head.encode())
        connection.sendfile(file)
        status = connection.makefile("rb").readline().split()[1]
    if status not in (b"200", b"201", b"204"):
        raise RuntimeError(f"the graph was refused: {status.decode()}")


@contextlib.contextmanager
def oxigraph_disk(graph: Path, work: Path) -> Iterator[Running]:
    """Start Oxigraph's server over a store on disk."""
    store, began = work / "oxigraph", time.perf_counter()
    load = [program("oxigraph"), "load", "--location", str(store), "--file", str(graph)]
    subprocess.run(load, check=True, capture_output=True)
    serve = [program("oxigraph"), "serve-read-only", "--location", str(store), "--union-default-graph"]
    loaded = time.perf_counter() - began
    try:
        with started([*serve, "--bind", "127.0.0.1:{port}"], "/query") as server:
            yield Running(server.port, server.path, server.pid, server.ready + loaded)
    finally:
        shutil.rmtree(store)


def rdflib_endpoint(graph: Path, _: Path) -> contextlib.AbstractContextManager[Running]:
    """Start rdflib-endpoint over rdflib's own store."""
    command = [program("rdflib-endpoint"), "serve", "--host", "127.0.0.1", "--port", "{port}"]
    return started([*command, graph.with_suffix(".nt")], "/")


def over_oxrdflib(graph: Path, _: Path) -> contextlib.AbstractContextManager[Running]:
    """Start FastAPI over oxrdflib."""
    return started([sys.executable, "-m", "bench.over_oxrdflib", graph.with_suffix(".nt"), "{port}"])


_VIRTUOSO = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = 127.0.0.1:{port}
ServerThreads = 40
DirsAllowed = {folder}, {readable}
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
ServerThreads = 20
[SPARQL]
ResultSetMaxRows = 10000000
"""


def virtuoso_over(folder: Path, readable: Path, port: int, http: int, buffers: int = 20_000) -> list[str | Path]:
    """Write the settings of a Virtuoso that keeps its files in a folder; return the command that starts it.

    It answers SPARQL on the port `http`, takes SQL on the other one, may read a second folder, and has so many buffers
    of 8 KiB.
    """
    places = {"folder": folder, "readable": readable, "port": port, "http": http}
    ini = folder / "virtuoso.ini"
    ini.write_text(_VIRTUOSO.format(**places, buffers=buffers, dirty=buffers * 3 // 4), encoding="utf-8")
    return ["virtuoso-t", "-c", ini, "+foreground"]


@contextlib.contextmanager
def virtuoso(graph: Path, work: Path) -> Iterator[Running]:
    """Start Virtuoso with the graph loaded by its own bulk loader, and memory for all of it."""
    folder = work / "virtuoso"
    folder.mkdir()
    port, http = free_port(), free_port()
    command = virtuoso_over(folder, graph.parent, port, http, graph.stat().st_size * 2 // 8192 + 20_000)

    def fill(_: int) -> None:
        listed = f"ld_dir('{graph.parent}', '{graph.name}', 'urn:default'); rdf_loader_run(); checkpoint;"
        checked = "SELECT ll_error FROM DB.DBA.load_list WHERE ll_error IS NOT NULL;"
        command = ["isql-vt", f"127.0.0.1:{port}", "dba", "dba", f"exec={listed} {checked}"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        if "0 Rows." not in done.stdout:
            raise RuntimeError(done.stdout + done.stderr)

    try:
        with started(command, port=http, folder=folder, fill=fill) as server:
            yield server
    finally:
        shutil.rmtree(folder)


SERVERS: Mapping[str, Starting] = {
    "this service, uncached": ours_uncached,
    "this service, in memory": ours_in_memory,
    "this service": ours,
    "Oxigraph's server, memory": oxigraph_memory,
    "Oxigraph's server, disk": oxigraph_disk,
    "Virtuoso": virtuoso,
    "FastAPI over oxrdflib": over_oxrdflib,
    "rdflib-endpoint": rdflib_endpoint,
}


def missing(name: str) -> str:
    """Return why a server cannot be started here; empty when it can."""
    if name == "Virtuoso" and shutil.which("virtuoso-t") is None:
        return "virtuoso-opensource-7 is not installed"
    return ""
