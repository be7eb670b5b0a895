"""Replace the invite code: the old one, and its address, stop that very instant (ORG-2)."""

from __future__ import annotations

from contract.ids import make_invite_code
from contract.problems import Code
from server.accounts.models import Account
from server.clock import now
from server.journal.record import record
from server.organizations.models import Organization, ReplacedCode
from server.rulebook.facts import Refusal
from server.transaction import one_transaction


@one_transaction
def replace_code(
    owner: Account, *, shown: str = "", role: str = "account"
) -> Organization | Refusal:
    """Members stay. A code is never given out a second time (ID-1). `shown` is the code that the
    owner saw: if it has stopped already, a press that came twice replaces nothing."""
    rows = Organization.objects.select_for_update(no_key=True)
    organization = rows.filter(owner=owner).first()
    if organization is None:
        return Refusal(Code.NOT_FOUND)
    if shown and shown != organization.invite_code:
        return organization
    ReplacedCode.objects.create(invite_code=organization.invite_code)
    organization.invite_code = _fresh_code()
    organization.save(update_fields=["invite_code"])
    actor = owner if role == "account" else None
    record("invite-code-replaced", now(), role=role, actor=actor, account=owner)
    return organization


def _fresh_code() -> str:
    code = make_invite_code()
    return _fresh_code() if ReplacedCode.objects.filter(invite_code=code).exists() else code
