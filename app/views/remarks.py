"""The answer to what was last asked, in one sentence: each code has one."""

from __future__ import annotations

from app.language import _
from app.license.picture import NetFault, Picture, Remark, RemarkCode
from app.views import dates, words
from app.views.parts.marks import Tone

GOOD = {RemarkCode.EXTENDED, RemarkCode.CHECKED, RemarkCode.REQUEST_SAVED}


def tone(remark: Remark) -> Tone:
    if remark.code in GOOD:
        return "good"
    return "calm" if remark.code == RemarkCode.PRODUCT_OPEN else "warn"


def remark_words(remark: Remark, picture: Picture) -> str:
    """The sentence for a person; the server's own only for a code that nobody here knows."""
    if remark.code == RemarkCode.EXTENDED:
        return _extended(picture)
    own = _own(remark.detail).get(remark.code) or _of_files().get(remark.code)
    if own:
        return own
    if remark.code in set(NetFault):
        return words.net_fault(NetFault(remark.code))
    if remark.refusal is not None:
        return words.refusal(remark.refusal)
    return _of_leases().get(remark.code) or _("This was not possible.")


def fault_words(code: str) -> str:
    """What is wrong with a license file, found on the disk or in a response (LEASE-5)."""
    return _of_leases().get(code) or _("It is damaged.")


def _extended(picture: Picture) -> str:
    lease = getattr(picture.standing, "lease", None)
    until = words.instant(lease.offline_until) if lease is not None else None
    if until is None:
        return _("Your seat is reserved on this computer.")
    return _("Your seat is reserved on this computer until {date}.").format(
        date=dates.moment(until)
    )


def _own(detail: str) -> dict[str, str]:
    return {
        RemarkCode.CHECKED: _("Your license is up to date."),
        RemarkCode.REQUEST_SAVED: _("The request is saved. Now take it to a computer with "
                                    "internet."),
        RemarkCode.CANNOT_WRITE: _("The file could not be written. Is the disk full or "
                                   "protected?"),
        RemarkCode.CANNOT_READ: _("This file cannot be read. Copy it to the stick again."),
        RemarkCode.OTHER_REQUEST: _("This response answers another request than the one that "
                                    "waits here. {dates}").format(dates=detail).strip(),
        RemarkCode.OTHER_COMPUTER: _("This response is for another computer. Open it there."),
        RemarkCode.USED_UP: _("This response is used up: this computer was given back after it. "
                              "Save a new request."),
        RemarkCode.PRODUCT_OPEN: _("Please close your documents first, then log out."),
        RemarkCode.NOT_POSSIBLE: _("This is not possible now."),
    }  # fmt: skip


def _of_files() -> dict[str, str]:
    """AIR-7: every wrong file in its own plain words."""
    return {
        "request-instead": _("This is the request, not the response. Take it to a computer with "
                             "internet and open it there."),
        "return-instead": _("This is a return file. It is for the portal, not for this window."),
        "other-product": _("This response is for another product."),
        "empty": _("This file is empty. Copy it to the stick again, and wait until it is done."),
        "damaged": _("This file is damaged or not complete. Copy it to the stick again."),
        "forged": _("This response does not come from the license server."),
        "not-such-a-file": _("This is not a response file. Its name ends in .seatkeeper."),
        "too-large": _("This file is too large to be a response."),
        "too-new": _("This file is for a newer version of Seatkeeper. Please update it."),
    }  # fmt: skip


def _of_leases() -> dict[str, str]:
    return {
        "damaged": _("It is damaged or not complete."),
        "forged": _("It does not come from the license server."),
        "unknown-key": _("It is signed in a way that this version does not know yet."),
        "too-new": _("It was written by a newer version of Seatkeeper."),
        "not-a-lease": _("It is not a license file."),
        "other-device": _("It belongs to another computer. A copy does not count here."),
        "other-account": _("It belongs to another account."),
        "other-product": _("It belongs to another product."),
        "other-server": _("It comes from another license server."),
        "too-large": _("It is larger than a license file can be."),
    }
