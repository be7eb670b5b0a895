"""The mails about computers that never go online: bound, given back (AIR-11).

To the account that did it and to the pool's owner, each in their own language.
"""

from __future__ import annotations

from server.accounts.mails import send
from server.accounts.models import Account, Device
from server.licenses.models import License
from server.seats.models import Returned


def tell_of_binding(account: Account, device: Device, license: License, check_code: str) -> None:
    _send("bound", account, device, license, {"check_code": check_code})


def tell_of_return(returned: Returned) -> None:
    _send("returned", returned.account, returned.device, returned.license, {})


def _send(
    what: str, account: Account, device: Device, license: License, more: dict[str, object]
) -> None:
    people = {person.pk: person for person in (account, license.owner) if person is not None}
    for person in people.values():
        context = {"user": person, "account": account, "device": device, "license": license, **more}
        send(f"seats/email/computer_{what}", person.email, context)
