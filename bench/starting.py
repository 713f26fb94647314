"""How long `crimecongress serve` takes until it answers a query."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request

RUNS = 5
ASK = "/sparql?query=ASK%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D"


def measure() -> str:
    """Start the server several times; return the median seconds to the first answer."""
    times = [_ready(8700 + run) for run in range(RUNS)]
    return f"| | s |\n|---|---|\n| `serve` until the first answer to an ASK | {statistics.median(times):.2f} |"


def _ready(port: int) -> float:
    began = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "-m", "crimecongress", "serve", "--port", str(port)], stdout=subprocess.DEVNULL
    )
    try:
        while not _answers(port):
            if server.poll() is not None:
                raise RuntimeError("the server ended before it answered")
            time.sleep(0.01)
        return time.perf_counter() - began
    finally:
        server.terminate()
        server.wait()


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{ASK}", timeout=5) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, ConnectionError):
        return False
