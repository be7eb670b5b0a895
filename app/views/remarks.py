"""The answer to what was last asked, in one sentence: each code has one."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from app.language import _
from app.license.picture import Intent, NetFault, Picture, Remark, RemarkCode
from app.views import dates, disk_words, words
from contract.faults import Fault

if TYPE_CHECKING:
    from app.views.parts.marks import Tone  # the command line reads these words without a widget

GOOD = {RemarkCode.EXTENDED, RemarkCode.CHECKED, RemarkCode.REQUEST_SAVED}


def tone(remark: Remark) -> Tone:
    if remark.code in GOOD:
        return "good"
    return "calm" if remark.code == RemarkCode.PRODUCT_OPEN else "warn"


def remark_words(remark: Remark, picture: Picture) -> str:
    """The sentence for a person; the server's own only for a code that nobody here knows."""
    from contract.offline_files import FileFault  # late: a good start has no remark

    if remark.code == RemarkCode.EXTENDED:
        return _extended(picture)
    if remark.code == RemarkCode.PRODUCT_OPEN:
        return _product_open(remark.about)
    if remark.code in (RemarkCode.CANNOT_WRITE, RemarkCode.CANNOT_READ):
        return disk_words.of(remark)
    if own := _own().get(remark.code):
        return own
    if remark.code in set(NetFault):
        return words.net_fault(NetFault(remark.code), remark.detail)
    if remark.code in set(FileFault):
        said = words.of_contract(FileFault(remark.code))
        dated = remark.code == FileFault.OTHER_REQUEST
        return f"{said} {_two_dates(remark.detail)}".strip() if dated else said
    if remark.code in set(Fault):
        return words.of_contract(Fault(remark.code))
    return words.refusal(remark.refusal) if remark.refusal else _("This was not possible.")


def fault_words(code: str) -> str:
    """What is wrong with a license file found on the disk (LEASE-5)."""
    return words.of_contract(Fault(code) if code in set(Fault) else Fault.DAMAGED)


def _two_dates(detail: str) -> str:
    """Of the request that waits and of the response, to look for the right file by."""
    try:
        request, response = (datetime.fromisoformat(at) for at in detail.split())
    except ValueError:
        return ""
    said = _("The request that waits is of {request}, this response is of {response}.")
    return said.format(request=dates.moment(request), response=dates.moment(response))


def _extended(picture: Picture) -> str:
    lease = getattr(picture.standing, "lease", None)
    until = words.instant(lease.offline_until) if lease is not None else None
    if until is None:
        return _("Your seat is reserved on this computer.")
    return _("Your seat is reserved on this computer until {date}.").format(
        date=dates.moment(until)
    )


def _product_open(wanted: Intent) -> str:
    if wanted is Intent.LOG_OUT:
        return _("Please close your documents first, then log out.")
    return _("Please close your documents first, then try again.")


def _own() -> dict[str, str]:
    return {
        RemarkCode.CHECKED: _("Your license is up to date."),
        RemarkCode.REQUEST_SAVED: _("The request is saved. Now take it to a computer with "
                                    "internet."),
        RemarkCode.RETURN_FIRST: _("This computer was given back. Bring its return file to the "
                                   "portal first: the seat is still taken there."),
        RemarkCode.KEY_STORE_SILENT: _(
            "This computer's key store does not answer. Unlock it, then try again."
        ),
        RemarkCode.NOT_POSSIBLE: _("This is not possible now."),
    }  # fmt: skip
