"""One request, the page it is carried in, and the response to it, for the tests of the contract."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from contract.brand import read_brand
from contract.encoding import to_base64url
from contract.keys import public_of, write_statement
from contract.offline_files import Request, Response, write_request, write_response
from contract.request_page import PageTexts, request_page
from contract.wire.license import License, Offline
from tests.contract.signed import (
    BOUND_CLAIMS,
    DEVICE,
    DEVICE_KEY,
    PRODUCT,
    ROOT,
    STATEMENT,
    token_of,
)

BRAND_TEXT = (Path(__file__).parents[2] / "resources" / "brand.toml").read_text()
BRAND = read_brand(BRAND_TEXT)

REQUEST = Request(
    product=PRODUCT,
    device=DEVICE,
    public_key=to_base64url(public_of(DEVICE_KEY)),
    platform="windows",
    app_version="0.1.0",
    nonce=BOUND_CLAIMS["nonce"],
    counter=1,
    created=datetime(2027, 3, 1, 9, 0, tzinfo=UTC),
    language="de",
)
REQUEST_TEXT = write_request(REQUEST, DEVICE_KEY)

TEXTS = [
    PageTexts(
        language=language,
        title=f"Validate <{language}>",
        what_this_is="Take this file & open it.",
        go_on="Go on to the portal",
        if_nothing_happens="Should nothing happen, type the address above.",
        check="Check code",
        check_why="It stands on the other screen, too.",
        written="Written on 1 March 2027",
    )
    for language in ("de", "en", "es")
]
PAGE = request_page(REQUEST_TEXT, BRAND, TEXTS)

LICENSE = License(
    license_id="L-0B4-5F2",
    kind="commercial",
    product=PRODUCT,
    features=[],
    platforms=["windows"],
    seats=1,
    policy="owner",
    bound=True,
    offline=Offline(allowed=False, periods=[]),
)
RESPONSE = Response(
    nonce=REQUEST.nonce,
    lease=token_of(BOUND_CLAIMS),
    keys=write_statement(STATEMENT, ROOT),
    license=LICENSE,
)
RESPONSE_BYTES = write_response(RESPONSE).encode()
