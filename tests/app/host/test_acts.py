"""`offline` and `logout` without a window, over the real core and the real server."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app import commands
from app.host import acts
from app.host.alone import instance_of
from app.license.events import LogOutAsked, ReturnEarlyAsked
from app.license.start import read_start
from tests.app.host.test_wrap import shell_of, taken
from tests.cast import ADA

pytestmark = [
    pytest.mark.asyncio,
    pytest.mark.django_db(transaction=True),
    pytest.mark.rule("HOST-7"),
]


async def ada_at(manage) -> commands.Shell:
    manager = manage(hold="product")
    await manager.start()
    await manager.desk.sign_in(ADA)
    await manager.close()
    return shell_of(manager.desk)


def link(shell: commands.Shell) -> str:
    return instance_of(shell).where


async def test_seat_is_reserved_and_returned_from_the_command_line(manage, server) -> None:
    shell = await ada_at(manage)
    said = await acts.answer(shell, link(shell), acts.reserve(shell, 3))
    assert (said.exit, said.until) == (0, "2027-03-04T09:00:00Z")
    assert read_start(shell.where.data, shell.brand, shell.clock).event.lease.is_reserved
    assert await taken(server) == 1
    said = await acts.answer(shell, link(shell), ReturnEarlyAsked())
    assert (said.exit, said.code) == (0, "")


async def test_refused_period_says_so_by_its_code(manage) -> None:
    shell = await ada_at(manage)
    said = await acts.answer(shell, link(shell), acts.reserve(shell, 9999))
    assert (said.exit, said.code) == (3, "period-not-granted")


async def test_log_out_frees_and_forgets(manage, server) -> None:
    shell = await ada_at(manage)
    said = await acts.answer(shell, link(shell), LogOutAsked())
    assert (said.exit, await taken(server)) == (0, 0)
    said = await acts.answer(shell, link(shell), LogOutAsked())
    assert (said.exit, said.code) == (4, "signed-out")


async def test_without_a_connection_nothing_is_done_and_that_is_said(manage) -> None:
    shell = await ada_at(manage)
    gone = replace(shell, brand=replace(shell.brand, server="http://localhost:9"))
    for wanted in (LogOutAsked(), acts.reserve(shell, 3)):
        said = await acts.answer(gone, link(gone), wanted)
        assert said.exit == 5
