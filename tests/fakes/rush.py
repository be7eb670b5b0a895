"""A rush: many members ask for few seats at the same instant, each in a thread of its own.

As a program (`python -m tests.fakes.rush`) it makes the tables first, in the database that the
environment names, and prints what came of it.
"""

from __future__ import annotations

import json
import os
import tempfile
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

MEMBERS, SEATS, ROUNDS = 20, 5, 3


def rush(folder: Path) -> dict[str, object]:
    """What each round answered, and how many seats are taken after it."""
    from server import clock
    from server.signing.setup import make_first_keys
    from tests.fakes.lab import Lab

    make_first_keys(folder, clock.now())
    lab = Lab(clock.now)
    lab.license("ada", seats=SEATS)
    names = [f"ben{n}/1" for n in range(MEMBERS)]
    for name in names:
        lab.member("ada", name.split("/")[0])
        lab.device(name)
    rounds = [_round(lab, names) for _ in range(ROUNDS)]
    return {"rounds": rounds, "line": _from_the_line(lab, names)}


def _from_the_line(lab, names: list[str]) -> dict[str, object]:
    """Seats become free before a line; everybody calls at once, then asks at once."""
    holders, waiting = names[:SEATS], names[SEATS:]
    for name in holders:
        lab.put(name)
    for name in waiting:
        lab.line(name)
    for name in holders:
        lab.close(name)
        del lab.seats[name]
    told = _at_once(waiting, lambda name: lab.line(name).offered_until is not None)
    given = _at_once(names, lambda name: _got(lab.put(name)))
    offered = sorted(name for name, was in told.items() if was is True)
    return {
        "offered": offered,
        "given": sorted(name for name, was in given.items() if was is True),
        "faults": [
            each for each in [*told.values(), *given.values()] if not isinstance(each, bool)
        ],
        "taken": lab.taken(),
    }


def _got(answer: object) -> bool:
    from server.seats.held import Held

    return isinstance(answer, Held)


def _at_once(names: list[str], act: Callable[[str], bool]) -> dict[str, bool | str]:
    barrier = threading.Barrier(len(names))

    def one(name: str) -> bool | str:
        from django.db import connection

        try:
            barrier.wait(timeout=30)
            return act(name)
        except Exception as error:
            return repr(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(names)) as pool:
        return dict(zip(names, pool.map(one, names), strict=True))


def _round(lab, names: list[str]) -> dict[str, int]:
    barrier = threading.Barrier(len(names))
    with ThreadPoolExecutor(len(names)) as pool:
        answers = list(pool.map(lambda name: _ask(lab, name, barrier), names))
    taken = lab.taken()
    for name in [each for each in names if each in lab.seats]:
        lab.close(name)
        del lab.seats[name]
    return {**Counter(answers), "taken": taken, "left": lab.taken()}


def _ask(lab, name: str, barrier: threading.Barrier) -> str:
    from django.db import connection

    from server.seats.held import Held

    try:
        barrier.wait(timeout=30)
        answer = lab.put(name)
        return "given" if isinstance(answer, Held) else answer.code.value
    except Exception as error:
        return repr(error)
    finally:
        connection.close()


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "server.config.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    print(json.dumps(rush(Path(tempfile.mkdtemp()))))  # noqa: T201  its one output


if __name__ == "__main__":
    main()
