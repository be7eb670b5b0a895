"""`diagnose`: each check of the diagnostics, and what to do, without a window (APP-12, HOST-7).

A running manager is asked to look: it knows its proxy, its key store and its clock.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from typing import TYPE_CHECKING

import msgspec

from app.host.alone import alone, first, instance_of, live, once, say
from app.host.client import Client
from app.host.told import CANNOT_START, DONE, FOUND_BAD, NO_ANSWER
from app.license.diagnosis.findings import Finding, State
from app.license.events import DiagnoseAsked
from app.views import check_words
from contract.link import Diagnose, Findings, FromManager

if TYPE_CHECKING:
    from app.commands import Shell

PATIENCE_S = 90.0
"""For all checks of a manager whose every look runs into its limit."""


def look(shell: Shell, *, as_json: bool) -> int:
    instance = instance_of(shell)
    if not instance.claim():
        return live(_beside(instance.where, as_json))
    try:
        return live(_alone(shell, instance.where, as_json))
    finally:
        instance.close()


async def _beside(where: str, as_json: bool) -> int:
    findings = await findings_of_manager(where)
    if findings is None:
        say(NO_ANSWER)
        return CANNOT_START
    return _tell(findings, as_json)


async def _alone(shell: Shell, where: str, as_json: bool) -> int:
    return _tell(await findings_of(shell, where), as_json)


def _tell(findings: tuple[Finding, ...], as_json: bool) -> int:
    if as_json:
        sys.stdout.write(json.dumps(check_words.as_values(findings), ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(check_words.as_text(findings))
    return FOUND_BAD if any(each.state is State.BAD for each in findings) else DONE


async def findings_of(shell: Shell, where: str) -> tuple[Finding, ...]:
    async with alone(shell, where) as keeper:
        await once(keeper, lambda picture: picture.session != "unknown")
        keeper.post(DiagnoseAsked())
        picture = await once(
            keeper, lambda now: now.diagnosis.run > 0 and not now.diagnosis.running
        )
    return picture.diagnosis.findings


async def findings_of_manager(where: str) -> tuple[Finding, ...] | None:
    """None where it does not answer."""
    heard: asyncio.Future[tuple[Finding, ...]] = asyncio.get_running_loop().create_future()

    def hear(message: FromManager) -> None:
        if isinstance(message, Findings) and not heard.done():
            with contextlib.suppress(msgspec.ValidationError):  # of another version
                heard.set_result(msgspec.convert(message.findings, tuple[Finding, ...]))

    client = Client(where, hear)
    if client.come():
        client.say(Diagnose(True))
        await first(asyncio.shield(heard), client.gone.wait(), within=PATIENCE_S)
    await client.leave()
    return heard.result() if heard.done() else None
