"""Signing in and out (ACC-3, SEAT-9)."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from app.license import errands as do
from app.license import events as e
from app.license.cache import AccountShown
from app.license.client import Nothing, Unreached, platform_name
from app.license.effects.answers import API, answer, is_no_answer, seconds_to_wait
from app.license.effects.keeping import remember
from app.license.effects.seat import CLOSING
from app.license.picture import Account, Refusal, RemarkCode
from app.license.world import World
from contract.problems import Code
from contract.wire.session import ConfirmationMail, SecondFactor, SignedIn, SignIn
from contract.wire.session import Device as DeviceSent

USUAL_BLOCK = 60.0
"""Seconds, where the server does not say."""


async def sign_in(world: World, errand: do.SignIn) -> e.Event | None:
    world.typed = (errand.email, errand.password)
    world.credentials.remembers = errand.remember
    return await _sign_in(world, errand.generation, errand.email, errand.password)


async def sign_in_again(world: World, errand: do.SignInAgain) -> e.Event | None:
    if world.typed is None:
        return e.SignInTimedOut(errand.generation)
    return await _sign_in(world, errand.generation, *world.typed)


async def _sign_in(world: World, generation: int, email: str, password: str) -> e.Event | None:
    if world.device is None:
        return e.SignInRefused(generation, Refusal(RemarkCode.KEY_STORE_SILENT))
    await _release(world)  # first, or it would end the place that comes after
    body = SignIn(device=_sent(world), email=email, password=password)
    got = await world.client.call("POST", f"{API}/session", SignedIn, body=body)
    return await _signed_in(world, generation, got)


async def send_code(world: World, errand: do.SendCode) -> e.Event | None:
    body = SecondFactor(challenge=errand.challenge, code=errand.code)
    got = await world.client.call("POST", f"{API}/session/second-factor", SignedIn, body=body)
    return await _signed_in(world, errand.generation, got)


async def _signed_in(
    world: World, generation: int, got: SignedIn | Nothing | Refusal | Unreached
) -> e.Event | None:
    if isinstance(got, Refusal):
        return _sign_in_refused(world, generation, got)
    if not isinstance(got, SignedIn):
        return answer(world, generation, got)
    world.typed = None
    account = got.account
    kept = await world.credentials.change(token=got.token)
    world.account = account.id
    shown = AccountShown(id=account.id, name=account.name, email=account.email)
    if world.credentials.remembers:
        await remember(world, lambda: world.cache.write_shown(account=shown))
    return e.SignedIn(generation, Account(account.id, account.name, account.email), kept)


def _sign_in_refused(world: World, generation: int, refusal: Refusal) -> e.Event:
    match refusal.code:
        case Code.EMAIL_UNCONFIRMED:
            return e.EmailUnconfirmed(generation)
        case Code.SECOND_FACTOR_REQUIRED:
            return e.SecondFactorRequired(generation, str(refusal.members.get("challenge", "")))
        case Code.BROWSER_SIGN_IN_REQUIRED:
            return e.BrowserRequired(generation)
        case Code.SIGN_IN_BLOCKED:
            wait = timedelta(seconds=seconds_to_wait(refusal) or USUAL_BLOCK)
            return e.SignInRefused(generation, refusal, world.now + wait)
        case Code.CREDENTIALS_INVALID | Code.CODE_INVALID | Code.CHALLENGE_ENDED:
            return e.SignInRefused(generation, refusal)
    return answer(world, generation, refusal)


def _sent(world: World) -> DeviceSent:
    assert world.device is not None
    return DeviceSent(
        id=world.device.id,
        public_key=world.device.public_key,
        platform=platform_name(),
        app_version=world.version,
        product=world.brand.product,
    )


async def open_browser(world: World, errand: do.OpenBrowser) -> e.Event | None:
    """Comes with browser sign-in (ACC-3); until then it says that it is not possible."""
    return e.SignInRefused(errand.generation, Refusal(RemarkCode.NOT_POSSIBLE))


async def resend_mail(world: World, errand: do.ResendMail) -> e.Event | None:
    body = ConfirmationMail(email=errand.email)
    path = f"{API}/account/confirmation-mail"
    got = await world.client.call("POST", path, Nothing, body=body)
    done = isinstance(got, Nothing)
    return e.MailResent(errand.generation) if done else answer(world, errand.generation, got)


async def log_out(world: World, errand: do.LogOut) -> e.Event | None:
    got = await world.client.call("DELETE", f"{API}/session", Nothing, token=world.token)
    ended = isinstance(got, Refusal) and got.code == Code.TOKEN_INVALID
    if not isinstance(got, Nothing) and not ended:
        return answer(world, errand.generation, got)
    return await _forget(world, errand.generation, reached=True)


async def leave_shared(world: World, errand: do.LeaveShared) -> e.Event | None:
    """The order to end the place is kept first: the window may be closing, and be killed."""
    token = world.token
    forgotten = await _forget(world, errand.generation, release=token)
    reached = await _release(world, limit=CLOSING)
    return replace(forgotten, reached=reached, release=not reached)


async def forget_account(world: World, errand: do.ForgetAccount) -> e.Event | None:
    return await _forget(world, errand.generation, release=world.token if errand.release else "")


async def _forget(
    world: World, generation: int, *, release: str = "", reached: bool = False
) -> e.LoggedOut:
    what = {"token": "", "release": release} if release else {"token": ""}
    world.unwritten, world.typed, world.account = "", None, ""
    await world.disk.do(world.cache.forget_account)
    await world.credentials.change(**what)
    return e.LoggedOut(generation, reached)


async def send_release(world: World, errand: do.SendRelease) -> e.Event | None:
    return e.ReleaseAnswered() if await _release(world) else None  # else with the next connection


async def _release(world: World, limit: float | None = None) -> bool:
    """End the place of an account that logged out without a connection (APP-6)."""
    release = world.credentials.secrets.release
    if not release:
        return True
    got = await world.client.call("DELETE", f"{API}/session", Nothing, token=release, limit=limit)
    if is_no_answer(got):
        return False
    await world.credentials.change(release="")
    return True
