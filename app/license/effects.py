"""One function an effect: the only place of the core that awaits.

Each takes the world and its errand and returns the event that came of it. What a refusal or a
fault means stands in `answers.py`; how a lease is taken in, in `taking.py`.
"""

from __future__ import annotations

import logging
import secrets as chance
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

from app.license import device as devices
from app.license import errands as do
from app.license import events as e
from app.license.answers import answer, reason
from app.license.cache import AccountShown, RequestFile
from app.license.client import Nothing, Unreached, platform_name
from app.license.contact import after_answer
from app.license.credentials import StoreState
from app.license.picture import Account, Refusal, RemarkCode, Requested
from app.license.taking import Given, take, take_license
from app.license.threads import within
from app.license.world import World
from contract.encoding import to_base64url
from contract.problems import Code
from contract.wire.license import LicenseAnswer
from contract.wire.line import LineAnswer
from contract.wire.meta import Meta
from contract.wire.seat import Reserve, SeatWanted
from contract.wire.session import ConfirmationMail, SecondFactor, SignedIn, SignIn
from contract.wire.session import Device as DeviceSent

log = logging.getLogger(__name__)

API = "/api/v1"
Result = e.Event | None
Effect = Callable[[World, Any], Awaitable[Result]]

STICK = 15.0
"""Seconds that writing to a stick may take."""

CLOSING = 2.5
"""Seconds that a close may take: a window that was closed waits for it, but not for long."""


Late = Callable[[e.Event], None]


def performer(world: World) -> Callable[[do.Errand, Late], Awaitable[Result]]:
    """What a keeper is given to do its errands by."""
    return lambda errand, late: run(world, errand, late)


async def farewell(world: World) -> None:
    """How far time has been seen, and no connection left open."""
    await remember_time(world)
    await world.client.close()
    world.disk.end()


async def remember_time(world: World) -> None:
    """Kept beside the device, so that setting the clock back lengthens nothing (LEASE-4)."""
    latest = world.clock.latest
    if latest is not None and world.device is not None:
        await _remember(world, lambda: devices.remember_latest(world.cache.folder, latest))


async def run(world: World, errand: do.Errand, late: Late) -> Result:
    """Do it. What nobody expected is an event, too, and stands in the log under its id."""
    try:
        if isinstance(errand, do.ReadSecrets):
            return await read_secrets(world, late)
        return await EFFECTS[type(errand)](world, errand)
    except Exception:
        error = uuid4().hex[:8]
        log.exception("an effect failed unexpectedly [%s]: %s", error, type(errand).__name__)
        return e.EffectFailed(error, getattr(errand, "generation", 0))


# --- the key store and the device ------------------------------------------------------------


async def read_secrets(world: World, late: Late) -> e.SecretsRead:
    """Ask once; a late answer is an event of its own (APP-13)."""
    known = world.device is not None
    state = await world.credentials.ask(lambda: late(_secrets_read(world, known)))
    await _ensure_key(world, state)
    return _secrets_read(world, known)


def _secrets_read(world: World, device_known: bool) -> e.SecretsRead:
    secrets = world.credentials.secrets
    return e.SecretsRead(
        signed_in=bool(secrets.token),
        fallback=world.credentials.state in (StoreState.NO_STORE, StoreState.SILENT),
        release=bool(secrets.release),
        given_up=bool(secrets.given_up),
        device=world.device.id if world.device else "",
        device_known=device_known,
    )


async def _ensure_key(world: World, state: StoreState) -> None:
    """One key pair, made once (LEASE-6); never because a store kept silent."""
    device, private = world.device, world.credentials.secrets.private_key
    public = devices.public_key_of(private) if private else None
    copied = device is not None and device.foreign and device.public_key == public
    if public is None or copied:
        holds = world.cache.holds_lease() and not (device and device.foreign)
        if state is StoreState.SILENT or holds:
            return
        await make_key(world)
    elif device is None or device.foreign or device.public_key != public:
        if device is None or device.foreign or not world.cache.holds_lease():
            await _write_device(world, public)
    else:
        await _write_device(world, public)  # with today's hints of the machine


async def make_key(world: World) -> None:
    private = devices.new_private_key()
    public = devices.public_key_of(private) or ""
    await world.credentials.change(private_key=private, token="")
    await _write_device(world, public)


