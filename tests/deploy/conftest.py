"""Two processes of the service, and Debian's nginx before them with the configuration of the documentation."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[2]
HOST = "data.example.org"
NGINX = shutil.which("nginx") or ("/usr/sbin/nginx" if Path("/usr/sbin/nginx").exists() else None)
MAIN = """
{user}
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 512; }}
http {{
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def wait_until(condition: Callable[[], bool], seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(0.05)


@dataclass
class Process:
    """`crimecongress serve` on a port of its own, which can be restarted."""

    port: int
    graph: Path
    settings: dict[str, object] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers queries."""
        given = {f"CRIMECONGRESS_{name.upper()}": str(value) for name, value in self.settings.items()}
        command = [sys.executable, "-m", "crimecongress", "serve", str(self.graph), "--port", str(self.port)]
        environment = {**os.environ, "CRIMECONGRESS_LOG_LEVEL": "WARNING", **given}
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        wait_until(self.is_ready)

    def is_ready(self) -> bool:
        try:
            return httpx.get(f"http://127.0.0.1:{self.port}/readyz").status_code == 200
        except httpx.TransportError:
            return False

    def stop(self) -> None:
        """End it as systemd does."""
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(30)
            self.process = None


@dataclass(frozen=True)
class Site:
    """nginx and what is behind it."""

    url: str
    client: httpx.Client
    processes: tuple[Process, Process]
    folder: Path


@contextmanager
def behind_nginx(folder: Path, graph: Path, **settings: object) -> Iterator[Site]:
    """Run deploy/nginx.conf over two processes that serve one graph, or one folder of releases."""
    if NGINX is None or shutil.which("openssl") is None:
        pytest.skip("needs Debian's nginx-light and openssl")
    settings = {"max_age": 2, "workers": 2, "rate": 100_000, **settings}
    processes = (Process(free_port(), graph, settings), Process(free_port(), graph, settings))
    nginx = None
    try:
        for process in processes:
            process.start()
        port = free_port()
        nginx = _nginx(folder, port, processes)
        url = f"https://127.0.0.1:{port}/crimecongress"
        with httpx.Client(base_url=url, headers={"Host": HOST}, verify=False, timeout=30) as client:
            wait_until(lambda: _answers(client))
            yield Site(url, client, processes, folder)
    finally:
        for process in processes:
            process.stop()
        if nginx is not None:
            nginx.terminate()
            nginx.wait(10)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Two processes with a small graph of their own."""
    folder = tmp_path_factory.mktemp("nginx")
    graph = folder / "graph.nt"
    graph.write_text("".join(f'<x:{n}> <x:number> "{n}" .\n' for n in range(200)), encoding="utf-8")
    with behind_nginx(folder, graph) as running:
        yield running


@pytest.fixture(scope="session")
def serving() -> Callable[..., AbstractContextManager[Site]]:
    """Return the function that runs nginx over two processes: `serving(folder, graph, **settings)`."""
    return behind_nginx


@pytest.fixture(scope="session")
def asking() -> Callable[..., AbstractContextManager[list[httpx.Response]]]:
    """Return a function that asks without pause while its block runs, and gives the list of what was answered."""

    @contextmanager
    def ask(site: Site, one: Callable[[httpx.Client, int], httpx.Response]) -> Iterator[list[httpx.Response]]:
        numbers, stop = count(), threading.Event()
        answers: list[httpx.Response] = []

        def read() -> None:
            with httpx.Client(base_url=site.url, headers={"Host": HOST}, verify=False, timeout=30) as client:
                while not stop.is_set():
                    answers.append(one(client, next(numbers)))
                    time.sleep(0.03)  # what is restarted needs the processor, too

        readers = [threading.Thread(target=read) for _ in range(3)]
        for reader in readers:
            reader.start()
        try:
            yield answers
        finally:
            stop.set()
            for reader in readers:
                reader.join(40)

    return ask


def _nginx(folder: Path, port: int, processes: tuple[Process, Process]) -> subprocess.Popen[bytes]:
    """Start nginx with the example configuration, in which only ports and paths are changed."""
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", f"/CN={HOST}"]
    files = ["-keyout", f"{folder}/site.key", "-out", f"{folder}/site.pem"]
    subprocess.run([*made, *files], check=True, capture_output=True)
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    for written, here in (
        ("127.0.0.1:8001", f"127.0.0.1:{processes[0].port}"),
        ("127.0.0.1:8002", f"127.0.0.1:{processes[1].port}"),
        ("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"),
        ("/etc/ssl/certs/data.example.org.pem", f"{folder}/site.pem"),
        ("/etc/ssl/private/data.example.org.key", f"{folder}/site.key"),
        ("/var/cache/nginx/crimecongress", f"{folder}/cache"),
    ):
        assert text.count(written) == 1, written
        text = text.replace(written, here)
    (folder / "site.conf").write_text(text, encoding="utf-8")
    user = "user root;" if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=user), encoding="utf-8")
    return subprocess.Popen([str(NGINX), "-p", str(folder), "-c", str(folder / "nginx.conf")])


def _answers(client: httpx.Client) -> bool:
    try:
        return client.get("/readyz").status_code == 200
    except httpx.TransportError:
        return False
