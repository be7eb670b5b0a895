"""What support orders from a shell: JSON in the words of the contract, refusals with a code."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from server.__main__ import ids_last
from server.accounts.models import Account
from tests.cast import ADA, BEN

pytestmark = pytest.mark.django_db

Admin = Callable[..., tuple[int, Any]]


@pytest.fixture
def admin(capsys, monkeypatch) -> Admin:
    """The exit code and the JSON that was printed."""
    from server.upkeep.management.commands import admin as command

    monkeypatch.setattr(command, "prepare_database", lambda: None)  # the tables are there

    def order(*words: str) -> tuple[int, Any]:
        capsys.readouterr()
        code = 0
        try:
            call_command(*ids_last(["admin", *words]))  # as the program does
        except SystemExit as end:
            code = int(end.code)
        return code, json.loads(capsys.readouterr().out)

    return order


@pytest.mark.rule("ID-1")
def test_license_is_made_with_chosen_id_and_key(admin: Admin, cleo: Account, ben: Account) -> None:
    words = ("license-create", "commercial", "3", "--expires", "2031-12-31")
    chosen = ("--id", "l0b45f2", "--key", "r4f70b19c2e85d36a51")
    told = {"license_id": "L-0B4-5F2", "license_key": "R-4F7-0B1-9C2-E85-D36-A51"}
    assert admin(*words, *chosen) == (0, told)
    assert admin(*words, *chosen) == (1, {"code": "id-taken"})
    code, entered = admin("enter", cleo.email, "r4f70b19c2e85d36a51")
    assert (code, entered["activated"], entered["entered"]) == (0, True, told["license_key"])
    code, refused = admin("enter", ben.email, told["license_key"])
    assert (code, refused) == (1, {"code": "license-taken", "entered": told["license_key"]})
    code, warned = admin("enter", cleo.email, told["license_key"])
    assert (code, warned["activated"], warned["warning"]) == (0, False, "license-already-yours")


@pytest.mark.rule("LIC-8")
def test_license_is_suspended_resumed_and_prolonged(admin: Admin) -> None:
    _, made = admin("license-create", "commercial", "1", "--expires", "2031-12-31")
    number = made["license_id"]
    assert admin("license-suspend", number)[1]["suspended"] is True
    assert admin("license-resume", number)[1]["suspended"] is False
    assert admin("license-prolong", number, "2032-12-31")[1]["last_day"] == "2032-12-31"
    assert admin("license-prolong", number, "2030-12-31")[1]["code"] == "invalid-input"
    assert admin("license-suspend", "L-000-000") == (1, {"code": "license-unknown"})


@pytest.mark.rule("ORG-1", "ID-4")
def test_chosen_invite_code_joins_who_enters_it(admin: Admin, ada: Account, ben: Account) -> None:
    code = "I-9D4-1C6-0E2-B57"
    admin("license-create", "educational", "2", "--owner", ADA.email, "--invite-code", code)
    status, told = admin("enter", BEN.email, "i-9d4-1c6-oe2-b57")
    assert (status, told["joined"], told["entered"]) == (0, True, code)
    assert admin("pool-show", ADA.email)[1][0]["seats"] == 2


def test_orders_about_accounts_and_members(admin: Admin, ada: Account) -> None:
    eve = "eve@lab.example"
    code, made = admin("account-create", eve, "eve-opens-eleven-doors", "--id", "A-7C3-E19")
    assert (code, made["account_id"]) == (0, "A-7C3-E19")
    assert admin("account-create", eve, "eve-opens-eleven-doors") == (1, {"code": "account-exists"})
    assert admin("trial-request", eve) == (1, {"code": "email-unconfirmed"})
    admin("license-create", "educational", "2", "--owner", ADA.email)
    for words, code in (
        (["account-confirm", eve], 0),
        (["trial-request", eve], 0),
        (["membership-create", ADA.email, eve], 0),
        (["membership-create", ADA.email, eve], 1),
        (["membership-block", ADA.email, eve], 0),
        (["membership-unblock", ADA.email, eve], 0),
        (["membership-delete", ADA.email, eve], 0),
        (["membership-delete", ADA.email, eve], 1),
        (["sign-in-unblock", eve], 0),
        (["account-confirm", "nobody@lab.example"], 1),
    ):
        assert admin(*words)[0] == code, words


@pytest.mark.rule("OFF-2", "AIR-5")
def test_pool_terms_are_set_for_the_owners_pools(admin: Admin, ada: Account) -> None:
    admin("license-create", "educational", "2", "--owner", ADA.email)
    _, (pool,) = admin("pool-set", ADA.email, "--offline-days", "30", "--members-may-bind")
    assert (pool["offline_days"], pool["members_may_bind"]) == (30, True)


@pytest.mark.rule("SAFE-1")
@pytest.mark.parametrize(
    ("words", "pointer"),
    [
        (["license-create", "commercial", "x"], "/seats"),
        (["license-create", "commercial", "0"], "/seats"),
        (["license-create", "foo", "1"], "/kind"),
        (["license-create", "trial", "1"], "/kind"),
        (["license-create", "student", "1"], "/expires_on"),
        (["license-create", "commercial", "1", "--expires", "2027-02-30"], "/expires_on"),
        (["license-create", "commercial", "1", "--platforms", "amiga"], "/platforms"),
        (["license-suspend", "x"], "/id"),
        (["pool-set", "ada@lab.example", "--offline-days", "many"], "/offline_days"),
        (["account-create", "e@lab.example", "a-password-of-ten", "--id", "zzz"], "/id"),
        (["shop-key-create", "--name", "x" * 61], "/name"),
        (["shop-key-revoke", "x"], "/number"),
        (["account-create", "no address", "a-password-of-ten"], "/email"),
    ],
)
def test_wrong_words_in_an_order_are_refused_as_json(
    admin: Admin, ada: Account, words: list[str], pointer: str
) -> None:
    errors = [{"pointer": pointer, "code": "invalid"}]
    assert admin(*words) == (1, {"code": "invalid-input", "errors": errors})


@pytest.mark.rule("SUP-3")
def test_keys_are_shown_rotated_and_revoked(admin: Admin, monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setattr("server.upkeep.orders.keys.ROOTS", tmp_path / "roots")
    code, rotated = admin("keys-rotate", "--reason", "drill")
    (first, second) = rotated["good"]
    assert (code, rotated["version"], rotated["signs"]) == (0, 2, second)
    code, revoked = admin("keys-revoke", first)
    assert (code, revoked["version"], revoked["revoked"]) == (0, 3, [first])
    shown = admin("keys-show")[1]
    assert [each["revoked_at"] is None for each in shown] == [False, True]
    assert admin("keys-revoke", "nobody") == (1, {"code": "not-found", "kid": "nobody"})


@pytest.mark.rule("LIC-7", "SAFE-2")
def test_shop_key_is_shown_once_and_revoked(admin: Admin) -> None:
    code, made = admin("shop-key-create", "--name", "web shop")
    assert (code, len(made["shop_key"])) == (0, 43)
    code, revoked = admin("shop-key-revoke", str(made["number"]))
    assert (code, revoked["name"]) == (0, "web shop")
    assert admin("shop-key-revoke", "77") == (1, {"code": "not-found"})