async def _write_device(world: World, public: str) -> None:
    folder, latest = world.cache.folder, world.clock.latest
    product = world.brand.product
    try:
        await world.disk.do(lambda: devices.write_device(folder, public, latest))
    except OSError as error:
        log.warning("the device file could not be written: %s", type(error).__name__)
    world.device = devices.of_key(public, product, latest)


async def make_own(world: World, errand: do.MakeOwn) -> Result:
    """A new key: the lease of the old one is another computer's now (LEASE-10)."""
    if world.credentials.state is StoreState.SILENT:
        return e.Declined(errand.generation, RemarkCode.KEY_STORE_SILENT)
    await world.disk.do(lambda: world.cache.put_lease_aside("duplicated"))
    await world.disk.do(world.cache.forget_account)
    await make_key(world)
    return e.DeviceMadeOwn(errand.generation, world.device.id if world.device else "")


async def forget_token(world: World, errand: do.ForgetToken) -> Result:
    await world.credentials.change(token="")
    return None


# --- signing in and out ----------------------------------------------------------------------


async def sign_in(world: World, errand: do.SignIn) -> Result:
    world.typed = (errand.email, errand.password)
    return await _sign_in(world, errand.generation, errand.email, errand.password)


async def sign_in_again(world: World, errand: do.SignInAgain) -> Result:
    if world.typed is None:
        return e.SignInTimedOut(errand.generation)
    return await _sign_in(world, errand.generation, *world.typed)


async def _sign_in(world: World, generation: int, email: str, password: str) -> Result:
    if world.device is None:
        return e.SignInRefused(generation, Refusal(RemarkCode.KEY_STORE_SILENT))
    body = SignIn(device=_sent(world), email=email, password=password)
    got = await world.client.call("POST", f"{API}/session", SignedIn, body=body)
    return await _signed_in(world, generation, got)


async def send_code(world: World, errand: do.SendCode) -> Result:
    body = SecondFactor(challenge=errand.challenge, code=errand.code)
    got = await world.client.call("POST", f"{API}/session/second-factor", SignedIn, body=body)
    return await _signed_in(world, errand.generation, got)


async def _signed_in(
    world: World, generation: int, got: SignedIn | Nothing | Refusal | Unreached
) -> Result:
    if isinstance(got, Refusal):
        return _sign_in_refused(world, generation, got)
    if not isinstance(got, SignedIn):
        return answer(world, generation, got)
    world.typed = None
    account = got.account
    kept = await world.credentials.change(token=got.token)
    shown = AccountShown(id=account.id, name=account.name, email=account.email)
    await _remember(world, lambda: world.cache.write_shown(account=shown))
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
            wait = refusal.members.get("retry_after")
            seconds = float(wait) if isinstance(wait, int | float) else 60.0
            return e.SignInRefused(generation, refusal, world.now + timedelta(seconds=seconds))
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


async def open_browser(world: World, errand: do.OpenBrowser) -> Result:
    """Comes with browser sign-in (ACC-3); until then it says that it is not possible."""
    return e.SignInRefused(errand.generation, Refusal(RemarkCode.NOT_POSSIBLE))


async def resend_mail(world: World, errand: do.ResendMail) -> Result:
    body = ConfirmationMail(email=errand.email)
    path = f"{API}/account/confirmation-mail"
    got = await world.client.call("POST", path, Nothing, body=body)
    done = isinstance(got, Nothing)
    return e.MailResent(errand.generation) if done else answer(world, errand.generation, got)


async def log_out(world: World, errand: do.LogOut) -> Result:
    got = await world.client.call("DELETE", f"{API}/session", Nothing, token=world.token)
    ended = isinstance(got, Refusal) and got.code == Code.TOKEN_INVALID
    if not isinstance(got, Nothing) and not ended:
        return answer(world, errand.generation, got)
    return await _forget(world, errand.generation, reached=True)


async def forget_account(world: World, errand: do.ForgetAccount) -> Result:
    return await _forget(world, errand.generation, release=world.token if errand.release else "")


