"""The files on the stick: written, found again whatever mail did to them, and told apart."""

from __future__ import annotations

import json
import quopri
import re
from datetime import UTC, timedelta, timezone

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.encoding import to_base64url
from contract.keys import public_of
from contract.offline_files import (
    FILE_LIMIT,
    REQUEST_LIMIT,
    FileFault,
    Request,
    Response,
    check_code,
    find_request,
    read_request,
    read_response,
    write_request,
    write_response,
)
from tests.contract.files import PAGE, REQUEST, REQUEST_TEXT, RESPONSE, RESPONSE_BYTES
from tests.contract.signed import DEVICE_KEY, STRANGER, token_of

HEADER = {"alg": "EdDSA", "typ": "seatkeeper-request+jwt"}
MEMBERS = {"format": 1} | msgspec.to_builtins(REQUEST)


def request_token(key=DEVICE_KEY, header=HEADER, **others: object) -> str:
    return token_of(MEMBERS | others, header, key)


@pytest.mark.rule("AIR-1", "AIR-2")
def test_request_is_read_as_it_was_written_and_is_short() -> None:
    assert read_request(REQUEST_TEXT) == REQUEST
    assert len(REQUEST_TEXT) < 550


@pytest.mark.rule("AIR-8")
def test_request_says_nothing_about_the_person() -> None:
    assert MEMBERS.keys() == {
        *("format", "product", "device", "public_key", "platform"),
        *("app_version", "nonce", "counter", "created", "language"),
    }


@pytest.mark.rule("AIR-2")
def test_request_that_no_browser_would_carry_is_not_written() -> None:
    with pytest.raises(ValueError, match="characters"):
        write_request(msgspec.structs.replace(REQUEST, app_version="1" * 1500), DEVICE_KEY)


@pytest.mark.rule("AIR-2")
def test_longest_request_there_can_be_stays_under_the_limit() -> None:
    longest = msgspec.structs.replace(
        REQUEST, product="p" * 64, app_version="9" * 64, language="l" * 64, counter=2**53 - 1
    )
    assert len(write_request(longest, DEVICE_KEY)) <= REQUEST_LIMIT


@pytest.mark.rule("AIR-11")
def test_date_of_a_request_may_be_written_in_seconds_or_elsewhere() -> None:
    seconds = int(REQUEST.created.timestamp())
    there = REQUEST.created.astimezone(timezone(timedelta(hours=2))).isoformat()
    for created in (seconds, there):
        found = read_request(request_token(created=created))
        assert isinstance(found, Request)
        assert found.created == REQUEST.created


WRONG_REQUESTS = {
    "signed by another key": (request_token(STRANGER), FileFault.FORGED),
    "with a later format": (request_token(format=2), FileFault.TOO_NEW),
    "with something critical": (request_token(header=HEADER | {"crit": ["x"]}), FileFault.TOO_NEW),
    "of a later form": (
        request_token(header=HEADER | {"typ": "seatkeeper-request-2+jwt"}),
        FileFault.TOO_NEW,
    ),
    "with no algorithm": (request_token(header=HEADER | {"alg": "none"}), FileFault.FORGED),
    "a lease": (
        request_token(header=HEADER | {"typ": "seatkeeper-lease+jwt"}),
        FileFault.NOT_SUCH_A_FILE,
    ),
    "with a format that is true": (request_token(format=True), FileFault.DAMAGED),
    "with a format of none": (request_token(format=0), FileFault.DAMAGED),
    "with another device's id": (request_token(device="A" * 26), FileFault.DAMAGED),
    "with the id of another product": (request_token(product="sheet-editor"), FileFault.DAMAGED),
    "with another key": (
        request_token(public_key=to_base64url(public_of(STRANGER))),
        FileFault.DAMAGED,
    ),
    "with no key": (request_token(public_key=""), FileFault.DAMAGED),
    "with a key that is none": (request_token(public_key="+"), FileFault.DAMAGED),
    "with a short nonce": (request_token(nonce="AAAA"), FileFault.DAMAGED),
    "with a counter below zero": (request_token(counter=-1), FileFault.DAMAGED),
    "with a counter that is true": (request_token(counter=True), FileFault.DAMAGED),
    "with a date that is none": (request_token(created="yesterday"), FileFault.DAMAGED),
    "with a date far off": (request_token(created=10**18), FileFault.DAMAGED),
    "for the web": (request_token(platform="web"), FileFault.DAMAGED),
    "no JSON inside": (token_of(b"x", HEADER, DEVICE_KEY), FileFault.DAMAGED),
    "cut": (REQUEST_TEXT[:-5], FileFault.DAMAGED),
    "too long": ("e" * 1600, FileFault.TOO_LARGE),
}


@pytest.mark.rule("AIR-2", "SAFE-1")
@pytest.mark.parametrize(("text", "fault"), WRONG_REQUESTS.values(), ids=WRONG_REQUESTS)
def test_wrong_request_is_told_by_its_kind(text: str, fault: FileFault) -> None:
    assert read_request(text) == fault


@pytest.mark.rule("AIR-11")
def test_check_code_is_the_same_on_both_screens() -> None:
    assert re.fullmatch("[A-Z2-7]{3} [A-Z2-7]{3}", check_code(REQUEST_TEXT))
    assert check_code("abc") == "XJ4 BNP"  # base32(SHA-256("abc")), FIPS 180-2 B.1: ba7816bf …


