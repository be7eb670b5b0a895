"""What may be opened as a response file, and what each wrong one is told (AIR-7)."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.offline.response import Good, Known, Wrong, judge
from contract.keys import public_of
from contract.lease import Holder
from contract.offline_files import FILE_LIMIT, FileFault, Response, write_response
from contract.request_page import PageTexts, request_page
from tests.fakes.clock import START
from tests.fakes.vendor import Vendor, key, license_of, sixteen

Q1, Q2 = sixteen(1), sixteen(2)
VENDOR = Vendor()


def known(**others: object) -> Known:
    from contract.keys import device_id, read_statement

    brand = VENDOR.brand
    device = device_id(brand.product, public_of(key(9)))
    statement = read_statement(VENDOR.statement, brand.root_keys, brand.issuer)
    known = Known(
        holder=Holder(brand.issuer, brand.product, device),
        statement=statement,
        judge_keys=lambda token: read_statement(token, brand.root_keys, brand.issuer, 1),
        waiting=Q1,
        waiting_since=START,
    )
    return replace(known, **others)


def response(vendor: Vendor = VENDOR, nonce: str = Q1, **claims: object) -> Response:
    lease = vendor.bound(claims.pop("lease_nonce", nonce), **claims)
    return Response(
        nonce=nonce, lease=vendor.token(lease), keys=vendor.statement, license=license_of(lease)
    )


def file(**what: object) -> bytes:
    return write_response(response(**what)).encode()


R1 = file()


def verdict(data: bytes, **others: object) -> str:
    found = judge(data, known(**others))
    return "accept" if isinstance(found, Good) else found.code.value


@pytest.mark.rule("AIR-3", "AIR-4", "AIR-7")
@pytest.mark.parametrize(
    "data",
    [
        pytest.param(R1, id="as it came"),
        pytest.param(b"\xef\xbb\xbf" + R1, id="byte-order mark"),
        pytest.param(R1.decode().encode("utf-16"), id="saved as UTF-16"),
        pytest.param(
            json.dumps(dict(reversed(json.loads(R1).items())), indent="\t")
            .replace("\n", "\r\n")
            .encode(),
            id="pretty-printed with CR LF, members in another order",
        ),
        pytest.param(R1 + b" " * (FILE_LIMIT - len(R1)), id="exactly as large as may be"),
        pytest.param(json.dumps(json.loads(R1) | {"later": [1]}).encode(), id="unknown member"),
    ],
)
def test_what_mail_and_editors_do_to_a_file_is_forgiven(data: bytes) -> None:
    assert verdict(data) == "accept"


def _page() -> bytes:
    texts = PageTexts("en", "t", "w", "g", "i", "c", "y", "d")
    from app.offline.request import Asker, new_request
    from contract.encoding import to_base64url
    from contract.keys import device_id

    raw = key(9).private_bytes_raw()
    public = public_of(key(9))
    product = VENDOR.brand.product
    asker = Asker(
        product, device_id(product, public), to_base64url(public), to_base64url(raw), "linux", "1"
    )
    return request_page(new_request(asker, Q1, 1, "en", START), VENDOR.brand, [texts]).encode()


def _with(**members: object) -> bytes:
    return json.dumps(json.loads(R1) | members).encode()


def _stranger() -> Vendor:
    stranger = Vendor()
    stranger.root, stranger.signer = key(66), key(67)
    stranger.keys = []
    stranger.rotate(67)
    return stranger


@pytest.mark.rule("AIR-7", "LEASE-5")
@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(_page(), "request-instead", id="the request page"),
        pytest.param(b"", "damaged", id="empty: the stick was pulled out"),
        pytest.param(b"\x00" * 1500, "damaged", id="nothing but zeros"),
        pytest.param(R1[: len(R1) // 2], "damaged", id="cut in half"),
        pytest.param(_with(lease=json.loads(R1)["lease"][:-9]), "damaged", id="lease cut off"),
        pytest.param(file(device=key(8)), "other-computer", id="of the computer beside"),
        pytest.param(file(nonce=Q2), "other-request", id="to yesterday's request"),
        pytest.param(file(aud="sister-editor"), "other-product", id="of a sister product"),
        pytest.param(_with(format=2, kind=None, lease=None), "too-new", id="a later format"),
        pytest.param(
            json.dumps({"format": 1, "kind": "return", "return": "e.e.e"}).encode(),
            "return-instead",
            id="a return file",
        ),
        pytest.param(R1 + b" " * (FILE_LIMIT - len(R1) + 1), "too-large", id="one byte too many"),
        pytest.param(b"%PDF-1.7 hello", "not-such-a-file", id="something else"),
        pytest.param(b"<html><p>hello</p></html>", "not-such-a-file", id="some page"),
        pytest.param(file(vendor=_stranger()), "forged", id="another root signed the keys"),
        pytest.param(
            _with(keys=VENDOR.statement, lease=_stranger().token(VENDOR.bound(Q1))),
            "forged",
            id="another key signed the lease",
        ),
        pytest.param(file(nonce=Q1, lease_nonce=Q2), "forged", id="nonce and lease differ"),
        pytest.param(
            _with(lease=VENDOR.token(VENDOR.lease(policy="owner"))), "forged", id="not bound at all"
        ),
        pytest.param(file(iss="elsewhere.example"), "forged", id="another server's lease"),
    ],
)
def test_wrong_file_gets_its_own_words(data: bytes, code: str) -> None:
    assert verdict(data) == code


@pytest.mark.rule("AIR-9", "AIR-6")
def test_response_of_a_nonce_given_up_is_used_up() -> None:
    assert verdict(R1, given_up=(Q1,)) == "used-up"
    assert verdict(R1, given_up=(Q1,), waiting="") == "used-up"


@pytest.mark.rule("AIR-7")
def test_other_request_names_both_dates() -> None:
    found = judge(file(nonce=Q2), known())
    assert found == Wrong(
        FileFault.OTHER_REQUEST, "2027-03-01T09:00:00+00:00 2027-03-01T09:00:00+00:00"
    )


@pytest.mark.rule("AIR-7", "APP-8")
def test_same_response_twice_or_after_the_cache_is_gone_is_good() -> None:
    assert verdict(R1, waiting=Q2, held=Q1) == "accept"
    assert verdict(R1, waiting="", waiting_since=None) == "accept"


@pytest.mark.rule("LEASE-7")
def test_older_statement_in_the_file_is_replaced_by_the_known_one() -> None:
    vendor = Vendor()
    data = write_response(response(vendor)).encode()
    vendor.rotate(3)
    from contract.keys import read_statement

    brand = vendor.brand
    newer = read_statement(vendor.statement, brand.root_keys, brand.issuer)
    judged = known(
        statement=newer,
        judge_keys=lambda token: read_statement(token, brand.root_keys, brand.issuer, 2),
    )
    assert isinstance(judge(data, judged), Good)


@pytest.mark.rule("AIR-8", "AIR-2")
def test_request_page_says_nothing_about_the_person(tmp_path: Path) -> None:
    from app.offline.request import page
    from contract.offline_files import find_request, read_request

    found = find_request(_page())
    request = read_request(found)
    assert (request.nonce, request.counter, request.platform) == (Q1, 1, "linux")
    text = page(found, VENDOR.brand, "de", START).decode()
    assert text.count("<section lang=") == 3
    assert text.index('<section lang="de"') < text.index('<section lang="en"')
    assert len(found) < 1500
