"""`run -- PROGRAM` over the real core and the real server, and `status`."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

import pytest
from asgiref.sync import sync_to_async

from app import command_line, commands
from app.command_line import Asked
from app.host import wrap
from app.license.picture import Licensed
from tests.cast import BEN

pytestmark = [pytest.mark.asyncio, pytest.mark.django_db(transaction=True)]

FINE = [sys.executable, "-c", "import os, sys; sys.exit(7 if os.environ['SEATKEEPER_LINK'] else 1)"]
CRASH = [sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"]


async def signed_in(manage):
    """A computer where Ben has signed in before; nothing runs on it now."""
    manager = manage(hold="product")
    await manager.start()
    await manager.desk.sign_in(BEN)
    await manager.close()
    return manager.desk


def shell_of(desk) -> commands.Shell:
    return commands.Shell(Asked(profile=desk.folders.profile), desk.brand, desk.folders, desk.clock)


async def taken(server) -> int:
    return await sync_to_async(server.lab.taken, thread_sensitive=False)()


@pytest.mark.rule("HOST-1", "HOST-4")
async def test_wrapped_program_has_a_seat_and_the_link_as_long_as_it_runs(
    manage, server, tmp_path: Path
) -> None:
    desk = await signed_in(manage)
    go, on = tmp_path / "go", tmp_path / "on"
    program = [sys.executable, "-c", WAITING, str(go), str(on)]
    running = asyncio.ensure_future(wrap.run_in_seat(shell_of(desk), program))
    async with asyncio.timeout(20):
        while not on.exists():  # noqa: ASYNC110  a file tells nobody that it is there
            await asyncio.sleep(0.01)
    assert await taken(server) == 1
    go.touch()
    assert await running == 7
    assert await taken(server) == 0


WAITING = """
import os, pathlib, sys, time
assert os.environ["SEATKEEPER_LINK"]
pathlib.Path(sys.argv[2]).touch()
while not pathlib.Path(sys.argv[1]).exists():
    time.sleep(0.01)
sys.exit(7)
"""


@pytest.mark.rule("HOST-3", "SEAT-4")
async def test_crash_of_a_wrapped_program_frees_its_seat(manage, server) -> None:
    desk = await signed_in(manage)
    assert await wrap.run_in_seat(shell_of(desk), CRASH) == 128 + 9
    assert await taken(server) == 0


@pytest.mark.rule("HOST-1")
async def test_program_is_not_begun_where_nobody_is_signed_in(manage, capfd) -> None:
    desk = manage(hold="product").desk
    assert await wrap.run_in_seat(shell_of(desk), FINE) == 4
    assert "Nobody is signed in" in capfd.readouterr().err
    await desk.close()


@pytest.mark.rule("HOST-1")
async def test_program_that_is_not_there_is_127(manage, server) -> None:
    desk = await signed_in(manage)
    assert await wrap.run_in_seat(shell_of(desk), ["/nobody/there"]) == 127
    assert await taken(server) == 0


@pytest.mark.rule("HOST-1", "HOST-4")
async def test_wrapped_program_beside_a_manager_is_a_product_of_it(manage) -> None:
    manager = manage(hold="product")
    await manager.start()
    await manager.desk.sign_in(BEN)
    assert await wrap.run_in_seat(shell_of(manager.desk), FINE) == 7
    assert any(isinstance(picture.standing, Licensed) for picture in manager.desk.seen)
    await manager.desk.until(lambda picture: picture.use.products == 0)
    await manager.close()


@pytest.mark.rule("HOST-7")
async def test_status_says_what_the_disk_allows(manage, capfd) -> None:
    manager = manage()
    await manager.start()
    assert commands.status(shell_of(manager.desk), as_json=True) == 4
    await manager.desk.sign_in(BEN)
    assert commands.status(shell_of(manager.desk), as_json=True) == 0
    nobody, ben = map(json.loads, capfd.readouterr().out.splitlines())
    assert (nobody["standing"], nobody["allow"]) == ("NoLease", [])
    assert (ben["standing"], ben["allow"]) == ("Licensed", ["export", "save", "use"])
    await manager.close()


@pytest.mark.rule("HOST-7")
@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("status --json", True),
        ("--profile x run -- status", True),
        ("--profile run", False),
        ("answer.seatkeeper", False),
        ("--profile x --trace y", False),
        ("", False),
    ],
)
async def test_commands_are_told_from_files_and_options(line: str, is_one: bool) -> None:
    assert command_line.names_a_command(line.split()) is is_one
