"""Ids, keys and codes as they are made."""

from __future__ import annotations

import re

import pytest

from contract import ids
from contract.encoding import from_base64url
from tests.fakes.chance import seeded_digits

GROUP = "[0-9A-F]{3}"


@pytest.mark.rule("ID-1")
@pytest.mark.parametrize(
    ("make", "prefix", "groups"),
    [
        (ids.make_account_id, "A", 2),
        (ids.make_license_id, "L", 2),
        (ids.make_license_key, "R", 6),
        (ids.make_invite_code, "I", 4),
    ],
)
def test_what_is_made_has_its_prefix_and_groups(make, prefix: str, groups: int) -> None:
    assert re.fullmatch(f"{prefix}(-{GROUP}){{{groups}}}", make())


@pytest.mark.rule("ID-1")
def test_digits_given_from_outside_are_the_ones_used() -> None:
    assert ids.make_license_key(seeded_digits(7)) == ids.make_license_key(seeded_digits(7))


@pytest.mark.rule("ID-1")
def test_every_digit_comes_from_the_random_source() -> None:
    seen = {digit for _ in range(40) for digit in ids.random_digits(19)}
    assert seen == set("0123456789ABCDEF")
    assert len(ids.random_digits(19)) == 19


@pytest.mark.rule("ID-1")
def test_places_and_nonces_are_sixteen_random_bytes() -> None:
    made = [make() for make in (ids.make_seat_id, ids.make_nonce, ids.make_jti) for _ in range(50)]
    made += ids.make_jtis(50)
    assert {len(from_base64url(text) or b"") for text in made} == {16}
    assert len(set(made)) == len(made)
