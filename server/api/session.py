"""`/api/v1/session`: sign a device in, log it out."""

from __future__ import annotations

from django.conf import settings

from contract.encoding import from_base64url
from contract.problems import Code
from contract.wire.session import Account, Device, SignedIn, SignIn
from server.accounts.devices import DeviceFacts
from server.accounts.networks import network_of
from server.accounts.sign_in import sign_in
from server.accounts.sign_out import sign_out
from server.api.call import Answer, Asked, call
from server.rulebook.facts import Refusal


@call(
    "POST",
    "/api/v1/session",
    "Sign in on a device",
    takes=SignIn,
    gives={201: SignedIn},
    refuses=(
        Code.CREDENTIALS_INVALID,
        Code.SIGN_IN_BLOCKED,
        Code.EMAIL_UNCONFIRMED,
        Code.DEVICE_ID_MISMATCH,
        Code.PRODUCT_UNKNOWN,
        Code.RATE_LIMITED,
    ),
)
def post_session(asked: Asked[SignIn]) -> Answer | Refusal:
    wanted = asked.body
    missing = [name for name in ("email", "password") if not getattr(wanted, name)]
    if missing:
        return _missing(missing)
    assert wanted.email
    assert wanted.password
    outcome = sign_in(
        wanted.email, wanted.password, _facts(wanted.device), network_of(asked.request)
    )
    if isinstance(outcome, Refusal):
        return outcome
    account = outcome.account
    told = Account(
        id=account.public_id,
        name=account.name,
        email=account.email,
        language=account.language or settings.LANGUAGE_CODE,
    )
    return Answer(201, SignedIn(token=outcome.token, account=told))


@call(
    "DELETE",
    "/api/v1/session",
    "Log out: end the place and the token",
    gives={204: None},
    refuses=(Code.DEVICE_BOUND_OFFLINE,),
    signed_in=True,
)
def delete_session(asked: Asked[None]) -> Answer | Refusal:
    return sign_out(asked.session) or Answer(204)


def _facts(device: Device) -> DeviceFacts:
    """A key that is no base64url is as little this device's as another key."""
    return DeviceFacts(
        id=device.id,
        public_key=from_base64url(device.public_key) or b"",
        platform=device.platform,
        app_version=device.app_version,
        product=device.product,
    )


def _missing(names: list[str]) -> Refusal:
    errors = [{"pointer": f"/{name}", "code": "required"} for name in names]
    return Refusal(Code.INVALID_INPUT, {"errors": errors})
