"""The buyer's token in the portal's link to the shop: who came signed in (LIC-7).

Signed with a key derived from the master secret, good for a day and for one order. The shop
hands it on as it got it. An email address alone never gives anybody's account a license.
"""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction

from contract.ids import make_nonce
from contract.problems import Code
from server.accounts.models import Account
from server.accounts.sign_in import is_confirmed
from server.clock import now
from server.rulebook.facts import Refusal
from server.shop.models import UsedBuyerToken

SALT = "seatkeeper buyer"
LONGEST = 1000


def shop_link(shop: str, account: Account) -> str:
    """The shop's address with a token of this account; one to write to is left as it is."""
    parts = urlsplit(shop)
    if parts.scheme != "https":
        return shop
    more = urlencode({"buyer": make_buyer_token(account)})
    return parts._replace(query=f"{parts.query}&{more}" if parts.query else more).geturl()


def make_buyer_token(account: Account) -> str:
    ends_at = int((now() + settings.TERMS.buyer_token).timestamp())
    return signing.Signer(salt=SALT).sign_object([account.public_id, ends_at, make_nonce()])


def use_buyer_token(token: str) -> Account | Refusal:
    """Inside the order's transaction: with the order undone, the token is good again."""
    at = now()
    try:
        public_id, ends_at, jti = signing.Signer(salt=SALT).unsign_object(token[:LONGEST])
    except (signing.BadSignature, ValueError, TypeError, UnicodeError):
        return Refusal(Code.BUYER_TOKEN_INVALID)
    account = Account.objects.filter(public_id=public_id, is_active=True).first()
    if at.timestamp() >= ends_at or account is None or not is_confirmed(account):
        return Refusal(Code.BUYER_TOKEN_INVALID)
    try:
        with transaction.atomic():
            UsedBuyerToken.objects.create(jti=jti, used_at=at)
    except IntegrityError:
        return Refusal(Code.BUYER_TOKEN_INVALID)
    return account
