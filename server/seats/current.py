"""The last lease of the place that a computer holds, again (GET /seat): no contact, no new day."""

from __future__ import annotations

from django.conf import settings

from contract.problems import Code
from server.accounts.models import Account, Device
from server.rulebook.facts import Refusal
from server.rulebook.leases import named_license
from server.rulebook.seats import is_living
from server.seats.bound_lease import bound_lease
from server.seats.give import next_contact_in
from server.seats.held import Held
from server.seats.store import open_question
from server.signing.lease import sign_lease
from server.transaction import one_transaction


@one_transaction
def current(account: Account, device: Device) -> Held | Refusal:
    """Signed again with the same id and end: what it says is what the last one said."""
    opened = open_question(account, device)
    pool, place, row = opened.table.pool_of_place(), opened.table.place, opened.row
    if pool is None or place is None or row is None:
        return Refusal(Code.NO_SEAT)
    named = named_license(pool, place, opened.at)
    if named is None or not is_living(pool, place, settings.TERMS, opened.at):
        return Refusal(Code.NO_SEAT)
    if place.bound:
        lease = bound_lease(row, pool, place, named, device, row.bound_nonce, opened.at)
    else:
        lease = sign_lease(pool, place, named, row.lease_jti, device, place.last_contact_at)
    return Held(pool, place, named, lease, next_contact_in(place), opened.at)
