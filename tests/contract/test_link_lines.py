"""The lines between a product and the manager, and the proof of the device."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from contract.encoding import to_base64url
from contract.keys import public_of, thumbprint
from contract.link import (
    Busy,
    Bye,
    Closing,
    Hello,
    MayClose,
    Now,
    Proof,
    Prove,
    State,
    Unsaved,
    read_answer,
    read_line,
    write_line,
)
from contract.proof import PROOF_TYP, is_proof, write_proof
from tests.contract.signed import DEVICE_KEY, PRODUCT, STRANGER, token_of

CHALLENGE = "mT1v4WdoJ0Yk1cV5b8sTQw"
JKT = thumbprint(public_of(DEVICE_KEY))


@pytest.mark.rule("HOST-1")
@pytest.mark.parametrize(
    "message",
    [
        Hello(1, PRODUCT, 4711),
        Prove(CHALLENGE),
        Unsaved(True),
        Bye(True),
        Closing(True),
        Busy(True),
    ],
    ids=lambda message: type(message).__name__,
)
def test_lines_of_a_product_are_read_as_written(message) -> None:
    assert read_line(write_line(message)) == message


@pytest.mark.rule("HOST-1")
def test_lines_of_the_manager_are_read_as_written() -> None:
    until = datetime(2026, 12, 1, tzinfo=UTC)
    good = State(Now(allow=("use", "save"), lease="a.b.c", keys="d.e.f", until=until))
    bad = State(Now(allow=("show",), reason="freed", message="Your seat was freed for others."))
    for message in (good, bad, Proof("a.b.c"), Proof(None), MayClose()):
        assert read_answer(write_line(message)) == message
    assert write_line(State(Now(allow=()))) == b'{"state":{"allow":[]}}\n'
    assert b'"until":"2026-12-01T00:00:00Z"' in write_line(good)


@pytest.mark.rule("HOST-1", "SAFE-1")
@pytest.mark.parametrize(
    "line",
    [
        b'{"hello": 0, "product": "memo-editor"}',
        b'{"hello": true, "product": "memo-editor"}',
        b'{"hello": 1}',
        b'{"prove": "short"}',
        b'{"prove": "with a blank and more"}',
        b'{"prove": "' + b"x" * 129 + b'"}',
        b'{"unsaved": 1}',
        b'{"later": 1}',
    ],
)
def test_line_of_a_product_that_cannot_be_is_ignored(line: bytes) -> None:
    assert read_line(line) is None


@pytest.mark.rule("HOST-1")
def test_members_of_a_later_version_are_ignored() -> None:
    assert read_line(b'{"unsaved": true, "pages": 3}') == Unsaved(True)


@pytest.mark.rule("HOST-6")
def test_device_key_proves_itself_for_one_challenge() -> None:
    proof = write_proof(CHALLENGE, PRODUCT, DEVICE_KEY)
    assert is_proof(proof, CHALLENGE, PRODUCT, JKT)
    assert not is_proof(proof, CHALLENGE[::-1], PRODUCT, JKT)
    assert not is_proof(proof, CHALLENGE, "another-product", JKT)
    assert not is_proof(proof, CHALLENGE, PRODUCT, thumbprint(public_of(STRANGER)))


@pytest.mark.rule("HOST-6")
def test_stranger_cannot_prove_the_device_with_its_public_key() -> None:
    claims = {
        "product": PRODUCT,
        "challenge": CHALLENGE,
        "public_key": to_base64url(public_of(DEVICE_KEY)),
    }
    header = {"alg": "EdDSA", "typ": PROOF_TYP}
    assert is_proof(token_of(claims, header, DEVICE_KEY), CHALLENGE, PRODUCT, JKT)
    for forged in (
        token_of(claims, header, STRANGER),
        token_of(claims, header | {"typ": "seatkeeper-request+jwt"}, DEVICE_KEY),
        token_of(claims, header | {"alg": "none"}, DEVICE_KEY),
        token_of(claims | {"public_key": ""}, header, DEVICE_KEY),
        token_of({}, header, DEVICE_KEY),
        "",
    ):
        assert not is_proof(forged, CHALLENGE, PRODUCT, JKT)
