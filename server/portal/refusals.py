"""The portal's one translator from a refusal to words: what is so, and what to do now (SAFE-1).

The stable code stands beside the sentence in the page (`data-code`). Each code has its sentence
here, in each language; what only computers are told gets the general one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from contract.offline_files import FileFault
from contract.problems import PROBLEMS, Code
from server.clock import now
from server.portal.kinds import kind_name
from server.rulebook.facts import Refusal

A_DAY = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Said:
    """One plain sentence, and where there is something to do about it, what."""

    code: str
    sentence: str
    advice: str = ""


def status_of(refusal: Refusal) -> int:
    return PROBLEMS[refusal.code].status


def say(refusal: Refusal) -> Said:
    faults = RETURN_FAULTS if refusal.code is Code.RETURN_DAMAGED else FAULTS
    fault = faults.get(str(refusal.members.get("fault")))
    sentence, advice = fault or SENTENCES.get(refusal.code, GENERAL)
    words = _words(refusal.members)
    return Said(refusal.code.value, str(sentence) % words, str(advice) % words)


def _words(members: Mapping[str, object]) -> dict[str, str]:
    """What a sentence may name; what the refusal does not say stays a plain word."""
    return {
        "when": _when(members.get("retry_after")),
        "kind": kind_name(str(members.get("kind", ""))),
        "held": ", ".join(kind_name(str(kind)) for kind in members.get("held", ())),  # type: ignore[attr-defined]
        "again_on": _day(members.get("again_on")),
    }


def _when(seconds: object) -> str:
    """`in 12 minutes, at 14:32`: a block says until when (ACC-4)."""
    if not isinstance(seconds, int):
        return gettext("later")
    minutes = math.ceil(seconds / 60)
    at = timezone.localtime(now() + timedelta(seconds=seconds))
    if seconds > A_DAY:
        return gettext("on %(day)s") % {"day": date_format(at, "DATE_FORMAT")}
    text = ngettext(
        "in %(minutes)d minute, at %(time)s", "in %(minutes)d minutes, at %(time)s", minutes
    )
    return text % {"minutes": minutes, "time": date_format(at, "TIME_FORMAT")}


def _day(text: object) -> str:
    return date_format(date.fromisoformat(str(text)), "DATE_FORMAT") if text else gettext("later")


GENERAL = (
    _("That is not possible at the moment."),
    _("Please try again; if it stays so, write to support."),
)

SENTENCES: Mapping[Code, tuple[object, object]] = {
    # coming in
    Code.CREDENTIALS_INVALID: (
        _("The email address or the password is not right."),
        _("Please check both. A forgotten password can be reset."),
    ),
    Code.SIGN_IN_BLOCKED: (
        _("Too many tries: signing in to this account from here is blocked for a while."),
        _("Please try again %(when)s. Resetting the password ends the block at once."),
    ),
    Code.EMAIL_UNCONFIRMED: (
        _("Your email address is not confirmed yet."),
        _("Please open the link in the mail that we sent you."),
    ),
    Code.RATE_LIMITED: (
        _("That was tried too often in a short time."),
        _("Please try again %(when)s."),
    ),
    Code.LINK_ENDED: (
        _("This link no longer works."),
        _(
            "It was used already, or it is too old. Sign in, and we send you a new one if one"
            " is needed."
        ),
    ),
    Code.NAME_INVALID: (
        _("This name cannot be used."),
        _(
            "A name has 1 to 60 letters, digits, spaces or punctuation marks,"
            " and nothing invisible."
        ),
    ),
    Code.PASSWORD_INVALID: (
        _("This password cannot be used."),
        _("Please choose at least 10 characters that others would not guess."),
    ),
    Code.LANGUAGE_UNKNOWN: (_("This language is not offered."), ""),
    Code.ACCOUNT_EXISTS: (_("There is an account with this address already."), ""),
    Code.ACCOUNT_UNKNOWN: (_("There is no such account."), ""),
    # the one box
    Code.KEY_EMPTY: (_("Please enter a license key or an invite code."), ""),
    Code.KEY_INVALID: (
        _("This is neither a license key nor an invite code."),
        _(
            "A license key begins with R- and has six groups of three, an invite code begins "
            "with I- and has four. Please compare it with your mail, or paste it."
        ),
    ),
    Code.KEY_OLDER_VERSION: (
        _("This key belongs to an older version of the program."),
        _("It cannot be used here. Support can tell you what it is worth today."),
    ),
    Code.KEY_UNKNOWN: (
        _("This key or code is not known."),
        _(
            "Please compare it with your mail. A code that was replaced no longer works: ask "
            "for the new one."
        ),
    ),
    Code.KEY_IS_ID: (
        _("This is an ID, not a key."),
        _(
            "IDs begin with A- or L- and only name an account or a license. The license key "
            "begins with R-."
        ),
    ),
    Code.LICENSE_TAKEN: (
        _("This license is activated under another account."),
        _(
            "If that is an account of yours, sign in with it. If not, ask whoever gave you "
            "the key for an invitation."
        ),
    ),
    Code.LICENSE_ALREADY_YOURS: (
        _("You have activated this license already. Nothing was changed."),
        "",
    ),
    Code.LICENSE_KINDS_DIFFER: (
        _("Licenses of different kinds do not mix in one account."),
        _(
            "This is: %(kind)s. Your account holds: %(held)s. Please activate it under "
            "another account, or write to support."
        ),
    ),
    Code.LICENSE_UNKNOWN: (_("There is no such license."), ""),
    # organizations
    Code.OWN_INVITE_CODE: (
        _("This is your own invite code."),
        _("You may use your licenses already. Pass the code on to those whom you want to invite."),
    ),
    Code.ALREADY_MEMBER: (
        _("You have joined this organization already."),
        _("You find it under My Invitations."),
    ),
    Code.NOT_A_MEMBER: (_("This person is not on your list."), ""),
    Code.MEMBERSHIP_BLOCKED: (
        _("The license owner has blocked you."),
        _("Please ask the license owner."),
    ),
    Code.MEMBERSHIP_ENDED: (
        _("You are no longer a member of this organization."),
        _("Ask the license owner for a new invitation."),
    ),
    # trials
    Code.TRIAL_LICENSE_HELD: (_("You hold a license already, so there is nothing to try."), ""),
    Code.TRIAL_ACTIVE: (_("Your trial is running already."), ""),
    Code.TRIAL_RECENT: (
        _("You had a trial a short time ago."),
        _("The next one is possible from %(again_on)s on."),
    ),
    # a computer that never goes online
    Code.REQUEST_DAMAGED: (
        _("This request is damaged or incomplete."),
        _("Please open the request file again, or copy it from the computer once more."),
    ),
    Code.TOO_LARGE: (_("That is too large."), ""),
    Code.PRODUCT_UNKNOWN: (
        _("This request is for another product."),
        _("Please open the request file again: it leads to the right website."),
    ),
    Code.DEVICE_BOUND_ELSEWHERE: (
        _("This computer is bound to the license of another account."),
        _("Sign in with that account, or write to support."),
    ),
    Code.NO_LICENSE: (
        _("You have no license that could be bound to this computer."),
        _("Activate a license key first. Then open the request again."),
    ),
    Code.LICENSE_NOT_PERPETUAL: (
        _("Only a license without a last day can be bound to a computer for good."),
        _(
            "Yours has a last day, or is a trial. For some time without a connection, the "
            "product can keep a seat offline: see its license info."
        ),
    ),
    Code.OFFLINE_NOT_ALLOWED: (
        _("The license owner does not let members bind computers for good."),
        _("Please ask the license owner."),
    ),
    Code.OFFLINE_QUOTA_REACHED: (
        _("No more seats of this license may be taken offline."),
        _("Please ask the license owner."),
    ),
    Code.RETURN_DAMAGED: (
        _("This return file is damaged or incomplete."),
        _("Please copy it from the computer once more."),
    ),
    Code.RETURN_UNKNOWN: (
        _("No seat is bound to the computer that wrote this file."),
        _("Please check which file you chose. It may have been brought here before."),
    ),
    Code.RETURN_SUPERSEDED: (
        _("This computer got a newer response after it wrote this return file."),
        _("Open the newest response there, give it up, and bring the return file written then."),
    ),
    Code.RETURN_LIMIT_REACHED: (
        _("As many seats of this license have been returned as is possible in a year."),
        _("The next one is possible %(when)s. Until then, please write to support."),
    ),
    Code.SEATS_EXHAUSTED: (
        _("All seats of the license are in use, so none can be bound."),
        _("A seat becomes free when a computer logs out. Then open the request again."),
    ),
    Code.LICENSE_EXPIRED: (_("The license has ended."), ""),
    Code.LICENSE_SUSPENDED: (
        _("The license is suspended."),
        _("Please write to support."),
    ),
    Code.PLATFORM_NOT_COVERED: (
        _("The license does not cover this computer's platform."),
        "",
    ),
    Code.DEVICE_BOUND_OFFLINE: (
        _("This computer is bound to the license for good."),
        _("Its seat comes back by a return file of that computer, or through support."),
    ),
    Code.NO_SEAT: (_("This seat is not held any more."), ""),
    Code.RELEASE_LIMIT_REACHED: (
        _("You have given up the seats of as many lost computers as is possible in a year."),
        _("The next one is possible %(when)s. Until then, please write to support."),
    ),
    Code.SIGN_IN_TOO_OLD: (
        _("Please enter your password once more."),
        _("A computer is bound for good, so we ask again."),
    ),
    Code.FORBIDDEN: (_("You are not allowed to do this."), ""),
    Code.NOT_FOUND: (_("There is nothing here."), ""),
    Code.MAINTENANCE: (
        _("The server is being worked on."),
        _("Please try again in a few minutes."),
    ),
}  # fmt: skip

RIGHT_FILE = _("Please choose the file that the computer wrote; its name ends in .html.")

FAULTS: Mapping[str, tuple[object, object]] = {  # of a file that was brought here (AIR-7)
    FileFault.TOO_LARGE: (_("This file is too large to be a request."), RIGHT_FILE),
    FileFault.NOT_SUCH_A_FILE: (_("This is not a request file."), RIGHT_FILE),
    FileFault.RESPONSE_INSTEAD: (
        _("This is a response file, not a request."),
        _("Take it to the computer that never goes online, and open it there."),
    ),
    FileFault.RETURN_INSTEAD: (_("This is a return file, not a request."), RIGHT_FILE),
    FileFault.USED_UP: (
        _("The computer gave up what it got for this request."),
        _("Let it write a new request, and bring that one."),
    ),
    FileFault.TOO_NEW: (
        _("This request was written by a newer version than this website knows."),
        _("Please write to support."),
    ),
    FileFault.FORGED: (
        _("This request was changed after the computer wrote it."),
        _("Please copy the request file from the computer once more."),
    ),
}

RIGHT_RETURN = _("Please choose the file that the computer wrote; its name ends in .seatkeeper.")

RETURN_FAULTS: Mapping[str, tuple[object, object]] = {  # of a return file (AIR-7)
    FileFault.TOO_LARGE: (_("This file is too large to be a return file."), RIGHT_RETURN),
    FileFault.NOT_SUCH_A_FILE: (_("This is not a return file."), RIGHT_RETURN),
    FileFault.REQUEST_INSTEAD: (_("This is a request file, not a return file."), RIGHT_RETURN),
    FileFault.RESPONSE_INSTEAD: (_("This is a response file, not a return file."), RIGHT_RETURN),
    FileFault.TOO_NEW: (
        _("This file was written by a newer version than this website knows."),
        _("Please write to support."),
    ),
    FileFault.FORGED: (
        _("This return file was changed after the computer wrote it."),
        _("Please copy it from the computer once more."),
    ),
}
