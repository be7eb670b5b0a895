"""The server as its own process, started and asked by the commands that a vendor uses."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tools import served
from tools.bootstrap import ROOT
from tools.processes import end

DEV = str(ROOT / "dev.py")


class Server:
    """`dev.py serve` on one data folder and one port, however often it is stopped and started."""

    def __init__(self, data: Path, *, database: str = "", port: int | None = None) -> None:
        self.data = data
        self._where = ["--data", str(data), *(["--database", database] if database else [])]
        self.port = port or served.free_port()
        self.address = f"http://localhost:{self.port}"
        self.said_later = ""
        self._process: subprocess.Popen[str] | None = None

    def start(self, *options: str) -> str:
        self.data.mkdir(parents=True, exist_ok=True)
        line = [sys.executable, DEV, "serve", *self._where, "--port", str(self.port)]
        with (self.data / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                [*line, *options], text=True, stdout=subprocess.PIPE, stderr=log
            )
        assert self._process.stdout
        said = self._process.stdout.readline().split()
        if said[:1] != ["ready"]:
            raise RuntimeError(f"the server did not start; see {self.data / 'server.log'}")
        return said[1]

    def stop(self) -> int:
        """Ends it as a service manager would; returns its exit code."""
        process, self._process = self._process, None
        if not process:
            return 0
        code = end(process)
        assert process.stdout
        self.said_later = process.stdout.read()
        process.stdout.close()
        return code

    def admin(self, *words: str) -> Any:
        """What `dev.py admin` answers; a refusal raises, with its JSON in the message."""
        line = [sys.executable, DEV, "admin", *self._where, *words]
        done = subprocess.run(line, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{' '.join(words)}: {done.stdout}{done.stderr}")
        return json.loads(done.stdout)

    def sample(self) -> Any:
        return json.loads((self.data / "sample.json").read_text())

    def newest_mail(self, to: str) -> str:
        """The text of the last mail to the address, or nothing yet."""
        from email import message_from_bytes, policy

        for path in sorted((self.data / "mail").glob("*.eml"), key=_age, reverse=True):
            mail = message_from_bytes(path.read_bytes(), policy=policy.default)
            body = mail.get_body(("plain",))
            if to in str(mail["To"]) and body:
                return str(body.get_content())
        return ""


def _age(path: Path) -> tuple[int, str]:
    return path.stat().st_mtime_ns, path.name
