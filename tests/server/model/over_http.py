"""The same deeds as calls to a running server, whose clock is moved by a file."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from server import clock
from server.accounts.models import Session
from server.accounts.tokens import hash_of
from tests.fakes.lab import Lab
from tests.server.model.deeds import ByVerbs, Told
from tools.bench.load import Answer, Connection, request

FAR = timedelta(days=100 * 365)  # no token here ends for want of use
EARLY, APART, MARKS = 50_000, 12_000, 40  # microseconds, microseconds, marks in a second


@dataclass
class Hand:
    """Moves the clock file on, always to a mark early in a second: a call takes less than the rest
    of it, so that this process and the server see the same whole second. The next step's mark is
    another one: a period of whole seconds is over for both, or for neither."""

    file: Path
    steps: int = 0

    def move(self, by: timedelta) -> None:
        self.steps += 1
        mark = EARLY + self.steps % MARKS * APART
        ahead = (mark - (clock.now() + by).microsecond) % 1_000_000
        moved = float(self.file.read_text() or 0) + by.total_seconds() + ahead / 1e6
        self.file.write_text(f"{moved:.6f}")


class ByHttp(ByVerbs):
    """Bindings are made on the portal, by people: they stay with the verbs."""

    def __init__(self, lab: Lab, port: int) -> None:
        super().__init__(lab)
        self.connection = Connection(port)
        self.tokens: dict[str, str] = {}

    def put(self, computer: str, take_over: bool = False) -> Told:
        wanted: dict[str, object] = {"take_over": True} if take_over else {}
        if computer in self.seats:
            wanted["seat"] = self.seats[computer]
        body = json.dumps(wanted).encode() if wanted else b""
        asked = request("PUT", "/api/v1/seat", self._token(computer), body)
        return self._heard(computer, self._call(asked))

    def close(self, computer: str, given_up: bool = False) -> None:
        path = f"/api/v1/seat?seat={self.seats[computer]}" + "&given_up=true" * given_up
        assert self._call(request("DELETE", path, self._token(computer))).status == 204

    def log_out(self, computer: str) -> None:
        asked = request("DELETE", "/api/v1/session", self._token(computer))
        assert self._call(asked).status == 204
        del self.tokens[computer]

    def reserve(self, computer: str, until: datetime) -> Told:
        body = json.dumps({"until": until.isoformat()}).encode()
        asked = request("PUT", "/api/v1/seat/offline", self._token(computer), body)
        return self._heard(computer, self._call(asked))

    def give_back(self, computer: str) -> Told | None:
        answer = self._call(request("DELETE", "/api/v1/seat/offline", self._token(computer)))
        return None if answer.status == 204 else self._heard(computer, answer)

    def stand(self, computer: str) -> tuple[int, datetime | None] | str:
        answer = self._call(request("PUT", "/api/v1/line", self._token(computer)))
        said = json.loads(answer.body)
        if answer.status != 200:
            return said["code"]
        offered = said.get("offered_until")
        return said["ahead"], offered and datetime.fromisoformat(offered)

    def leave_line(self, computer: str) -> None:
        assert self._call(request("DELETE", "/api/v1/line", self._token(computer))).status == 204

    def _token(self, computer: str) -> str:
        if computer not in self.tokens:
            account, device = self._who(computer)
            token = f"soak-token-for-{computer}-{len(self.tokens)}-{id(self)}"
            Session.objects.create(
                token_hash=hash_of(token), account=account, device=device,
                started_at=clock.now(), used_at=clock.now() + FAR,
            )  # fmt: skip
            self.tokens[computer] = token
        return self.tokens[computer]

    def _call(self, asked: bytes) -> Answer:
        self.connection.send(asked)
        while (answer := self.connection.read()) is None:
            pass
        assert answer.status < 500, answer
        return answer

    def _heard(self, computer: str, answer: Answer) -> Told:
        said = json.loads(answer.body)
        if answer.status != 200:
            return Told(said["code"])
        self.seats[computer] = said["seat"]
        owner = said["license"].get("owner", {}).get("email", computer).split("@")[0].split("/")[0]
        trial = said["license"]["kind"] == "trial"
        return Told("yes", f"{owner}'s trial" if trial else owner, _end(said["lease"]))


def _end(lease: str) -> datetime:
    payload = lease.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return datetime.fromtimestamp(claims["exp"], UTC)
