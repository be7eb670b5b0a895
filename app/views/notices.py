"""What one should know beside the face: strips at the upper edge, never a dialog (APP-4, APP-5)."""

from __future__ import annotations

from typing import assert_never

from msgspec import Struct

from app.language import _
from app.license.picture import Notice, NoticeKind
from app.views import dates
from app.views.acts import Go, OpenLink, Screen
from app.views.parts.marks import Tone
from app.views.problem_card import Step
from app.views.remarks import fault_words
from app.views.seen import Seen
from contract.faults import Fault


class Strip(Struct, frozen=True):
    kind: NoticeKind
    tone: Tone
    words: str
    picture: str = "info"
    step: Step | None = None
    can_be_read: bool = False  # closed by the person, and then gone


def strips(seen: Seen) -> list[Strip]:
    """In the order of the kinds, so that they do not change places."""
    order = list(NoticeKind)
    found = sorted(seen.picture.notices, key=lambda notice: order.index(notice.kind))
    drawn = [strip_of(notice, seen) for notice in found]
    return [strip for strip in drawn if strip is not None]


def strip_of(notice: Notice, seen: Seen) -> Strip | None:
    kind = notice.kind
    match kind:
        case NoticeKind.ENDING:
            words = _("Your license ends in {time}, on {date}.").format(**_when(notice, seen))
            return Strip(kind, "warn", words, "calendar-clock", _see_license(), can_be_read=True)
        case NoticeKind.OFFLINE_ENDING:
            words = _("Your seat stays reserved for {time}, until {date}.").format(
                **_when(notice, seen)
            )
            return Strip(kind, "warn", words, "calendar-clock", _see_license(), can_be_read=True)
        case NoticeKind.BRIDGING:
            return None  # the welcome screen and the header say it
        case NoticeKind.CLOCK_DIFFERS:
            words = _("This computer's clock is wrong. Work goes on by the server's time.")
            return Strip(kind, "calm", words, "clock-alert")
        case NoticeKind.NO_KEY_STORE:
            words = _("This computer has no key store that answers. Your sign-in is kept in a "
                      "file that only you can read.")  # fmt: skip
            return Strip(kind, "calm", words, "lock-keyhole", can_be_read=True)
        case NoticeKind.DUPLICATED:
            words = _("This computer looks like a copy of another one that uses the same seat.")
            step = Step(_("Make this a computer of its own"), Go(Screen.MAKE_OWN))
            return Strip(kind, "warn", words, "copy", step)
        case NoticeKind.SIGN_IN_AGAIN:
            words = _("Your sign-in has ended. Your seat goes on until its end.")
            step = Step(_("Sign in again"), Go(Screen.SIGN_IN))
            return Strip(kind, "warn", words, "user-round", step)
        case NoticeKind.CLOSE_PENDING:
            words = _("Your last seat is given back at the next connection.")
            return Strip(kind, "calm", words, "clock")
        case NoticeKind.NEWER_VERSION:
            words = _("There is a newer version of Seatkeeper.")
            get = Step(_("Get it"), OpenLink(seen.downloads)) if seen.downloads else None
            return Strip(kind, "calm", words, "download", get, can_be_read=True)
        case NoticeKind.LEASE_PUT_ASIDE:
            if notice.detail == Fault.OTHER_DEVICE:
                words = _("A license found here belongs to another computer. Sign in for a seat "
                          "on this one.")  # fmt: skip
                return Strip(kind, "warn", words, "laptop", can_be_read=True)
            words = _("A license file could not be used and was put aside. {why}")
            words = words.format(why=fault_words(notice.detail))
            return Strip(kind, "warn", words, "file-x", can_be_read=True)
        case NoticeKind.LEASE_IN_MEMORY:
            words = _("The license could not be written. Is the disk full? It works until you "
                      "close this window.")  # fmt: skip
            return Strip(kind, "warn", words, "save")
        case NoticeKind.RELEASE_PENDING:
            words = _("Your seat is freed by itself as soon as there is a connection.")
            return Strip(kind, "calm", words, "clock")
        case NoticeKind.SEAT_MOVED:
            words = _("Your seat comes from another license now.")
            return Strip(kind, "calm", words, "armchair", _see_license(), can_be_read=True)
        case NoticeKind.LEAVING_SOON:
            words = _("Is somebody there? You are logged out of this shared computer in a minute.")
            return Strip(kind, "warn", words, "clock-alert")
        case NoticeKind.FAILED:
            words = _("Something went wrong inside Seatkeeper; nothing is lost. Error {id}.")
            step = Step(_("Support information"), Go(Screen.SUPPORT))
            words = words.format(id=notice.detail)
            return Strip(kind, "bad", words, "triangle-alert", step, can_be_read=True)
        case never:
            assert_never(never)


def _see_license() -> Step:
    return Step(_("Show License Info"), Go(Screen.LICENSE))


def _when(notice: Notice, seen: Seen) -> dict[str, str]:
    assert notice.at is not None
    shown = seen.license
    last_day = shown.last_day if shown and notice.kind is NoticeKind.ENDING else None
    date = dates.day(last_day) if last_day is not None else dates.moment(notice.at)
    return {"time": dates.span(notice.at - seen.at), "date": date}
