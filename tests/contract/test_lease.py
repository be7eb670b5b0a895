"""A lease that is whole and genuine, and every way in which one may not be."""

from __future__ import annotations

from datetime import UTC, date, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.encoding import from_base64url
from contract.jws import Envelope, seal, unfold
from contract.keys import signing_key
from contract.lease import (
    LIMIT,
    Confirmation,
    Fault,
    Holder,
    Lease,
    read_lease,
    write_lease,
)
from tests.contract.signed import (
    BOUND_CLAIMS,
    CLAIMS,
    DEVICE,
    HEADER,
    HOLDER,
    ISSUER,
    KID,
    LEASE,
    PRODUCT,
    SIGNER,
    STATEMENT,
    public_of,
    token_of,
    without,
)

TOKEN = write_lease(LEASE, SIGNER, KID)


@pytest.mark.rule("LEASE-1")
def test_lease_that_was_written_is_read_the_same() -> None:
    assert read_lease(TOKEN, STATEMENT, HOLDER) == LEASE


@pytest.mark.rule("LEASE-1")
def test_lease_reads_the_same_as_from_the_file_it_lay_in() -> None:
    for around in (b"%s\n", b"%s\r\n", b" \t%s ", b"\xef\xbb\xbf%s"):
        assert read_lease(around % TOKEN.encode(), STATEMENT, HOLDER) == LEASE


@pytest.mark.rule("LEASE-1")
def test_claims_that_are_absent_are_left_out() -> None:
    members = msgspec.json.decode(msgspec.json.encode(LEASE))
    assert members.keys() == CLAIMS.keys()


@pytest.mark.rule("LEASE-3", "LEASE-5")
def test_every_single_bit_that_changes_is_noticed() -> None:
    raw = TOKEN.encode()
    for at in range(len(raw)):
        for bit in range(8):
            changed = raw[:at] + bytes([raw[at] ^ 1 << bit]) + raw[at + 1 :]
            assert isinstance(read_lease(changed, STATEMENT, HOLDER), Fault), (at, bit)


@pytest.mark.rule("LEASE-5")
def test_every_lease_that_was_cut_off_is_damaged() -> None:
    found = {read_lease(TOKEN[:length], STATEMENT, HOLDER) for length in range(len(TOKEN))}
    assert found == {Fault.DAMAGED}


@pytest.mark.rule("LEASE-5", "SAFE-1")
@given(st.binary(max_size=200) | st.text(max_size=200))
def test_no_bytes_at_all_bring_the_reader_down(data: bytes | str) -> None:
    assert isinstance(read_lease(data, STATEMENT, HOLDER), Fault)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@pytest.mark.rule("LEASE-5")
@given(st.sampled_from(sorted(CLAIMS)), JSON)
def test_claim_of_a_wrong_kind_is_refused_under_a_genuine_signature(name: str, value) -> None:
    found = read_lease(token_of(CLAIMS | {name: value}), STATEMENT, HOLDER)
    if not isinstance(found, Fault):
        assert msgspec.json.decode(msgspec.json.encode(found))[name] == value
        assert not isinstance(value, bool) or name == "bound"


instants = st.integers(0, 253_402_300_799)
leases = st.builds(
    Lease,
    iss=st.just(ISSUER),
    aud=st.just(PRODUCT),
    device=st.just(DEVICE),
    sub=st.text(max_size=12),
    jti=st.text(max_size=22),
    cnf=st.builds(Confirmation, jkt=st.text(max_size=43)),
    bound=st.just(False),
    exp=instants,
    nbf=instants,
    iat=instants,
    issued=st.none(),
    nonce=st.none(),
    owner=st.none() | st.text(max_size=12),
    last_day=st.none() | st.dates(),
    license_ends=st.none() | instants,
    offline_until=st.none() | instants,
)


@pytest.mark.rule("LEASE-1")
@given(leases)
def test_any_lease_survives_being_written_and_read(lease: Lease) -> None:
    holder = Holder(ISSUER, PRODUCT, DEVICE)
    assert read_lease(write_lease(lease, SIGNER, KID), STATEMENT, holder) == lease


def bound_lease(**others: object) -> Lease:
    return msgspec.structs.replace(
        LEASE, bound=True, exp=None, nbf=None, iat=None, issued=5, nonce="n", **others
    )


@pytest.mark.rule("LEASE-4", "AIR-6")
def test_bound_lease_has_no_end_and_depends_on_no_clock() -> None:
    lease = read_lease(write_lease(bound_lease(), SIGNER, KID), STATEMENT, HOLDER)
    assert lease == bound_lease()
    assert lease.ends_at is None
    assert lease.issued_at == datetime(1970, 1, 1, 0, 0, 5, tzinfo=UTC)


@pytest.mark.rule("LEASE-1")
@pytest.mark.parametrize(
    "lease",
    [
        msgspec.structs.replace(LEASE, exp=None),
        msgspec.structs.replace(LEASE, nonce="n"),
        msgspec.structs.replace(LEASE, bound=True),
        bound_lease(license_ends=9),
        msgspec.structs.replace(LEASE, features=("x" * 4000,)),
    ],
)
def test_lease_that_no_reader_takes_is_not_written(lease: Lease) -> None:
    with pytest.raises(ValueError, match="lease"):
        write_lease(lease, SIGNER, KID)


