"""What people type and paste where keys, codes and ids go; the table is tests/field/keys.tsv."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.ids import (
    AccountId,
    InviteCode,
    LicenseId,
    LicenseKey,
    NotAKey,
    OlderKey,
    make_account_id,
    make_invite_code,
    make_license_id,
    make_license_key,
    read_box,
    read_support,
)

TABLE = Path(__file__).parents[1] / "field" / "keys.tsv"
KINDS = {"R": LicenseKey, "I": InviteCode, "A": AccountId, "L": LicenseId}


class Row(NamedTuple):
    where: str
    typed: str
    means: str
    trouble: str


def rows() -> list[Row]:
    lines = [line for line in TABLE.read_text().splitlines() if not line.startswith("#")]
    cells = [line.split("\t") for line in lines[1:]]
    return [Row(where, json.loads(typed), *rest) for where, typed, *rest in cells]


def meant(means: str) -> object:
    """The answer that a row asks for; an older key is compared by its kind alone."""
    if means.startswith("invalid: "):
        named = means.removeprefix("invalid: ")
        return NotAKey("invalid", named=KINDS[named[0]](named))
    if means in ("empty", "invalid"):
        return NotAKey(means)
    return OlderKey if means == "older-version" else KINDS[means[0]](means)


@pytest.mark.rule("ID-2", "ID-3", "ID-4", "ID-5")
@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.where}: {row.trouble}"[:70])
def test_typed_text_is_read_as_it_was_meant(row: Row) -> None:
    found = read_box(row.typed) if row.where == "box" else read_support(row.typed)
    expected = meant(row.means)
    assert (type(found) if expected is OlderKey else found) == expected


@pytest.mark.rule("ID-3")
def test_older_key_is_kept_as_typed_and_never_mapped() -> None:
    assert read_box("o0i1l s5z2g 0o1il 5s2zg 66666") == OlderKey("O0I1L-S5Z2G-0O1IL-5S2ZG-66666")


DASHES = st.sampled_from(["", "-", "--", " ", " – ", "\u2011", "\u2212", "\u00a0", "\u200b-"])
MADE = {
    "R": make_license_key,
    "I": make_invite_code,
    "A": make_account_id,
    "L": make_license_id,
}


@pytest.mark.rule("ID-1", "ID-2")
@given(st.sampled_from("RIAL"), st.data())
def test_made_text_is_read_whatever_stands_between_its_groups(
    prefix: str, data: st.DataObject
) -> None:
    digits = data.draw(st.text("0123456789ABCDEF", min_size=18, max_size=18))
    text = MADE[prefix](lambda count: digits[:count])
    likes = {"0": "0oO", "1": "1iIlL|", "5": "5sS", "2": "2zZ", "6": "6gG"}
    typed = text[0]
    for char in text[1:]:
        if char == "-":
            typed += data.draw(DASHES)
        else:
            typed += data.draw(st.sampled_from(likes.get(char, char + char.lower())))
    assert read_support(typed) == KINDS[prefix](text)


@pytest.mark.rule("ID-2", "SAFE-1")
@given(st.text(max_size=60) | st.text("RIAL0189-| \n:/join", max_size=40))
def test_any_text_has_an_answer_and_the_answer_reads_the_same(text: str) -> None:
    found = read_support(text)
    if not isinstance(found, NotAKey):
        assert read_support(found.text) == found
