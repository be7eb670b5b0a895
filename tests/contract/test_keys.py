"""Names of keys, and the statement that alone brings in the keys that sign leases."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.encoding import from_base64url, is_sixteen_bytes, to_base32, to_base64url
from contract.faults import Fault
from contract.keys import (
    KeyStatement,
    device_id,
    public_of,
    read_statement,
    signing_key,
    thumbprint,
    write_statement,
)
from tests.contract.signed import (
    ISSUER,
    KID,
    ROOT,
    SIGNER,
    SPARE_ROOT,
    STATEMENT,
    STRANGER,
    token_of,
    without,
)

ROOTS = (public_of(ROOT), public_of(SPARE_ROOT))
HEADER = {"alg": "EdDSA", "typ": "seatkeeper-keys+jwt", "kid": thumbprint(public_of(ROOT))}
MEMBERS = json.loads(msgspec.json.encode(STATEMENT))


@pytest.mark.rule("LEASE-6", "PRI-1")
def test_device_id_follows_from_product_and_key_alone() -> None:
    assert device_id("memo-editor", bytes(range(32))) == "7RIP6J7AHKPITXEW75KSYH4NH2"
    assert device_id("sheet-editor", bytes(range(32))) != "7RIP6J7AHKPITXEW75KSYH4NH2"


@pytest.mark.rule("LEASE-7")
@pytest.mark.parametrize("root", [ROOT, SPARE_ROOT])
def test_statement_of_either_root_is_believed(root) -> None:
    assert read_statement(write_statement(STATEMENT, root), ROOTS, ISSUER) == STATEMENT


@pytest.mark.rule("LEASE-7")
def test_lower_version_is_refused_and_the_same_one_taken() -> None:
    token = write_statement(STATEMENT, ROOT)
    assert read_statement(token, ROOTS, ISSUER, 3) == STATEMENT
    assert read_statement(token, ROOTS, ISSUER, 4) == Fault.OUTDATED


@pytest.mark.rule("LEASE-7")
def test_computer_without_roots_believes_nobody() -> None:
    assert read_statement(write_statement(STATEMENT, ROOT), (), ISSUER) == Fault.UNKNOWN_KEY


def statement(**others: object) -> str:
    return token_of(MEMBERS | others, HEADER, ROOT)


ENTRY = MEMBERS["keys"][0]
WRONG = {
    "a stranger under the root's name": (token_of(MEMBERS, HEADER, STRANGER), Fault.FORGED),
    "a stranger under his own": (
        token_of(MEMBERS, HEADER | {"kid": thumbprint(public_of(STRANGER))}, STRANGER),
        Fault.UNKNOWN_KEY,
    ),
    "signed by a key that signs leases": (
        token_of(MEMBERS, HEADER | {"kid": KID}, SIGNER),
        Fault.UNKNOWN_KEY,
    ),
    "a lease in place of it": (
        token_of(MEMBERS, HEADER | {"typ": "seatkeeper-lease+jwt"}, ROOT),
        Fault.NOT_A_LEASE,
    ),
    "something critical": (token_of(MEMBERS, HEADER | {"crit": ["x"]}, ROOT), Fault.TOO_NEW),
    "another issuer": (statement(iss="https://elsewhere.example"), Fault.OTHER_SERVER),
    "no version": (token_of(without("version", claims=MEMBERS), HEADER, ROOT), Fault.DAMAGED),
    "a version that is true": (statement(version=True), Fault.DAMAGED),
    "keys that are no list": (statement(keys={}), Fault.DAMAGED),
    "a key that is a text": (statement(keys=["x"]), Fault.DAMAGED),
    "a key under another's name": (statement(keys=[ENTRY | {"kid": "x"}]), Fault.DAMAGED),
    "a key of 31 bytes": (
        statement(keys=[ENTRY | {"x": to_base64url(bytes(31))}]),
        Fault.DAMAGED,
    ),
    "a key not in base64url": (statement(keys=[ENTRY | {"x": "+" * 43}]), Fault.DAMAGED),
    "no JSON": (token_of(b"x", HEADER, ROOT), Fault.DAMAGED),
    "nothing": ("", Fault.DAMAGED),
    "far too long": ("e" * 20_000, Fault.TOO_LARGE),
}


@pytest.mark.rule("LEASE-7", "LEASE-5")
@pytest.mark.parametrize(("token", "fault"), WRONG.values(), ids=WRONG)
def test_wrong_statement_brings_in_no_key(token: str, fault: Fault) -> None:
    assert read_statement(token, ROOTS, ISSUER) == fault


@pytest.mark.rule("LEASE-7")
def test_keys_of_a_later_kind_are_left_out() -> None:
    later = {"kty": "AKP", "alg": "ML-DSA-44", "pub": "…"}
    found = read_statement(statement(keys=[later, ENTRY]), ROOTS, ISSUER)
    assert found == STATEMENT


@pytest.mark.rule("SUP-3", "LEASE-7")
def test_revoked_key_is_none_and_others_stay() -> None:
    other = signing_key(public_of(STRANGER), not_after=9)
    keys = KeyStatement(
        iss=ISSUER, version=4, issued=1, keys=(*STATEMENT.keys, other), revoked=(KID,)
    )
    found = read_statement(write_statement(keys, ROOT), ROOTS, ISSUER)
    assert found == keys
    assert (keys.key(KID), keys.key(other.kid), keys.key(None)) == (None, other, None)


@given(st.binary(max_size=40))
def test_base64url_has_one_form_for_each_bytes(data: bytes) -> None:
    text = to_base64url(data)
    assert from_base64url(text) == data
    assert is_sixteen_bytes(text) == (len(data) == 16)
    assert from_base64url(text + "=") is None
    assert to_base32(data).isalnum() or not data


@pytest.mark.parametrize("text", ["A", "AB==", "AB", "+A", "A A", "Aé", "AA\n"])
def test_base64url_in_any_other_form_is_none(text: str) -> None:
    assert from_base64url(text) is None
