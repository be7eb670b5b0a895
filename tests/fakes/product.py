"""A licensed product on the local link, as another program would be: bytes and a socket."""

from __future__ import annotations

import asyncio
import json
from typing import Any

PATIENCE = 10.0


class Product:
    """`states` has each state it was told, oldest first."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self.states: list[dict[str, Any]] = []

    @classmethod
    async def connect(cls, where: str) -> Product:
        return cls(*await asyncio.open_unix_connection(where))

    def greet(self) -> Product:
        self.say(hello=1, product="memo-editor", pid=4711)
        return self

    def say(self, **members: object) -> None:
        self.say_bytes(json.dumps(members).encode() + b"\n")

    def say_bytes(self, data: bytes) -> None:
        self._writer.write(data)

    async def hears(self) -> dict[str, Any] | None:
        """The next line; None where the manager has hung up."""
        async with asyncio.timeout(PATIENCE):
            try:
                line = await self._reader.readline()
            except ConnectionError:
                return None
        if not line:
            return None
        told: dict[str, Any] = json.loads(line)
        self.states += [told["state"]] if "state" in told else []
        return told

    async def state(self, **members: object) -> dict[str, Any]:
        """The first state with these members."""
        while True:
            told = await self.hears()
            assert told is not None, f"hung up before a state with {members}: {self.states}"
            state = told.get("state", {})
            if "state" in told and members.items() <= state.items():
                return dict(state)

    def leave(self) -> None:
        """As a crash would: without a word."""
        self._writer.close()
