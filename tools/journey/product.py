"""The sample product, opened by the manager as a brand says, with a hand in it over two pipes.

Whoever opens it has nothing to do with the walk, so the requests cannot come by standard input.
"""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import signal
import sys
from pathlib import Path

from tools.journey.window import PATIENCE, Window
from tools.processes import until


class Product(Window):
    """`brand` is the one for the manager: the server's, and how the product is opened."""

    def __init__(self, folder: Path, servers_brand: Path, manager: list[str]) -> None:
        folder.mkdir(parents=True)
        super().__init__(folder / "product.log")
        self._requests_at, self._answers_at = folder / "requests", folder / "answers"
        for pipe in (self._requests_at, self._answers_at):
            os.mkfifo(pipe)
        line = [
            *(sys.executable, "-P", "-m", "tools.journey.hand", "--module"),
            *("examples.memo_editor", "--brand", str(servers_brand), "--home", str(folder)),
            *("--manager", shlex.join(manager)),
        ]
        self._number = folder / "pid"
        pipes = f"< {self._requests_at} > {self._answers_at} 2> {self.log}"
        shell = f"echo $$ > {self._number}; exec {shlex.join(line)} {pipes}"
        self.brand = folder / "brand.toml"
        self.brand.write_text(opening(servers_brand.read_text("utf-8"), ["sh", "-c", shell]))

    def join(self) -> None:
        """Once it is being opened: a pipe waits for both of its ends."""
        self._requests = self._requests_at.open("w", encoding="utf-8")
        self._answers = self._answers_at.open(encoding="utf-8")

    def close(self) -> None:
        """As a person closes the window; its end is the end of its answers."""
        assert self._answers
        self.ask("close")
        answers = self._answers
        until(lambda: answers.readline() == "", PATIENCE, "the product to end")
        self._let_go()

    def end(self) -> None:
        """Whatever became of it."""
        if self._answers:
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(self._number.read_text()), signal.SIGTERM)
            self._let_go()


def opening(brand: str, command: list[str]) -> str:
    """The brand with what *Open the product* starts; JSON's texts are TOML's, too."""
    head, table, rest = brand.partition("[product]\n")
    if not table:
        raise ValueError("the brand has no [product]")
    return f"{head}{table}open = {json.dumps(command)}\n{rest}"