async def _forget(
    world: World, generation: int, *, release: str = "", reached: bool = False
) -> e.Event:
    what = {"token": "", "release": release} if release else {"token": ""}
    await world.disk.do(world.cache.forget_account)
    await world.credentials.change(**what)
    return e.LoggedOut(generation, reached)


async def send_release(world: World, errand: do.SendRelease) -> Result:
    release = world.credentials.secrets.release
    if release:
        got = await world.client.call("DELETE", f"{API}/session", Nothing, token=release)
        if isinstance(got, Unreached):
            return None  # with the next connection
        await world.credentials.change(release="")
    return e.ReleaseAnswered()


# --- the seat --------------------------------------------------------------------------------


async def probe(world: World, errand: do.Probe) -> Result:
    got = await world.client.call("GET", f"{API}/meta", Meta)
    if isinstance(got, Meta):
        return e.Reached(errand.generation)
    return answer(world, errand.generation, got)


async def ask_seat(world: World, errand: do.AskSeat) -> Result:
    body = SeatWanted(seat=errand.seat or None, last_lease=errand.last_lease or None)
    got = await world.client.call("PUT", f"{API}/seat", Given, token=world.token, body=body)
    return await take(world, errand.generation, got)


async def extend(world: World, errand: do.Extend) -> Result:
    path, body = f"{API}/seat/offline", Reserve(until=errand.until)
    got = await world.client.call("PUT", path, Given, token=world.token, body=body)
    return await take(world, errand.generation, got)


async def return_early(world: World, errand: do.ReturnEarly) -> Result:
    path = f"{API}/seat/offline"
    got = await world.client.call("DELETE", path, Given, token=world.token)
    if isinstance(got, Nothing):
        return e.PlaceEnded(errand.generation)
    return await take(world, errand.generation, got)


async def ask_license(world: World, errand: do.AskLicense) -> Result:
    got = await world.client.call("GET", f"{API}/license", LicenseAnswer, token=world.token)
    if isinstance(got, LicenseAnswer):
        await take_license(world, got.license)
        return e.LicenseShown(errand.generation, got.license, tuple(got.others))
    if isinstance(got, Refusal) and got.code == Code.NO_LICENSE:
        return e.NoLicense(errand.generation, got)
    return answer(world, errand.generation, got)


async def put_lease_away(world: World, errand: do.PutLeaseAway) -> Result:
    world.closing = errand.seat
    await _remember(world, world.cache.put_lease_away)
    return None


async def take_lease_back(world: World, errand: do.TakeLeaseBack) -> Result:
    from contract.lease import Lease, read_lease

    world.closing = ""
    await world.disk.do(world.cache.take_lease_back)
    token = await world.disk.do(world.cache.lease)
    found = read_lease(token, world.statement.now, world.holder()) if token else None
    return e.LeaseTakenBack(found if isinstance(found, Lease) else None)


async def send_close(world: World, errand: do.SendClose) -> Result:
    """Whatever the server says to it, it was told; only without an answer it is sent again."""
    given_up = "&given_up=true" if errand.given_up else ""
    path = f"{API}/seat?seat={errand.seat}{given_up}"
    got = await world.client.call("DELETE", path, Nothing, token=world.token, limit=CLOSING)
    if isinstance(got, Unreached):
        return e.CloseNotSent(errand.seat, got.fault)
    if isinstance(got, Refusal):
        log.warning("the close of a place was refused: %s", got.code)
    if errand.given_up:
        await _remember(world, world.cache.forget_given_up)
    elif world.closing in ("", errand.seat):
        await _remember(world, world.cache.forget_closing)
    return e.CloseAnswered(errand.seat, errand.given_up)


async def delete_lease(world: World, errand: do.DeleteLease) -> Result:
    await _remember(world, lambda: world.cache.give_up(errand.seat))
    return None


async def remember_latest(world: World, errand: do.RememberTime) -> Result:
    await remember_time(world)
    return None


async def remember_warned(world: World, errand: do.RememberWarned) -> Result:
    await _remember(world, lambda: world.cache.write_warned(errand.warned))
    return None


async def _remember(world: World, write: Callable[[], None]) -> None:
    """What a full disk may refuse without harm."""
    try:
        await world.disk.do(write)
    except OSError as error:
        log.warning("a file of the profile could not be written: %s", type(error).__name__)


# --- the line --------------------------------------------------------------------------------


