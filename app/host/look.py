"""`diagnose`: each check of the diagnostics, and what to do, without a window (APP-12, HOST-7)."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from app.host.alone import alone, instance_of, live, once, say
from app.host.told import CANNOT_START, DONE, FOUND_BAD
from app.license.diagnosis.findings import Finding, State
from app.license.events import DiagnoseAsked
from app.views import check_words

if TYPE_CHECKING:
    from app.commands import Shell


def look(shell: Shell, *, as_json: bool) -> int:
    instance = instance_of(shell)
    if not instance.claim():
        say("The license manager is running: please open its diagnostics.")
        return CANNOT_START
    try:
        return live(shell, _told(shell, instance.where, as_json))
    finally:
        instance.close()


async def _told(shell: Shell, where: str, as_json: bool) -> int:
    findings = await findings_of(shell, where)
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
