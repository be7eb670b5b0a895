"""The return file: written by the bound computer, read before its key is known (AIR-6, AIR-7)."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import msgspec
import pytest

from contract.ids import make_seat_id
from contract.keys import public_of
from contract.offline_files import FileFault, Return, SealedReturn, read_return, write_return
from tests.contract.files import PAGE, REQUEST, REQUEST_TEXT, RESPONSE_BYTES
from tests.contract.signed import DEVICE, DEVICE_KEY, PRODUCT, STRANGER, token_of

HEADER = {"alg": "EdDSA", "typ": "seatkeeper-return+jwt"}
RETURN = Return(
    product=PRODUCT,
    device=DEVICE,
    seat=make_seat_id(),
    nonce=REQUEST.nonce,
    counter=2,
    created=datetime(2027, 3, 1, 9, 0, tzinfo=UTC),
)
FILE = write_return(RETURN, DEVICE_KEY).encode()


def file_of(header: dict[str, object] = HEADER, **others: object) -> bytes:
    token = token_of(msgspec.to_builtins(RETURN) | others, header, DEVICE_KEY)
    return json.dumps({"format": 1, "kind": "return", "return": token}).encode()


@pytest.mark.rule("AIR-6")
def test_return_is_read_as_it_was_written_and_tells_its_writer() -> None:
    read = read_return(FILE)
    assert isinstance(read, SealedReturn)
    assert read.said == RETURN
    assert (read.is_by(public_of(DEVICE_KEY)), read.is_by(public_of(STRANGER))) == (True, False)
    assert len(FILE) < 1000


@pytest.mark.rule("AIR-8")
def test_return_says_nothing_about_the_person() -> None:
    assert msgspec.to_builtins(RETURN).keys() == {
        *("product", "device", "seat", "nonce", "counter", "created"),
    }


@pytest.mark.rule("AIR-7")
@pytest.mark.parametrize(
    ("file", "fault"),
    [
        (b"", FileFault.DAMAGED),
        (b"x" * 65537, FileFault.TOO_LARGE),
        (RESPONSE_BYTES, FileFault.RESPONSE_INSTEAD),
        (PAGE.encode(), FileFault.REQUEST_INSTEAD),
        (REQUEST_TEXT.encode(), FileFault.REQUEST_INSTEAD),
        (FILE[:200], FileFault.DAMAGED),
        (b"hello", FileFault.NOT_SUCH_A_FILE),
        (b'{"format": 1, "kind": "letter"}', FileFault.NOT_SUCH_A_FILE),
        (b'{"format": 1, "kind": "letter", "return": ""}', FileFault.DAMAGED),
        (b'{"format": 2, "kind": "return"}', FileFault.TOO_NEW),
        (b'{"format": true, "kind": "return"}', FileFault.DAMAGED),
        (b'{"format": 1, "kind": "return"}', FileFault.DAMAGED),
        (b'{"format": 1, "kind": "return", "return": "a.b.c"}', FileFault.DAMAGED),
        (file_of({**HEADER, "typ": "seatkeeper-return-2+jwt"}), FileFault.TOO_NEW),
        (file_of({**HEADER, "crit": ["later"]}), FileFault.TOO_NEW),
        (file_of({**HEADER, "alg": "none"}), FileFault.FORGED),
        (file_of({**HEADER, "typ": "JWT"}), FileFault.NOT_SUCH_A_FILE),
        (file_of(nonce="short"), FileFault.DAMAGED),
        (file_of(counter=-1), FileFault.DAMAGED),
        (file_of(created="yesterday"), FileFault.DAMAGED),
    ],
)
def test_what_is_no_return_is_told_apart(file: bytes, fault: FileFault) -> None:
    assert read_return(file) is fault


@pytest.mark.rule("AIR-7")
def test_return_whose_claims_are_no_object_is_damaged() -> None:
    from contract.jws import seal

    token = seal(b"[]", "seatkeeper-return+jwt", DEVICE_KEY)
    file = json.dumps({"format": 1, "kind": "return", "return": token}).encode()
    assert read_return(file) is FileFault.DAMAGED


@pytest.mark.rule("AIR-7")
@pytest.mark.parametrize(
    "spoil",
    [
        lambda file: b"\xef\xbb\xbf" + file,
        lambda file: file.replace(b"\n", b"\r\n"),
        lambda file: b"\xff\xfe" + file.decode().encode("utf-16-le"),
    ],
)
def test_what_mail_and_editors_do_to_a_return_is_forgiven(spoil) -> None:
    read = read_return(spoil(FILE))
    assert isinstance(read, SealedReturn)
    assert read.said == RETURN
