"""What a question costs in a worker, beside the engine alone: same data, same process, turn about.

Both are forked as the service forks its workers, from a process that has loaded a generated graph of a million triples.
No HTTP is in it. Each question is asked with another comment at its end, so that no text is known from before.
"""

from __future__ import annotations

import os
import socket
import statistics
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from api import sandbox
from api.engine import wire, worker, zygote
from api.engine.evaluate import GRAPHS, ROWS
from api.engine.handle import processor_time
from api.engine.holding import Charge, Holding
from api.engine.limits import Limits
from api.engine.worker import Request
from bench import workload
from bench.answers import MILLION, recommendation_of
from bench.generator import write
from bench.workload import TEXT_SEARCH, Question, questions
from ontology.identifiers import BASE

ROUNDS, IDLE = 60, 10
"""How often each question is asked, and how many of the first answers do not count."""
ENDS = (wire.END, wire.WHOLE, wire.ERROR)


@dataclass(frozen=True, slots=True)
class Child:
    """A forked process that answers frames."""

    pid: int
    sock: socket.socket

    def cost(self, frame: bytes) -> float:
        """Return the microseconds of processor time that one frame takes, from its reading to its answer.

        Raises RuntimeError for an answer that is an error.
        """
        before, parser, last = processor_time(self.pid), wire.Parser(), b""
        self.sock.sendall(frame)
        while last not in ENDS:
            for last, payload in parser.feed(self.sock.recv(1 << 20)):
                if last == wire.ERROR:
                    raise RuntimeError(payload.decode())
        return (processor_time(self.pid) - before) * 1e6


def measure() -> str:
    """Return a table of microseconds by question: the engine alone, the worker, and one divided by the other."""
    subject = workload.generated(MILLION)
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        graph = Path(name) / "million.nq"
        write(graph, MILLION)
        holding = zygote.load(Charge(str(graph), None, 1_000, name, Limits()))
        zygote.trim()
        engine, ours = (
            forked(lambda sock: alone(sock, holding)),
            forked(lambda sock: worker.run(sock, holding, Limits())),
        )
        search = Question("text search", TEXT_SEARCH.format(word=subject.word))
        asked = (*questions(subject, recommendation_of(subject, graph)), search)
        rows = [row(question, engine, ours) for question in asked]
        for child in (engine, ours):
            child.sock.close()
        for child in (engine, ours):
            os.waitpid(child.pid, 0)
    head = "| question | engine alone, µs | worker, µs | worker / engine |\n|---|---|---|---|\n"
    return head + "\n".join(rows)


def row(question: Question, engine: Child, ours: Child) -> str:
    """Ask a question of both in turn; one with a search of ours means nothing to the engine alone."""
    both = "SERVICE" not in question.text
    costs = []
    for number in range(ROUNDS):
        frame = request(question, number)
        costs.append((engine.cost(frame) if both else 0.0, ours.cost(frame)))
    there, here = (statistics.median(column) for column in zip(*costs[IDLE:], strict=True))
    known = f"{there:,.0f} | {here:,.0f} | {here / there:.2f}" if both else f"| {here:,.0f} |"
    return f"| {question.name} | {known} |"


def request(question: Question, number: int) -> bytes:
    """Return the frame that the service sends a worker for a question."""
    reading = sandbox.read(f"{question.query} # {number}")
    return Request(
        text=reading.text,
        media_type=question.accept,
        base=BASE,
        searches=tuple((block.start, block.end, block.body) for block in reading.services),
        prefixes=tuple(reading.prefixes.items()) if reading.services else (),
        most_rows=Limits().rows,
        most_bytes=Limits().bytes,
        cpu_seconds=Limits().cpu_seconds,
    ).frame()


def forked(work: Callable[[socket.socket], None]) -> Child:
    """Fork a process that does some work with its end of a socket."""
    here, there = socket.socketpair()
    pid = os.fork()
    if not pid:
        try:
            here.close()
            work(there)
        finally:
            os._exit(0)
    there.close()
    return Child(pid, here)


def alone(sock: socket.socket, holding: Holding) -> None:
    """Answer with the engine's two calls and nothing else."""
    store, union = holding.opened().store, holding.info.union
    while (message := wire.receive(sock)) is not None:
        asked = Request.from_payload(message[1])
        found = store.query(asked.text, use_default_graph_as_union=union)
        if isinstance(found, ox.QueryTriples):
            body = found.serialize(format=GRAPHS[asked.media_type])
        else:
            body = found.serialize(format=ROWS[asked.media_type])
        sock.sendall(wire.frame(wire.DATA, body or b"") + wire.frame(wire.END, b""))
