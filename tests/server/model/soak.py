"""The machine run long: `python -m tests.server.model.soak`, called by `dev.py bench soak`.

World after world of random steps, each from a seed of its own, in a database of its own. Prints
one JSON object; a difference is told with its world's seed and its steps.
"""

from __future__ import annotations

import json
import random
import sys
import time
import traceback
from collections import Counter
from datetime import timedelta
from pathlib import Path

from tools.bench.surroundings import parser, set_up

STEPS = 150  # of one world: the story is read from its beginning again and again
ROOMS = ("outbox", "journal", "seats", "organizations", "licenses", "account", "accounts")
LOOK_EVERY = 5  # steps the counts of all pools are compared, and each answer at once


def main(arguments: list[str]) -> int:
    asking = parser(str(__doc__))
    asking.add_argument("--operations", type=int, default=10_000)
    asking.add_argument("--seed", type=int, default=random.randrange(10**9))
    asking.add_argument("--port", type=int, help="of a server with the same data and clock")
    asking.add_argument("--values", action="store_true", help="the rulebook alone, without rows")
    asked = asking.parse_args(arguments)
    set_up(asked)
    soak = Soak(asked.port, asked.clock, asked.values)
    begin = time.monotonic()
    seed, further = asked.seed, random.Random(asked.seed)
    while soak.operations < asked.operations:
        soak.play(seed, min(STEPS, asked.operations - soak.operations))
        seed = further.randrange(10**12)
    told = {"seed": asked.seed, "seconds": round(time.monotonic() - begin, 1), **soak.told()}
    sys.stdout.write(json.dumps(told, indent=1) + "\n")
    return int(bool(soak.differences))


class Soak:
    def __init__(self, port: int | None, clock: Path | None, values: bool = False) -> None:
        from server.config.brand import brand

        self.port, self.clock, self.values = port, clock, values
        self.roots = brand().root_keys
        self.operations = self.worlds = self.looks = 0
        self.answers: Counter[str] = Counter()
        self.differences: list[dict[str, object]] = []

    def play(self, seed: int, steps: int) -> None:
        from tests.server.model.world import ACTS, COMPUTERS, Difference

        chance = random.Random(seed)
        if not self.values:
            _empty_tables()
        world = self._world(chance)
        self.worlds += 1
        try:
            for _ in range(steps):
                (act,) = chance.choices(list(ACTS), list(ACTS.values()))
                world.step(act, chance.choice(COMPUTERS), chance.randrange(120))
                self.operations += 1
            world.look()
        except Difference as difference:
            self._differs(seed, str(difference), world.done)
        except Exception as error:  # whatever it was: no step may make the server fail
            where = traceback.extract_tb(error.__traceback__)[-1]
            self._differs(seed, f"failed: {error!r} in {where.name}, {world.done[-1]}", world.done)
        self.looks += world.looks
        self.answers += world.answers

    def _differs(self, seed: int, what: str, steps: list[tuple[str, str, int]]) -> None:
        self.operations += 1
        self.differences.append({"seed": seed, "difference": what, "steps": steps})
        sys.stderr.write(f"seed {seed}: {what}\n")

    def _world(self, chance: random.Random):
        from server import clock
        from tests.fakes.clock import FakeClock
        from tests.fakes.lab import Lab
        from tests.server.model.by_rules import ByRules
        from tests.server.model.deeds import ByVerbs
        from tests.server.model.over_http import ByHttp, Hand
        from tests.server.model.world import World, build

        if self.port is None:
            time_ = FakeClock()
            clock._database_now = time_
            way = ByRules(time_) if self.values else ByVerbs(Lab(time_, self.roots))
            return build(World(way, lambda by: _add(time_, by), look_every=LOOK_EVERY), chance)
        assert self.clock, "a server's clock is moved by a file"
        hand = Hand(self.clock)
        by_http = ByHttp(Lab(clock.now, self.roots), self.port)
        return build(World(by_http, hand.move, look_every=LOOK_EVERY), chance)

    def told(self) -> dict[str, object]:
        said = [str(each["difference"]) for each in self.differences]
        return {
            "operations": self.operations,
            "worlds": self.worlds,
            "differences": len(self.differences),
            "seats_too_many": sum("more leases in force than seats" in each for each in said),
            "free_seats_refused": sum("says yes, the server seats-exhausted" in e for e in said),
            "wrong_terms": sum("wrong terms" in each for each in said),
            "looks": self.looks,
            "answers": dict(self.answers.most_common()),
            "told": self.differences[:5],
        }


def _add(clock, by: timedelta) -> None:
    clock.at += by


def _empty_tables() -> None:
    """Everything but the keys that sign: foreign keys are looked at when all is gone."""
    from django.apps import apps
    from django.db import transaction

    with transaction.atomic():
        for room in ROOMS:
            for model in apps.get_app_config(room).get_models():
                rows = model.objects.all()
                rows._raw_delete(rows.db)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