@pytest.mark.rule("LEASE-1")
def test_facts_of_a_lease_are_said_in_instants() -> None:
    lease = msgspec.structs.replace(
        LEASE, kind="trial", license_ends=60, offline_until=120, last_day=date(1970, 1, 1)
    )
    assert (lease.is_trial, lease.is_reserved) == (True, True)
    assert (LEASE.is_trial, LEASE.is_reserved) == (False, False)
    assert lease.license_ends_at == datetime(1970, 1, 1, 0, 1, tzinfo=UTC)
    assert lease.offline_until_at == datetime(1970, 1, 1, 0, 2, tzinfo=UTC)
    assert lease.ends_at == datetime.fromtimestamp(1_800_007_200, UTC)
    assert lease.issued_at == datetime.fromtimestamp(1_800_000_000, UTC)


@pytest.mark.rule("SUP-3", "LEASE-7")
def test_key_whose_signing_ended_still_stands_for_what_it_signed() -> None:
    iat = CLAIMS["iat"]
    for ended, token, expected in (
        (iat, TOKEN, LEASE),
        (iat - 1, TOKEN, Fault.UNKNOWN_KEY),
        (iat - 1, token_of(BOUND_CLAIMS), Fault.UNKNOWN_KEY),
    ):
        key = signing_key(public_of(SIGNER), not_after=ended)
        keys = msgspec.structs.replace(STATEMENT, keys=(key,))
        assert read_lease(token, keys, HOLDER) == expected


@pytest.mark.rule("SUP-3", "LEASE-7")
def test_lease_of_a_revoked_key_is_no_longer_believed() -> None:
    keys = msgspec.structs.replace(STATEMENT, revoked=(KID,))
    assert read_lease(TOKEN, keys, HOLDER) == Fault.UNKNOWN_KEY


@pytest.mark.rule("LEASE-3")
def test_lease_for_another_key_of_the_same_name_is_another_computers() -> None:
    own = Holder(ISSUER, PRODUCT, DEVICE, jkt=CLAIMS["cnf"]["jkt"])
    other = Holder(ISSUER, PRODUCT, DEVICE, jkt="x" * 43)
    assert read_lease(TOKEN, STATEMENT, own) == LEASE
    assert read_lease(TOKEN, STATEMENT, other) == Fault.OTHER_DEVICE


@pytest.mark.rule("LEASE-3")
def test_reader_without_an_account_takes_a_lease_of_any() -> None:
    claims = CLAIMS | {"sub": "A-000-001"}
    found = read_lease(token_of(claims), STATEMENT, Holder(ISSUER, PRODUCT, DEVICE))
    assert isinstance(found, Lease)
    assert read_lease(token_of(claims), STATEMENT, HOLDER) == Fault.OTHER_ACCOUNT


@pytest.mark.rule("LEASE-1")
def test_claims_that_are_not_known_are_ignored() -> None:
    assert read_lease(token_of(CLAIMS | {"later": [1]}), STATEMENT, HOLDER) == LEASE
    assert isinstance(read_lease(token_of(without("iat")), STATEMENT, HOLDER), Fault)


@pytest.mark.rule("LEASE-5")
def test_room_around_a_token_is_sixteen_bytes_and_none_inside() -> None:
    typ = HEADER["typ"]
    assert isinstance(unfold(TOKEN, typ, len(TOKEN)), Envelope)
    assert unfold(TOKEN, typ, len(TOKEN) - 1) is Fault.TOO_LARGE
    assert isinstance(unfold(TOKEN + " " * 16, typ, len(TOKEN)), Envelope)
    assert unfold(TOKEN + " " * 17, typ, len(TOKEN)) is Fault.TOO_LARGE
    assert unfold(TOKEN + "?", typ, len(TOKEN) + 1) is Fault.DAMAGED


@pytest.mark.rule("LEASE-1")
def test_lease_that_no_reader_would_take_is_not_written() -> None:
    largest = msgspec.structs.replace(LEASE, features=("x" * 2500,))
    assert len(write_lease(largest, SIGNER, KID)) == LIMIT
    long = msgspec.structs.replace(LEASE, features=("x" * LIMIT,))
    with pytest.raises(ValueError, match=rf"^a lease of \d+ characters, more than {LIMIT}$"):
        write_lease(long, SIGNER, KID)
    with pytest.raises(ValueError, match=r"it is bound and has issued and nonce$"):
        write_lease(msgspec.structs.replace(LEASE, exp=None), SIGNER, KID)


@pytest.mark.rule("LEASE-1")
def test_header_says_algorithm_kind_and_key_alone() -> None:
    head = TOKEN.split(".")[0]
    assert from_base64url(head) == msgspec.json.encode(HEADER)
    bare = seal(b"{}", "x", SIGNER).split(".")[0]
    assert from_base64url(bare) == b'{"alg":"EdDSA","typ":"x"}'
