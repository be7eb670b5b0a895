"""`/api/v1/shop/licenses`: the shop makes a license, renews it, ends it (LIC-7, LIC-10)."""

from __future__ import annotations

from contract import wire
from contract.ids import LicenseId, read_support
from contract.problems import Code
from contract.wire.shop import LicenseChange, LicenseMade, LicenseState, LicenseWanted
from server.api.call import Answer, Asked, call
from server.licenses.models import License
from server.rulebook.facts import Refusal
from server.shop.change import change
from server.shop.order import Asked as Order
from server.shop.order import order
from server.shop.wanted import read_wanted

KEY = "Idempotency-Key"


@call(
    "POST",
    "/api/v1/shop/licenses",
    "Make a license and its key; the key is mailed to the buyer",
    takes=LicenseWanted,
    gives={201: LicenseMade},
    refuses=(Code.PRODUCT_UNKNOWN, Code.BUYER_TOKEN_INVALID, Code.IDEMPOTENCY_KEY_REUSED),
    by_shop=True,
    asks={KEY: "names the order: sent again within a day, it gets the same answer"},
)
def post_license(asked: Asked[LicenseWanted]) -> Answer | Refusal:
    given = asked.body
    wanted, key = read_wanted(given), asked.request.headers.get(KEY, "")
    if isinstance(wanted, Refusal):
        return wanted
    if len(key) > 255:
        return Refusal(Code.INVALID_INPUT, {"errors": [{"pointer": f"/{KEY}", "code": "invalid"}]})
    made = order(
        asked.shop,
        Order(
            wanted=wanted,
            body=wire.encode(given),
            key=key,
            buyer=given.buyer,
            email=given.email or "",
            language=given.language or "",
        ),
    )
    if isinstance(made, Refusal):
        return made
    told = LicenseMade(
        license_id=made.license_id, license_key=made.license_key, activated=made.activated
    )
    return Answer(201, told)


@call(
    "PATCH",
    "/api/v1/shop/licenses/<license_id>",
    "Give a license another last day, suspend it, let it go on",
    takes=LicenseChange,
    gives={200: LicenseState},
    refuses=(Code.LICENSE_UNKNOWN,),
    by_shop=True,
)
def patch_license(asked: Asked[LicenseChange]) -> Answer | Refusal:
    given, named = asked.body, read_support(asked.path["license_id"])
    if not isinstance(named, LicenseId):
        return Refusal(Code.LICENSE_UNKNOWN)
    changed = change(
        asked.shop,
        named.text,
        expires_on=given.expires_on,
        suspended=given.suspended,
    )
    return changed if isinstance(changed, Refusal) else Answer(200, _state(changed))


def _state(row: License) -> LicenseState:
    return LicenseState(
        license_id=row.license_id,
        kind=row.kind,
        seats=row.seats,
        activated=row.activated_at is not None,
        suspended=row.suspended_at is not None,
        expires_on=row.last_day,
    )
