"""Devices that fight for too few seats while servers die: what each asked, and what it was told.

A device is a thread with one connection. A call that was cut off is sent again, to any server,
until it is answered: so it is meant (every write is safe to repeat), and so each call in the
record has one outcome, between the first sending and the answer.
"""

from __future__ import annotations

import base64
import json
import random
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tools.bench.load import Answer, Connection, put_seat, request, seat_of
from tools.bench.seed import TOKEN

PATIENCE = 40  # seconds for one answer


@dataclass(frozen=True)
class Call:
    """One thing that a device asked, repeated until it was answered."""

    device: int
    act: str  # start, contact, close, reserve, return
    named: str  # the place id that it named
    begin: float
    end: float
    tries: int
    status: int
    code: str = ""
    seat: str = ""
    jti: str = ""


@dataclass
class Ring:
    """What all devices share: the servers' ports, the end, and the record."""

    ports: list[int]
    reserving: range  # devices that reserve now and then
    over: threading.Event = field(default_factory=threading.Event)
    calls: list[Call] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


class Device(threading.Thread):
    """Starts, contacts, closes, reserves and returns at random until the fight is over."""

    def __init__(self, number: int, ring: Ring, seed: int) -> None:
        super().__init__(daemon=True)
        self.number, self.ring = number, ring
        self.token = TOKEN.format(number)
        self.chance = random.Random(seed * 100_000 + number)
        self.connection: Connection | None = None
        self.seat = ""

    def run(self) -> None:
        try:
            while not self.ring.over.is_set():
                self.step()
                self.ring.over.wait(self.chance.uniform(0, 0.4))
        except Exception as error:
            self.ring.faults.append(f"device {self.number}: {error!r}")
        self.hang_up()

    def step(self) -> None:
        if not self.seat:
            self.ask("start", put_seat(self.token))
            return
        act = self.chance.choice(
            ["contact", "contact", "start", "close", "close", *self._offline()]
        )
        self.ask(act, self._request(act))

    def _offline(self) -> list[str]:
        return ["reserve", "return"] if self.number in self.ring.reserving else []

    def _request(self, act: str) -> bytes:
        if act == "close":
            return request("DELETE", f"/api/v1/seat?seat={self.seat}", self.token)
        if act == "reserve":
            until = (datetime.now(UTC) + timedelta(days=1)).isoformat()
            body = json.dumps({"until": until}).encode()
            return request("PUT", "/api/v1/seat/offline", self.token, body)
        if act == "return":
            return request("DELETE", "/api/v1/seat/offline", self.token)
        return put_seat(self.token, self.seat if act == "contact" else "")

    def ask(self, act: str, asked: bytes) -> None:
        begin, tries = time.monotonic(), 0
        while True:
            tries += 1
            answer = self.once(asked)
            if answer is not None and answer.status < 500:
                break
            if answer is not None:
                self.ring.faults.append(f"{act}: {answer.status} {answer.body[:200]!r}")
            if time.monotonic() - begin > PATIENCE:
                self.ring.faults.append(f"{act}: no answer in {PATIENCE} s")
                return
            time.sleep(self.chance.uniform(0.02, 0.2))
        self.note(act, begin, tries, answer)

    def once(self, asked: bytes) -> Answer | None:
        """None when the connection was cut, or there was none to be had."""
        try:
            if self.connection is None:
                self.connection = Connection(self.chance.choice(self.ring.ports))
                self.connection.sock.settimeout(PATIENCE)
            self.connection.send(asked)
            while (answer := self.connection.read()) is None:
                pass
        except OSError:
            self.hang_up()
            return None
        return answer

    def hang_up(self) -> None:
        if self.connection is not None:
            self.connection.sock.close()
            self.connection = None

    def note(self, act: str, begin: float, tries: int, answer: Answer) -> None:
        named, code, jti = self.seat, "", ""
        if answer.status == 200:
            self.seat = seat_of(answer.body)
            jti = _jti(answer.body)
        elif answer.status >= 400:
            code = json.loads(answer.body)["code"]
            self.seat = "" if act in ("start", "contact") else self.seat
        elif act == "close":
            self.seat = self.seat if self.number in self.ring.reserving else ""
        made = Call(
            self.number, act, named, begin, answer.end, tries, answer.status, code, self.seat, jti
        )
        self.ring.calls.append(made)


def _jti(body: bytes) -> str:
    payload = json.loads(body)["lease"].split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return str(claims["jti"])
