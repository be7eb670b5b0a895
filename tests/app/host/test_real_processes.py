"""Commands, desktop and product as processes: hand-over, and real SIGKILLs of each of them."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import pytest_asyncio

from server.upkeep.brand_file import write_brand
from tests.app.host.test_hold import in_the_lab
from tests.app.host.test_wrap import signed_in, taken
from tests.fakes.processes import PATIENCE_S, Computer
from tools.processes import until

pytestmark = [
    pytest.mark.asyncio,
    pytest.mark.django_db(transaction=True),
    pytest.mark.rule("HOST-3", "HOST-4"),
    pytest.mark.timeout(120),
]

PRODUCT = """
import contextlib, json, os, pathlib, socket, sys, time
go, told = map(pathlib.Path, sys.argv[1:])
link = os.environ["SEATKEEPER_LINK"]
(told.parent / "pid").write_text(str(os.getpid()))

def speak(line):
    line.settimeout(0.05)
    line.connect(link)
    line.sendall(b'{"hello": 1, "product": "memo-editor", "pid": 1}\\n')
    told.open("a").write("connected\\n")
    rest = b""
    while not go.exists():
        with contextlib.suppress(TimeoutError):
            data = line.recv(65536)
            if not data:
                return
            *lines, rest = (rest + data).split(b"\\n")
            for each in map(json.loads, lines):
                told.open("a").write(",".join(each["state"]["allow"]) + "\\n")

while not go.exists():
    with socket.socket(socket.AF_UNIX) as line, contextlib.suppress(OSError):
        speak(line)
    time.sleep(0.05)
sys.exit(7)
"""


class Program:
    """What `run` wraps: a product on the link, until it may go."""

    def __init__(self, folder: Path) -> None:
        self._go, self._told = folder / "go", folder / "told"
        self.words = ["run", "--", sys.executable, "-c", PRODUCT, str(self._go), str(self._told)]

    def said(self) -> list[str]:
        return self._told.read_text().split() if self._told.exists() else []

    @property
    def pid(self) -> int:
        return int((self._told.parent / "pid").read_text())

    def go(self) -> None:
        self._go.touch()


@pytest_asyncio.fixture
async def ben(manage, server, tmp_path: Path):
    """A computer where he has signed in before, whose window alone takes no seat."""
    desk = await signed_in(manage)
    brand = tmp_path / "brand.toml"
    write_brand(brand, server.address, server.brand.roots)
    brand.write_text(brand.read_text().replace('hold = "shell"', 'hold = "product"'))
    computer = Computer(desk.folders.data, brand, server.time)
    yield computer
    await asyncio.to_thread(computer.end)


def lives(pid: int) -> bool:
    """Whose process is nobody's child is reaped at once."""
    with contextlib.suppress(FileNotFoundError):
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2]
    return False


async def comes(what: Callable[[], object]) -> None:
    await asyncio.to_thread(until, what, PATIENCE_S, "that")


async def ends(process) -> int:
    return await asyncio.to_thread(process.wait, PATIENCE_S)


def saved(line: dict[str, object]) -> bool:
    return "save" in line["allow"]  # type: ignore[operator]


@pytest.mark.rule("APP-11", "HOST-5", "SEAT-1")
async def test_window_that_is_wanted_opens_while_run_is_the_manager(ben, server, tmp_path) -> None:
    program = Program(tmp_path)
    run = ben.command(*program.words)
    await comes(lambda: "use,save,export" in program.said())
    desktop = ben.desktop()
    await asyncio.to_thread(desktop.until, lambda line: line.get("painted"))
    await asyncio.to_thread(desktop.until, saved)
    await comes(lambda: program.said().count("connected") == 2)
    await comes(lambda: program.said()[-1] == "use,save,export")
    look = ben.command("diagnose", "--json")
    assert {each["state"] for each in json.loads((await said(look))[0])} <= OTHER_THAN_BAD
    assert (look.returncode, await taken(server)) == (0, 1)

    desktop.process.kill()  # and the command is the manager again
    await comes(lambda: program.said().count("connected") == 3)
    await comes(lambda: program.said()[-1] == "use,save,export")
    assert await taken(server) == 1
    assert set(program.said()) == {"connected", "use,save,export"}
    program.go()
    assert (await ends(run), await taken(server)) == (7, 0)


OTHER_THAN_BAD = {"good", "note", "skipped"}


async def said(process) -> tuple[str, str]:
    return await asyncio.to_thread(process.communicate, None, PATIENCE_S)


async def test_kill_of_the_program_frees_its_seat_at_once(ben, server, tmp_path) -> None:
    program = Program(tmp_path)
    run = ben.command(*program.words)
    await comes(lambda: "use,save,export" in program.said())
    os.kill(program.pid, signal.SIGKILL)
    assert (await ends(run), await taken(server)) == (128 + 9, 0)


@pytest.mark.rule("SEAT-5", "SEAT-1")
async def test_kill_of_run_leaves_program_and_seat_to_the_next_start(ben, server, tmp_path) -> None:
    program = Program(tmp_path)
    run = ben.command(*program.words)
    await comes(lambda: "use,save,export" in program.said())
    run.kill()
    assert await ends(run) == -9
    os.kill(program.pid, 0)  # it goes on, to its lease's end
    assert await taken(server) == 1
    again = ben.command("seat", "--json")
    await comes(lambda: program.said().count("connected") == 2)
    await comes(lambda: program.said()[-1] == "use,save,export")
    assert await taken(server) == 1
    program.go()
    await comes(lambda: not lives(program.pid))
    again.terminate()
    assert (await ends(again), await taken(server)) == (0, 0)


@pytest.mark.rule("SEAT-7", "HOST-7")
async def test_beside_a_window_seat_waits_and_a_kill_of_it_leaves_the_line(ben, server) -> None:
    from server.seats.models import InLine

    desktop = ben.desktop()
    await asyncio.to_thread(desktop.until, lambda line: line["standing"] == "Ready")
    for name in ("ben/one", "ben/two"):
        await in_the_lab(server.lab.start, name)
    first = ben.command("seat", "--wait", "--json")
    line = await asyncio.to_thread(first.stdout.readline)
    assert json.loads(line) == {"seat": "waiting", "place": 1}
    first.kill()
    async with asyncio.timeout(PATIENCE_S):
        while await in_the_lab(InLine.objects.count):  # noqa: ASYNC110  in a database
            await asyncio.sleep(0.05)
    desktop.process.terminate()
    assert await ends(desktop.process) == 0
