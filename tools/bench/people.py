"""An owner at work beside the servers, as a process of its own: blocks members, lets them in again,
and looks how many seats are taken. Ends when its input does, and then tells what it saw."""

from __future__ import annotations

import json
import random
import select
import sys
import time
from dataclasses import dataclass, field
from typing import Any

from tools.bench.surroundings import parser, set_up


def main(arguments: list[str]) -> int:
    asking = parser(str(__doc__))
    asking.add_argument("--blockable", type=int, nargs=2, required=True, help="first and last + 1")
    asking.add_argument("--seed", type=int, default=1)
    asked = asking.parse_args(arguments)
    set_up(asked)
    owner = Owner(range(*asked.blockable), random.Random(asked.seed))
    print("ready", flush=True)
    while not select.select([sys.stdin], [], [], 0.05)[0]:
        owner.look()
        owner.act()
    print(json.dumps(owner.told()))
    return 0


@dataclass
class Owner:
    blockable: range
    chance: random.Random
    blocks: list[list[float]] = field(default_factory=list)  # member, begin, end, again, let in
    out: dict[int, list[float]] = field(default_factory=dict)
    looks: int = 0
    most: int = 0

    def act(self) -> None:
        """Blocks somebody now and then, for a second or so."""
        due = [number for number, block in self.out.items() if block[2] + 1 < time.monotonic()]
        for number in due:
            self._let_in(number)
        if self.chance.random() < 0.2:
            number = self.chance.choice(self.blockable)
            if number not in self.out:
                self._block(number)

    def _block(self, number: int) -> None:
        from server.organizations.block import block

        begin = time.monotonic()
        self._done(block(*self._who(number)))
        self.out[number] = [number, begin, time.monotonic()]

    def _let_in(self, number: int) -> None:
        from server.organizations.unblock import unblock

        begin = time.monotonic()
        self._done(unblock(*self._who(number)))
        self.blocks.append([*self.out.pop(number), begin, time.monotonic()])

    def _who(self, number: int) -> tuple[Any, str]:
        from server.organizations.models import Membership

        row = Membership.objects.select_related("owner", "member").get(
            member__email=f"member-{number}@bench.example"
        )
        return row.owner, row.member.public_id

    def _done(self, outcome: object) -> None:
        from server.rulebook.facts import Refusal

        assert not isinstance(outcome, Refusal), outcome

    def look(self) -> None:
        """How many places live, by plain rows: not by the rule that the servers go by."""
        self.looks += 1
        self.most = max(self.most, len([row for row in living_rows() if row[1]]))

    def told(self) -> dict[str, object]:
        for number in list(self.out):
            self._let_in(number)
        return {
            "blocks": self.blocks, "looks": self.looks, "most": self.most,
            "rows": living_rows(),
        }  # fmt: skip


def living_rows() -> list[tuple[int, bool, str, str]]:
    """Of each computer that ever sat: its number, whether it sits, its place's and lease's id."""
    from django.db import connection

    reserved = "reserved_until > CURRENT_TIMESTAMP"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d.device_id, p.closed_at IS NULL OR bound_at IS NOT NULL OR "
            f"({reserved}), p.seat, p.lease_jti "
            "FROM seats_place p JOIN accounts_device d ON d.id = p.device_id"
        )
        return [(int(name[1:]), bool(lives), seat, jti) for name, lives, seat, jti in cursor]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
