"""The words for what the license says: kinds, seats, owners, ends. Only what several faces say."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.language import _, in_contract, ngettext
from app.license.picture import Connection, NetFault, Offline, Refusal
from app.views import dates

if TYPE_CHECKING:
    from contract.faults import Fault
    from contract.lease import Lease
    from contract.offline_files import FileFault
    from contract.problems import Code
    from contract.wire.license import License


def kind(name: str) -> str:
    """The kind of a license, as it stands at the head of a line."""
    named = {
        "commercial": _("Commercial license"),
        "educational": _("Educational license"),
        "government": _("Government license"),
        "student": _("Student license"),
        "semester": _("Semester license"),
        "trial": _("Free trial"),
    }
    return named.get(name, _("License"))


def seats(number: int) -> str:
    return ngettext("{n} seat", "{n} seats", number)


def license_line(license: License | None, lease: Lease | None) -> str:
    """The license in one line: Educational license · 2 seats · until 31 December 2027."""
    if license is None:
        return kind(lease.kind) if lease is not None else ""
    parts = [kind(license.kind)]
    parts.append(trial_days(license) if license.trial is not None else seats(license.seats))
    if license.last_day is not None:
        parts.append(_("until {date}").format(date=dates.day(license.last_day)))
    return " · ".join(parts)


def owner_line(license: License | None) -> str:
    """Whose it is; empty where it is one's own."""
    if license is None or license.owner is None:
        return ""
    return _("from {owner}").format(owner=license.owner.name or license.owner.id)


def trial_days(license: License) -> str:
    assert license.trial is not None
    left, total = license.trial.days_left, license.trial.days_total
    return _("{left} of {total} days left").format(left=left, total=total)


def license_end(license: License) -> str:
    if license.last_day is not None:
        return dates.day(license.last_day)
    if license.expires_at is not None:
        return dates.moment(license.expires_at)
    return _("Never: this license is perpetual")


def instant(stamp: int | None) -> datetime | None:
    return None if stamp is None else datetime.fromtimestamp(stamp, UTC)


def reserved_until(lease: Lease | None) -> datetime | None:
    return instant(lease.offline_until) if lease is not None else None


def refusal(said: Refusal) -> str:
    """Our own sentence by the code; the server's for a code that this version does not know."""
    from contract.problems import Code  # late: a good start says nothing of this

    try:
        return of_contract(Code(said.code))
    except ValueError:
        return said.detail or _("The server refused this, without saying why.")


def of_contract(what: Code | Fault | FileFault) -> str:
    """The sentence that desktop and portal share for a code or a fault."""
    from contract.sentences import sentence  # late: a good start says none of them

    return in_contract(sentence(what))


def fault_of(connection: Connection) -> str:
    """What is wrong with the connection, where something is."""
    if not isinstance(connection, Offline):
        return ""
    return net_fault(connection.fault, connection.detail)


def net_fault(fault: NetFault, detail: str = "") -> str:
    """In words, naming who stands between where they are known; never a fault of the license."""
    between = re.sub(r"^[1-5]\d\d( |$)", "", detail)  # the status is for support
    match fault:
        case NetFault.NONE:
            return _("The server cannot be reached. Is this computer connected to the internet?")
        case NetFault.DNS:
            return _("The name of the server cannot be found. Is this computer connected?")
        case NetFault.PROXY if between:
            return _("{name} in this network does not let Seatkeeper through.").format(name=between)
        case NetFault.PROXY:
            return _("The proxy of this network does not let Seatkeeper through.")
        case NetFault.TLS_INTERCEPTED:
            return _("Something in this network looks into secure connections.")
        case NetFault.CERTIFICATE_DATE:
            return _("Are date and time of this computer right? By them the server's certificate "
                     "is not valid.")  # fmt: skip
        case NetFault.CAPTIVE:
            return _("This network wants you to sign in first. Open a web page in your browser.")
        case NetFault.SERVER:
            return _("The server does not answer as it should. This is not about your license.")
