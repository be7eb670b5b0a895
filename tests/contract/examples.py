"""One request and one answer for each call, with every member that there is.

`golden/` keeps them as they once crossed the wire; `test_golden.py` holds today's types against
it. A new call gets a row here and its file by `--renew-golden`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from contract.keys import write_statement
from contract.wire import devices, license, line, meta, offline, seat, session, shop
from contract.wire.license import License, Offline, Owner, Period, Trial
from contract.wire.problem import Line, Tried
from tests.contract import files, signed

AT = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
LATER = datetime(2027, 3, 8, 23, 0, tzinfo=UTC)
DAY = date(2027, 12, 31)
SEAT = signed.CLAIMS["seat"]
ADA = Owner(id="A-7C3-E19", name="Ada Lindqvist", email="ada@lab.example")
OFFLINE = Offline(
    allowed=True, reason="none", available_until=LATER, latest=LATER,
    periods=[Period(id="7d", until=LATER)],
)  # fmt: skip
LICENSE = License(
    license_id="L-0B4-5F2", kind="educational", product=signed.PRODUCT, features=["statistics"],
    platforms=["linux", "web"], seats=2, policy="member", bound=False, offline=OFFLINE,
    seats_in_use=1, expires_at=LATER, last_day=DAY, owner=ADA,
    trial=Trial(days_left=4, days_total=5, last_day=DAY, day_ends_at=LATER),
)  # fmt: skip
ANSWER = seat.SeatAnswer(
    seat=SEAT, lease=signed.token_of(), license=LICENSE, next_contact_in=600, server_time=AT,
    notices=[seat.Notice(code="seat-moved", owner=ADA, because="freed", until=LATER)],
)  # fmt: skip
DEVICE = session.Device(
    id=signed.DEVICE, public_key="x" * 43, platform="linux", app_version="0.1.0",
    product=signed.PRODUCT,
)  # fmt: skip
PLACE = devices.Place(
    device=signed.DEVICE, platform="linux", since=AT, this=True, nickname="In the lab", until=LATER
)
STATE = shop.LicenseState(
    license_id="L-0B4-5F2", kind="educational", seats=20, activated=True, suspended=False,
    expires_on=DAY,
)  # fmt: skip


@dataclass(frozen=True)
class Example:
    """`takes` and `gives` are values of the wire; a token stands as text."""

    call: str  # METHOD /path, as the document names it
    gives: Any = None
    takes: Any = None


EXAMPLES = {
    "get_meta": Example(
        "GET /api/v1/meta",
        meta.Meta(
            issuer=signed.ISSUER, product=signed.PRODUCT, portal="https://seats.example",
            sign_in=["password", "browser"], minimum_version="0.1.0", server_time=AT,
        ),
    ),
    "post_session": Example(
        "POST /api/v1/session",
        session.SignedIn(
            token="t" * 43,
            account=session.Account(id=ADA.id, name=ADA.name, email=ADA.email, language="de"),
        ),
        session.SignIn(device=DEVICE, email=ADA.email, password="secret", access_token="a"),
    ),
    "delete_session": Example("DELETE /api/v1/session"),
    "post_confirmation_mail": Example(
        "POST /api/v1/account/confirmation-mail", None, session.ConfirmationMail(email=ADA.email)
    ),
    "put_seat": Example(
        "PUT /api/v1/seat",
        ANSWER,
        seat.SeatWanted(seat=SEAT, last_lease=signed.CLAIMS["jti"], take_over=True),
    ),
    "get_seat": Example("GET /api/v1/seat", ANSWER),
    "delete_seat": Example("DELETE /api/v1/seat"),
    "put_offline": Example("PUT /api/v1/seat/offline", ANSWER, seat.Reserve(until=LATER)),
    "delete_offline": Example("DELETE /api/v1/seat/offline", ANSWER),
    "put_line": Example(
        "PUT /api/v1/line",
        line.LineAnswer(place=1, ahead=0, next_contact_in=20, offered_until=LATER),
    ),
    "delete_line": Example("DELETE /api/v1/line"),
    "get_license": Example(
        "GET /api/v1/license", license.LicenseAnswer(license=LICENSE, others=[LICENSE])
    ),
    "get_devices": Example("GET /api/v1/devices", devices.Devices(devices=[PLACE])),
    "patch_device": Example(
        "PATCH /api/v1/devices/{device}", PLACE, devices.Nickname(nickname="In the lab")
    ),
    "delete_device": Example(
        "DELETE /api/v1/devices/{device}", devices.Released(releases_left=2)
    ),
    "post_binding": Example(
        "POST /api/v1/offline/bindings", files.RESPONSE, offline.Binding(request=files.REQUEST_TEXT)
    ),
    "post_return": Example(
        "POST /api/v1/offline/returns",
        offline.Freed(freed_on=DAY),
        offline.ReturnFile(format=1, kind="return", jws=signed.token_of()),
    ),
    "get_statement": Example(
        "GET /.well-known/seatkeeper-keys", write_statement(signed.STATEMENT, signed.ROOT)
    ),
    "post_license": Example(
        "POST /api/v1/shop/licenses",
        shop.LicenseMade(
            license_id="L-0B4-5F2", license_key="R-4F7-0B1-9C2-E85-D36-A51", activated=True
        ),
        shop.LicenseWanted(
            kind="educational", seats=20, product=signed.PRODUCT, platforms=["linux"],
            features=["statistics"], expires_on=DAY, email=ADA.email, buyer="b", language="de",
            purchase_number="4711", cancel_url="https://shop.example/cancel",
        ),
    ),
    "patch_license": Example(
        "PATCH /api/v1/shop/licenses/{license_id}",
        STATE,
        shop.LicenseChange(expires_on=DAY, suspended=True),
    ),
}  # fmt: skip

REFUSALS: dict[str, dict[str, object]] = {
    "seats-exhausted": {
        "tried": (Tried(owner=ADA, seats=2, reason="seats-exhausted"),),
        "devices": (PLACE,),
        "line": Line(people=3, offered=True),
    },
    "seat-lost": {"because": "freed", "tried": ()},
    "web-session-open": {"since": AT, "tried": ()},
    "period-not-granted": {"periods": OFFLINE.periods, "latest": LATER},
    "sign-in-blocked": {"retry_after": 1800},
    "client-too-old": {"minimum": "1.0.0", "download": "https://seats.example/downloads"},
    "too-large": {"limit": 65536},
    "request-damaged": {"fault": "damaged"},
    "invalid-input": {"errors": [{"pointer": "/seats", "code": "invalid"}]},
    "second-factor-required": {"challenge": "c", "methods": ["totp"]},
}
"""One for each shape of members that a refusal may have."""
