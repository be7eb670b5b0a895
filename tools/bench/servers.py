"""Servers of this checkout as processes, prepared and filled for a bench."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tools.bench.processes import family
from tools.bootstrap import ROOT
from tools.processes import end
from tools.served import free_port


@dataclass
class Server:
    """`python -m server serve` on one data folder and port, however often it is killed."""

    data: Path
    database: str = ""
    workers: int = 1
    options: tuple[str, ...] = ()
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[str] | None = None

    @property
    def where(self) -> list[str]:
        database = ["--database", self.database] if self.database else []
        return ["--data", str(self.data), *database, *self.options]

    @property
    def log(self) -> Path:
        return self.data / f"server-{self.port}.log"

    def start(self) -> None:
        self.spawn()
        self.wait_until_ready()

    def spawn(self) -> None:
        """Returns at once; it answers somewhat later."""
        self.data.mkdir(parents=True, exist_ok=True)
        serve = ["serve", "--port", str(self.port), "--workers", str(self.workers)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "server", *self.where, *serve],
                cwd=ROOT, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log,
            )  # fmt: skip

    def wait_until_ready(self) -> None:
        assert self.process
        assert self.process.stdout
        if not self.process.stdout.readline().startswith("ready "):
            raise RuntimeError(f"the server did not start:\n{self.log.read_text()[-3000:]}")

    @property
    def pid(self) -> int:
        assert self.process
        return self.process.pid

    def kill(self) -> None:
        """SIGKILL for all of it at once, as when the machine's power goes."""
        assert self.process
        for pid in family(self.process.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._gone()

    def kill_a_worker(self) -> None:
        """SIGKILL for the youngest of its processes; the parent starts another one."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(max(family(self.pid)), signal.SIGKILL)

    def stop(self) -> None:
        if self.process:
            end(self.process)
            self._gone()

    def _gone(self) -> None:
        assert self.process
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()
        self.process = None

    def python(self, module: str, *arguments: str) -> str:
        """Runs a module of the benches beside the server, on the same data and database."""
        done = subprocess.run(
            [sys.executable, "-P", "-m", module, *self.where, *arguments],
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{module} failed:\n{done.stdout}{done.stderr}")
        return done.stdout


@contextlib.contextmanager
def serving(server: Server) -> Iterator[Server]:
    server.start()
    try:
        yield server
    finally:
        server.stop()
