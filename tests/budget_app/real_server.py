"""A real server in a process of its own, started as `make run` starts it, on a free port with its own data."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from budget_app.services.upkeep import prepare_database
from budget_app.settings import PROJECT

_START_SECONDS = 60


@dataclass(frozen=True)
class RealServer:
    """Where it answers, where its data lies and what it wrote to its log."""

    address: str
    data: Path
    log: Path


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait_until_it_answers(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            httpx.get(f"{address}/api/health", timeout=2)
            return
        except httpx.TransportError:
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=0.1)
    raise RuntimeError(f"The server did not start:\n{log.read_text()}")


@contextmanager
def run_server(data: Path, **environment: str) -> Iterator[RealServer]:
    """Serves from ``data`` until the block ends."""
    port = free_port()
    address = f"http://localhost:{port}"
    data.mkdir(parents=True, exist_ok=True)
    log = data / f"server-{port}.log"
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", "--server.port", str(port)]
    settings = {"ISOLOIR_DATA": str(data), "ISOLOIR_BASE_URL": address, "ISOLOIR_DEMO": "1", **environment}
    inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=PROJECT, env={**inherited, **settings}, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            _wait_until_it_answers(address, process, log)
            yield RealServer(address, data, log)
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextmanager
def run_shared_server(data: Path) -> Iterator[RealServer]:
    """Serves from ``data``; what a test does with a service until the block ends goes into the same database."""
    with pytest.MonkeyPatch.context() as patch, run_server(data) as server:
        patch.setenv("ISOLOIR_DATA", str(data))
        patch.setenv("ISOLOIR_BASE_URL", server.address)
        patch.delenv("DATABASE_URL", raising=False)
        prepare_database()
        yield server
