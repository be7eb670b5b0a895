"""`offline` and `logout` without a window: one intent, its answer, an exit code (HOST-7).

Only where no manager runs: what a window shows is done in the window.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from app.host.alone import alone, instance_of, live, once, say
from app.host.told import CANNOT_START, DONE, NO_CONNECTION, NOT_ALLOWED, SIGNED_OUT, written
from app.language import in_contract
from app.license.events import Event, ExtendAsked, LogOutAsked, ReturnEarlyAsked
from app.license.picture import Bound, Intent, Picture, RemarkCode, SignedOut, is_settled, lease_of
from contract.problems import Code
from contract.sentences import sentence

if TYPE_CHECKING:
    from app.commands import Shell


@dataclass(frozen=True)
class Said:
    """What came of it; `code` is a refusal's, `until` a reservation's end."""

    exit: int
    code: str = ""
    until: str | None = None


def act(shell: Shell, wanted: Event, *, as_json: bool) -> int:
    instance = instance_of(shell)
    if not instance.claim():
        say("The license manager is running: please do it there.")
        return CANNOT_START
    try:
        return live(_told(shell, instance.where, wanted, as_json))
    finally:
        instance.close()


async def _told(shell: Shell, where: str, wanted: Event, as_json: bool) -> int:
    said = await answer(shell, where, wanted)
    if as_json:
        line = {"code": said.code or None, "until": said.until}
        sys.stdout.write(json.dumps(line) + "\n")
    elif said.until:
        sys.stdout.write(f"Reserved until {said.until}\n")
    elif said.code:
        say(_words(said.code))
    return said.exit


async def answer(shell: Shell, where: str, wanted: Event) -> Said:
    async with alone(shell, where) as keeper:
        picture = await once(keeper, is_settled)
        if isinstance(picture.standing, SignedOut):
            return Said(SIGNED_OUT, "signed-out")
        if isinstance(picture.standing, Bound):
            return Said(NOT_ALLOWED, Code.DEVICE_BOUND_OFFLINE)
        keeper.post(wanted)
        return _outcome(wanted, await once(keeper, is_settled))


def _outcome(wanted: Event, picture: Picture) -> Said:
    remark = picture.remark
    if isinstance(wanted, LogOutAsked) and isinstance(picture.standing, SignedOut):
        return Said(DONE)
    if remark is not None and remark.code != RemarkCode.EXTENDED:
        refused = remark.refusal is not None or remark.code == RemarkCode.NOT_POSSIBLE
        return Said(NOT_ALLOWED if refused else NO_CONNECTION, remark.code)
    lease = lease_of(picture)
    ends = lease.offline_until_at if lease is not None else None
    if isinstance(wanted, ReturnEarlyAsked) and ends is None:
        return Said(DONE)
    if isinstance(wanted, ExtendAsked) and remark is not None and ends is not None:
        return Said(DONE, until=written(ends))
    return Said(NO_CONNECTION, Intent.TRY_AGAIN)


def _words(code: str) -> str:
    if code in set(Code):
        return in_contract(sentence(Code(code)))
    if code == "signed-out":
        return "Nobody is signed in on this computer."
    return "The server could not be reached."


def reserve(shell: Shell, days: int) -> Event:
    return ExtendAsked(shell.clock.read().at + timedelta(days=days))