PAGE_BYTES = PAGE.encode()
LINK = f"https://license.example.com/offline/validate?request={REQUEST_TEXT}"
WAYS = {
    "as it was saved": PAGE_BYTES,
    "with a byte-order mark": b"\xef\xbb\xbf" + PAGE_BYTES,
    "with CRLF": PAGE_BYTES.replace(b"\n", b"\r\n"),
    "saved as Unicode by a Windows editor": ("\ufeff" + PAGE).encode("utf-16-le"),
    "the other byte order": ("\ufeff" + PAGE).encode("utf-16-be"),
    "quoted-printable, as mail carries it": quopri.encodestring(PAGE_BYTES),
    "with the refresh taken out": re.sub(rb"<meta http-equiv=.refresh[^>]*>", b"", PAGE_BYTES),
    "with the link broken over lines": PAGE_BYTES.replace(
        REQUEST_TEXT.encode(), REQUEST_TEXT[:200].encode() + b"\r\n" + REQUEST_TEXT[200:].encode()
    ),
    "by itself": REQUEST_TEXT.encode(),
    "by itself, wrapped by mail": re.sub(r"(.{76})", "\\1\r\n", REQUEST_TEXT).encode(),
    "as the address": LINK.encode() + b"\n",
    "as the address, with more behind": f"{LINK}&lang=de#top".encode(),
    "as the second part of an address": f"https://x/?a=b&amp;request={REQUEST_TEXT}".encode(),
}


@pytest.mark.rule("AIR-2", "AIR-7")
@pytest.mark.parametrize("data", WAYS.values(), ids=WAYS)
def test_request_is_found_whatever_happened_to_its_page(data: bytes) -> None:
    assert find_request(data) == REQUEST_TEXT


NO_REQUEST = {
    "nothing": (b"", FileFault.DAMAGED),
    "zeros": (b"\x00" * 3000, FileFault.DAMAGED),
    "the page cut before its link": (PAGE_BYTES[:200], FileFault.DAMAGED),
    "the link cut": (LINK[:-3].encode(), FileFault.DAMAGED),
    "the response": (RESPONSE_BYTES, FileFault.RESPONSE_INSTEAD),
    "a return file": (b'{"format": 1, "kind": "return"}', FileFault.RETURN_INSTEAD),
    "JSON with an odd kind": (b'{"kind": ["response"]}', FileFault.NOT_SUCH_A_FILE),
    "another page": (b"<html><body>Hello</body></html>", FileFault.NOT_SUCH_A_FILE),
    "a picture": (b"\x89PNG\r\n\x1a\n\xff\xfe", FileFault.NOT_SUCH_A_FILE),
    "a book": (b"x" * (FILE_LIMIT + 1), FileFault.TOO_LARGE),
    "a request too long to be one": (
        request_token(app_version="1" * 1500).encode(),
        FileFault.TOO_LARGE,
    ),
}


@pytest.mark.rule("AIR-7", "SAFE-1")
@pytest.mark.parametrize(("data", "fault"), NO_REQUEST.values(), ids=NO_REQUEST)
def test_file_without_a_request_is_told_by_its_kind(data: bytes, fault: FileFault) -> None:
    assert find_request(data) == fault


@pytest.mark.rule("AIR-3")
def test_response_is_read_as_it_was_written() -> None:
    assert read_response(RESPONSE_BYTES) == RESPONSE
    assert json.loads(RESPONSE_BYTES).keys() == {
        *("format", "kind", "nonce", "lease", "keys", "license")
    }


@pytest.mark.rule("AIR-3")
def test_license_of_a_later_server_does_not_spoil_a_response() -> None:
    members = json.loads(RESPONSE_BYTES) | {"license": {"kind": 5}, "later": True}
    found = read_response(json.dumps(members).encode())
    assert found == Response(nonce=RESPONSE.nonce, lease=RESPONSE.lease, keys=RESPONSE.keys)


@pytest.mark.rule("AIR-7", "SAFE-1")
@given(st.binary(max_size=120) | st.text(max_size=60).map(str.encode))
def test_any_file_at_all_has_an_answer(data: bytes) -> None:
    assert isinstance(read_response(data), FileFault)
    assert isinstance(find_request(data), FileFault)


@pytest.mark.rule("AIR-7")
def test_response_cut_off_anywhere_is_damaged() -> None:
    whole = write_response(RESPONSE).encode()
    found = {read_response(whole[:length]) for length in range(len(whole.rstrip(b"\n }")))}
    assert found == {FileFault.DAMAGED}


@pytest.mark.rule("AIR-1")
@given(
    st.builds(
        Request,
        product=st.just(REQUEST.product),
        device=st.just(REQUEST.device),
        public_key=st.just(REQUEST.public_key),
        nonce=st.binary(min_size=16, max_size=16).map(to_base64url),
        app_version=st.text(min_size=1, max_size=10),
        language=st.text(min_size=1, max_size=10),
        counter=st.integers(0, 2**53 - 1),
        created=st.datetimes(timezones=st.just(UTC)),
    )
)
def test_any_request_survives_its_page(request_: Request) -> None:
    text = write_request(request_, DEVICE_KEY)
    assert find_request(PAGE.replace(REQUEST_TEXT, text).encode()) == text
    assert read_request(text) == request_
