"""The server at the client's seam: answers by what is called, and what was sent to it."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.license.client import Unreached
from app.license.picture import NetFault

NO_ANSWER = Unreached(NetFault.NONE)


@dataclass
class FarServer:
    """`says` by method and path, without the query; the last of several answers is repeated."""

    says: dict[str, list[object]] = field(default_factory=dict)
    heard: list[tuple[str, object]] = field(default_factory=list)
    closed: bool = False

    async def call(
        self,
        method: str,
        path: str,
        kind: type,
        *,
        token: str = "",
        body: object = None,
        limit: float | None = None,
    ) -> object:
        called = f"{method} {path.partition('?')[0]}"
        self.heard.append((f"{method} {path}", body))
        answers = self.says.get(called, [NO_ANSWER])
        return answers.pop(0) if len(answers) > 1 else answers[0]

    async def close(self) -> None:
        self.closed = True

    def calls(self, called: str) -> int:
        return sum(1 for heard, _ in self.heard if heard.startswith(called))
