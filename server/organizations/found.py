"""An owner's organization begins with the first shareable license, and with it the invite code."""

from __future__ import annotations

from server.accounts.models import Account
from server.organizations.models import Organization


def found_organization(owner: Account) -> Organization:
    organization, _ = Organization.objects.get_or_create(owner=owner)
    return organization
