"""An owner's organization begins with the first shareable license, and with it the invite code."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from contract.problems import Code
from server.accounts.models import Account
from server.organizations.models import Organization, ReplacedCode
from server.rulebook.facts import Refusal
from server.transaction import one_transaction


def found_organization(owner: Account) -> Organization:
    organization, _ = Organization.objects.get_or_create(owner=owner)
    return organization


@one_transaction
def give_code(owner: Account, code: str) -> Organization | Refusal:
    """A chosen code instead of a random one, as a new organization is set up."""
    organization = found_organization(owner)
    if ReplacedCode.objects.filter(invite_code=code).exists():
        return Refusal(Code.ID_TAKEN)
    organization.invite_code = code
    try:
        with transaction.atomic():
            organization.save(update_fields=["invite_code"])
    except IntegrityError:
        return Refusal(Code.ID_TAKEN)
    return organization