async def stand_in_line(world: World, errand: do.StandInLine) -> Result:
    got = await world.client.call("PUT", f"{API}/line", LineAnswer, token=world.token)
    if not isinstance(got, LineAnswer):
        return answer(world, errand.generation, got)
    due = after_answer(got.next_contact_in, world.chance(), world.now)
    return e.LineAnswered(errand.generation, got.place, got.ahead, due, got.offered_until)


async def leave_line(world: World, errand: do.LeaveLine) -> Result:
    got = await world.client.call("DELETE", f"{API}/line", Nothing, token=world.token)
    done = isinstance(got, Nothing)
    return e.LineLeft(errand.generation) if done else answer(world, errand.generation, got)


# --- the computer that never goes online -----------------------------------------------------


async def write_request(world: World, errand: do.WriteRequest) -> Result:
    """The one that waits, or a new one (AIR-1)."""
    from app.license.files import write_for_others
    from app.offline.request import page

    kept = await world.disk.do(world.cache.request) or await _new_request(world)
    if kept is None:
        return e.Declined(errand.generation, RemarkCode.KEY_STORE_SILENT)
    data = page(kept.request, world.brand, world.language(), kept.when)
    try:
        await within(STICK, lambda: write_for_others(errand.path, data))
    except OSError as error:
        return e.Declined(errand.generation, RemarkCode.CANNOT_WRITE, reason(error))
    return e.RequestSaved(errand.generation, await _saved(world, kept, str(errand.path)))


async def _new_request(world: World) -> RequestFile | None:
    from app.offline.request import Asker, new_request

    secrets, device = world.credentials.secrets, world.device
    if not secrets.private_key or device is None:
        return None
    await world.credentials.change(counter=secrets.counter + 1)
    asker = Asker(
        product=world.brand.product,
        device=device.id,
        public_key=device.public_key,
        private_key=secrets.private_key,
        platform=platform_name(),
        app_version=world.version,
    )
    nonce, at = to_base64url(chance.token_bytes(16)), world.now
    text = new_request(asker, nonce, secrets.counter + 1, world.language(), at)
    return RequestFile(request=text, nonce=nonce, path="", when=at)


async def _saved(world: World, kept: RequestFile, path: str) -> Requested:
    from msgspec.structs import replace

    from contract.offline_files import check_code

    saved = replace(kept, path=path)
    await world.disk.do(lambda: world.cache.write_request(saved))
    return Requested(saved.nonce, path, saved.when, check_code(saved.request))


async def discard_request(world: World, errand: do.DiscardRequest) -> Result:
    await world.disk.do(world.cache.forget_request)
    return e.RequestGone(errand.generation)


async def judge_response(world: World, errand: do.JudgeResponse) -> Result:
    from app.license.binding import bind

    return await bind(world, errand.generation, errand.path)


async def not_yet(world: World, errand: do.GiveBack | do.WriteReturn) -> Result:
    """Giving a computer back comes with its file (AIR-6)."""
    return e.Declined(errand.generation, RemarkCode.NOT_POSSIBLE)


EFFECTS: Mapping[type[do.Errand], Effect] = {
    do.SignIn: sign_in,
    do.SignInAgain: sign_in_again,
    do.SendCode: send_code,
    do.OpenBrowser: open_browser,
    do.ResendMail: resend_mail,
    do.Probe: probe,
    do.AskSeat: ask_seat,
    do.AskLicense: ask_license,
    do.Extend: extend,
    do.ReturnEarly: return_early,
    do.StandInLine: stand_in_line,
    do.LeaveLine: leave_line,
    do.PutLeaseAway: put_lease_away,
    do.TakeLeaseBack: take_lease_back,
    do.SendClose: send_close,
    do.DeleteLease: delete_lease,
    do.ForgetToken: forget_token,
    do.LogOut: log_out,
    do.ForgetAccount: forget_account,
    do.SendRelease: send_release,
    do.WriteRequest: write_request,
    do.DiscardRequest: discard_request,
    do.JudgeResponse: judge_response,
    do.GiveBack: not_yet,
    do.WriteReturn: not_yet,
    do.MakeOwn: make_own,
    do.RememberWarned: remember_warned,
    do.RememberTime: remember_latest,
}
