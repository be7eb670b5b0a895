"""Signing in, up to Ready (ACC-2, 3, 4)."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from app.license import errands
from app.license.events import (
    BrowserOpened,
    BrowserRequired,
    BrowserSignInAsked,
    Cancelled,
    CodeGiven,
    EmailUnconfirmed,
    Event,
    MailResent,
    OtherAccountAsked,
    ResendAsked,
    SecondFactorRequired,
    SignedIn,
    SignInAsked,
    SignInRefused,
    SignInTimedOut,
    TryAgainAsked,
)
from app.license.picture import (
    Intent,
    NoticeKind,
    Picture,
    Ready,
    SessionKnown,
    SignedOut,
    SignedOutWhy,
    SigningIn,
    SigningInStep,
    Unconfirmed,
)
from app.license.steps import shared
from app.license.steps.moves import (
    Step,
    ask_license,
    begin,
    done,
    noted,
    remarked,
    stop,
    unnoted,
)


def asked(picture: Picture, event: SignInAsked, at: datetime) -> Step:
    remember = shared.chosen(picture, event, at) is None
    started, ordered = _sign_in(picture, event, remember)
    if not ordered:
        return picture, ()
    standing = SigningIn(SigningInStep.PASSWORD, event.email)
    return replace(started, standing=standing, shared=shared.chosen(picture, event, at)), ordered


def asked_again(picture: Picture, event: SignInAsked, at: datetime) -> Step:
    """A lease serves while its session ended: the standing stays until the answer."""
    if picture.session is SessionKnown.THERE:
        return picture, ()
    return _sign_in(picture, event, remember=picture.shared is None)


def _sign_in(picture: Picture, event: SignInAsked, remember: bool) -> Step:
    order = lambda g: errands.SignIn(g, event.email, event.password, remember)  # noqa: E731
    return begin(picture, Intent.SIGN_IN, order)


def browser_asked(picture: Picture, event: BrowserSignInAsked, at: datetime) -> Step:
    email = _email(picture)
    idle, stopped = stop(picture)
    started, ordered = begin(idle, Intent.SIGN_IN, errands.OpenBrowser)
    standing = SigningIn(SigningInStep.BROWSER, email)
    return replace(started, standing=standing), (*stopped, *ordered)


def browser_opened(picture: Picture, event: BrowserOpened, at: datetime) -> Step:
    standing = picture.standing
    assert isinstance(standing, SigningIn)
    return replace(picture, standing=replace(standing, address=event.address)), ()


def code_given(picture: Picture, event: CodeGiven, at: datetime) -> Step:
    standing = picture.standing
    assert isinstance(standing, SigningIn)
    challenge = standing.challenge
    return begin(picture, Intent.SIGN_IN, lambda g: errands.SendCode(g, challenge, event.code))


def signed_in(picture: Picture, event: SignedIn, at: datetime) -> Step:
    """`GET /license` first; who is in use asks for a seat after it."""
    return ask_license(replace(_with_session(done(picture), event), standing=Ready()))


def signed_in_again(picture: Picture, event: SignedIn, at: datetime) -> Step:
    """The lease goes on serving if it is this account's."""
    return ask_license(_with_session(done(picture), event))


def signed_in_as_another(picture: Picture, event: SignedIn, at: datetime) -> Step:
    other = replace(_with_session(done(picture), event), standing=Ready(), license=None)
    return ask_license(replace(other, taken=False, next=None))


def _with_session(picture: Picture, event: SignedIn) -> Picture:
    known = replace(picture, account=event.account, session=SessionKnown.THERE, remark=None)
    known = unnoted(known, NoticeKind.SIGN_IN_AGAIN)
    return known if event.kept else noted(known, NoticeKind.NO_KEY_STORE)


def refused(picture: Picture, event: SignInRefused, at: datetime) -> Step:
    standing = picture.standing
    assert isinstance(standing, SigningIn)
    if event.refusal.code == "code-invalid":
        return replace(done(picture), standing=replace(standing, refusal=event.refusal)), ()
    why = SignedOutWhy.BLOCKED if event.until else SignedOutWhy.REFUSED
    return _out(picture, why, refusal=event.refusal, until=event.until), ()


def refused_again(picture: Picture, event: SignInRefused, at: datetime) -> Step:
    return done(remarked(picture, event.refusal.code, refusal=event.refusal)), ()


def timed_out(picture: Picture, event: SignInTimedOut, at: datetime) -> Step:
    return _out(picture, SignedOutWhy.TIMED_OUT), ()


def cancelled(picture: Picture, event: Cancelled, at: datetime) -> Step:
    stopped, orders = stop(picture)
    return _out(stopped, SignedOutWhy.CANCELLED), orders


def second_factor(picture: Picture, event: SecondFactorRequired, at: datetime) -> Step:
    step = SigningIn(SigningInStep.SECOND_FACTOR, _email(picture), event.challenge)
    return replace(done(picture), standing=step), ()


def browser_required(picture: Picture, event: BrowserRequired, at: datetime) -> Step:
    step = SigningIn(SigningInStep.BROWSER_OFFERED, _email(picture))
    return replace(done(picture), standing=step), ()


def unconfirmed(picture: Picture, event: EmailUnconfirmed, at: datetime) -> Step:
    return replace(done(picture), standing=Unconfirmed(_email(picture))), ()


def once_more(picture: Picture, event: TryAgainAsked, at: datetime) -> Step:
    """The address may be confirmed by now: what was typed is sent again."""
    started, ordered = begin(picture, Intent.SIGN_IN, errands.SignInAgain)
    standing = SigningIn(SigningInStep.PASSWORD, _email(picture))
    return (replace(started, standing=standing), ordered) if ordered else (picture, ())


def resend(picture: Picture, event: ResendAsked, at: datetime) -> Step:
    email = _email(picture)
    return begin(picture, Intent.RESEND, lambda g: errands.ResendMail(g, email))


def resent(picture: Picture, event: MailResent, at: datetime) -> Step:
    return replace(done(picture), standing=Unconfirmed(_email(picture), resent=True)), ()


def other_account(picture: Picture, event: OtherAccountAsked, at: datetime) -> Step:
    stopped, orders = stop(picture)
    return replace(stopped, standing=SignedOut(SignedOutWhy.FRESH)), orders


def try_after_block(picture: Picture, event: Event, at: datetime) -> Step:
    """A password reset ends a block at once; only trying shows it."""
    return replace(picture, standing=SignedOut(SignedOutWhy.FRESH, _email(picture))), ()


def no_connection(picture: Picture) -> Picture:
    return _out(picture, SignedOutWhy.NO_CONNECTION)


def failed(picture: Picture) -> Picture:
    return _out(picture, SignedOutWhy.CANCELLED)


def _out(picture: Picture, why: SignedOutWhy, **what: object) -> Picture:
    standing = SignedOut(why, _email(picture), **what)  # type: ignore[arg-type]
    return replace(done(picture), standing=standing)


def _email(picture: Picture) -> str:
    standing = picture.standing
    return standing.email if isinstance(standing, SignedOut | SigningIn | Unconfirmed) else ""
