"""The last wall: what the kernel refuses a worker, whatever the scanner let through."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable

import pyoxigraph as ox
import pytest

from api.engine.limits import Limits, confine


def confined(work: Callable[[], str], files: int = 0) -> str:
    """Run `work` in a confined child process; return what it says, or the kind of error that stopped it."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        confine(Limits(), files)
        try:
            said = work()
        except Exception as error:  # noqa: BLE001 - the parent judges
            said = f"{type(error).__name__}: {error}"
        os.write(writing, said.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    return told


def query(text: str) -> Callable[[], str]:
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("a:a"), ox.NamedNode("a:a"), ox.NamedNode("a:a")))
    return lambda: str(len(list(store.query(text))))


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_worker_answers_but_opens_no_socket_and_no_file() -> None:
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.settimeout(0.3)
        port = canary.getsockname()[1]
        assert confined(query("SELECT * { ?s ?p ?o }")) == "1"
        told = confined(query(f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}"))
        assert told.startswith("OSError: Too many open files")
        assert "Too many open files" in confined(lambda: open("/etc/hostname").read())  # noqa: SIM115, PTH123
        assert "Too many open files" in confined(lambda: str(socket.socket()))
        with pytest.raises(TimeoutError):
            canary.accept()


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_worker_over_a_store_opens_the_store_s_tables_and_no_more() -> None:
    def work() -> str:
        opened: list[object] = []
        try:
            while len(opened) < 100:
                opened.append(open("/etc/hostname"))  # noqa: SIM115, PTH123
        except OSError:
            return str(len(opened))
        return "no end"

    assert confined(work, files=7) == "7"
    assert confined(work) == "0"
