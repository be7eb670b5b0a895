"""The last seat, two members at the same instant, over and over: two server processes on one
database, a barrier before each round.

One of the two gets the seat and the other is told that all are in use, in each round; the winner
closes. Exit code 1 when anything else was answered.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import tempfile
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools.bench.load import Answer, Connection, put_seat, request, seat_of
from tools.bench.processes import end_politely
from tools.bench.seed import TOKEN
from tools.bench.servers import Server, serving
from tools.postgres import private_postgres

EXACT = ("200", "409 seats-exhausted")


def main(arguments: list[str]) -> int:
    end_politely()
    parser = argparse.ArgumentParser(prog="dev.py bench last", description=__doc__)
    parser.add_argument("--json", action="store_true", help="it always is JSON")
    parser.add_argument("--rounds", type=int, default=500)
    parser.add_argument("--database", choices=["postgres", "sqlite", "both"], default="both")
    asked = parser.parse_args(arguments)
    told = {
        name: race(name, asked.rounds)
        for name in ("postgres", "sqlite")
        if asked.database in (name, "both")
    }
    print(json.dumps(told, indent=1))
    return int(any(set(rounds) != {" and ".join(EXACT)} for rounds in told.values()))


def race(database: str, rounds: int) -> dict[str, int]:
    """How often the two were answered what."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="seatkeeper-last-")))
        address = ""
        if database == "postgres":
            address = stack.enter_context(private_postgres(durable=True)).address
        servers = [Server(folder, address) for _ in range(2)]
        servers[0].python(
            "tools.bench.seed", "--members", "2", "--pools", "1", "--seats", "1", "--closed"
        )
        for server in servers:
            stack.enter_context(serving(server))
        members = [Member(number, server.port) for number, server in enumerate(servers)]
        with ThreadPoolExecutor(2) as pool:
            barrier = threading.Barrier(2)
            found = [
                list(pool.map(lambda member: member.try_it(barrier), members))
                for _ in range(rounds)
            ]
        return dict(Counter(" and ".join(sorted(each)) for each in found))


class Member:
    def __init__(self, number: int, port: int) -> None:
        self.token, self.connection = TOKEN.format(number), Connection(port)

    def try_it(self, barrier: threading.Barrier) -> str:
        """A start at the same instant as the other's; once both are answered, a close."""
        barrier.wait(timeout=30)
        answer = self.call(put_seat(self.token))
        barrier.wait(timeout=30)
        if answer.status != 200:
            return f"{answer.status} {json.loads(answer.body)['code']}"
        closed = request("DELETE", f"/api/v1/seat?seat={seat_of(answer.body)}", self.token)
        return "200" if self.call(closed).status == 204 else "200, not closed"

    def call(self, asked: bytes) -> Answer:
        self.connection.send(asked)
        while (answer := self.connection.read()) is None:
            pass
        return answer
