"""Diagnostics: the checks, run beside everything else (APP-12)."""

from __future__ import annotations

from app.license import errands as do
from app.license import events as e
from app.license.diagnosis.findings import Finding
from app.license.effects.device import Tell
from app.license.world import World


async def diagnose(world: World, errand: do.Diagnose, tell: Tell) -> e.Event | None:
    from app.license.diagnosis.course import diagnose as run  # late: few ask for it

    def told(finding: Finding) -> None:
        tell(e.Found(errand.run, finding))

    await run(world, errand.standing, errand.checks, told)
    return None
