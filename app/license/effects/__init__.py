"""One function an effect: the only place of the core that awaits.

Each takes the world and its errand and returns the event that came of it. What a refusal or a
fault means stands in `answers.py`; how a lease is taken in, in `taking.py` and `binding.py`.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import uuid4

from app.license import errands as do
from app.license import events as e
from app.license.effects import air, device, diagnosing, finding, returning, seat, session
from app.license.world import World

log = logging.getLogger(__name__)

Result = e.Event | None
Effect = Callable[[World, Any], Awaitable[Result]]


def performer(world: World) -> Callable[[do.Errand, device.Tell], Awaitable[Result]]:
    """What a keeper is given to do its errands by."""
    return lambda errand, tell: run(world, errand, tell)


async def farewell(world: World) -> None:
    """How far time has been seen, and no place and no connection left open."""
    await seat.close_what_was_left(world)
    await device.remember_time(world)
    await world.client.close()
    world.disk.end()


async def run(world: World, errand: do.Errand, tell: device.Tell) -> Result:
    """Do it. What nobody expected is an event, too, and stands in the log under its id."""
    try:
        if isinstance(errand, do.ReadSecrets):
            return await device.read_secrets(world, tell)
        if isinstance(errand, do.Diagnose):
            return await diagnosing.diagnose(world, errand, tell)
        return await EFFECTS[type(errand)](world, errand)
    except Exception:
        error = uuid4().hex[:8]
        log.exception("an effect failed unexpectedly [%s]: %s", error, type(errand).__name__)
        return e.EffectFailed(error, getattr(errand, "generation", 0))


EFFECTS: Mapping[type[do.Errand], Effect] = {
    do.SignIn: session.sign_in,
    do.SignInAgain: session.sign_in_again,
    do.SendCode: session.send_code,
    do.OpenBrowser: session.open_browser,
    do.ResendMail: session.resend_mail,
    do.Probe: seat.probe,
    do.AskSeat: seat.ask_seat,
    do.AskLicense: seat.ask_license,
    do.Extend: seat.extend,
    do.ReturnEarly: seat.return_early,
    do.StandInLine: seat.stand_in_line,
    do.LeaveLine: seat.leave_line,
    do.PutLeaseAway: seat.put_lease_away,
    do.TakeLeaseBack: seat.take_lease_back,
    do.SendClose: seat.send_close,
    do.DeleteLease: seat.delete_lease,
    do.ForgetToken: device.forget_token,
    do.LogOut: session.log_out,
    do.LeaveShared: session.leave_shared,
    do.ForgetAccount: session.forget_account,
    do.SendRelease: session.send_release,
    do.WriteRequest: air.write_request,
    do.DiscardRequest: air.discard_request,
    do.JudgeResponse: air.judge_response,
    do.LookOnSticks: finding.look_on_sticks,
    do.GiveBack: returning.give_back,
    do.WriteReturn: returning.write_again,
    do.MakeOwn: device.make_own,
    do.RememberWarned: device.remember_warned,
    do.RememberTime: device.remember_latest,
}
