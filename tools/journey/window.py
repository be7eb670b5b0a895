"""A window with a hand in it (hand.py): asked for what a person would do, and read as one would."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import IO, Any

from tools.processes import until

PATIENCE = 20.0


class Window:
    """`log` says where to look when it ends too early."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self._requests: IO[str] | None = None
        self._answers: IO[str] | None = None

    def ask(self, do: str, **what: object) -> Any:
        """One request to the hand, one answer."""
        assert self._requests, "the window is closed"
        assert self._answers
        self._requests.write(json.dumps({"do": do, **what}) + "\n")
        self._requests.flush()
        answer = self._answers.readline()
        if not answer:
            raise RuntimeError(f"the program ended; see {self.log}")
        told = json.loads(answer)
        if "failed" in told:
            raise LookupError(f"{told['failed']}\nin the window: {told['seen']}")
        return told["done"]

    def click(self, name: str) -> None:
        self.ask("click", name=name)

    def pick(self, menu: str, item: str) -> None:
        self.click(menu)
        self.ask("pick", item=item)

    def type(self, name: str, text: str) -> None:
        self.ask("type", name=name, text=text)

    def sees(self, *texts: str, patience: float = PATIENCE) -> None:
        """Waits until all the texts can be read in the window."""
        until(lambda: self._shows(texts), patience, f"in the window: {', '.join(texts)}")

    def sees_no(self, text: str, patience: float = PATIENCE) -> None:
        """Waits until the text cannot be read in the window any more."""
        until(lambda: not self._shows((text,)), patience, f"no longer in the window: {text}")

    def finds(self, pattern: str) -> str:
        """The one text in the window that is nothing but the pattern."""
        return str(next(text for text in self.ask("see") if re.fullmatch(pattern, text)))

    def answer_file(self, path: Path) -> None:
        """Types a path into the file dialog that opens."""
        until(lambda: self.ask("asks_for_file"), PATIENCE, "a file dialog")
        self.ask("file", path=str(path))

    def _shows(self, texts: tuple[str, ...]) -> bool:
        seen = self.ask("see")
        return all(any(text in line for line in seen) for text in texts)

    def _let_go(self) -> None:
        for pipe in (self._requests, self._answers):
            if pipe:
                pipe.close()
        self._requests = self._answers = None
