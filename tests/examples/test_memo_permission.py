"""The sample product believes signatures alone: what it lets be done, and when (HOST-2, 5, 6)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.folders import folders
from app.single_instance import address
from contract.keys import KeyStatement, public_of, write_statement
from contract.proof import write_proof
from examples.memo_editor import permission as permissions
from examples.memo_editor.lease import NotBelieved, Pinned, read_keys, read_lease
from examples.memo_editor.manager import link_of
from examples.memo_editor.permission import Permission
from tests.contract.signed import (
    BOUND_CLAIMS,
    CLAIMS,
    DEVICE_KEY,
    HEADER,
    ISSUER,
    KID,
    PRODUCT,
    ROOT,
    SPARE_ROOT,
    STATEMENT,
    STRANGER,
    token_of,
)

PINNED = Pinned(ISSUER, PRODUCT, (public_of(ROOT), public_of(SPARE_ROOT)))
KEYS = write_statement(STATEMENT, ROOT)
REVOKED = KeyStatement(
    iss=ISSUER, version=4, issued=STATEMENT.issued, keys=STATEMENT.keys, revoked=(KID,)
)
DURING, AFTER = CLAIMS["exp"] - 1.0, float(CLAIMS["exp"])


class Memo:
    """The product's side of the link, without a link; `at` is its clock."""

    def __init__(self, at: float = DURING, key: Any = DEVICE_KEY) -> None:
        self.at, self._key = at, key
        self.asked: list[str] = []
        self.permission = Permission(PINNED, self._prove, clock=lambda: self.at)

    def _prove(self, challenge: str) -> None:
        self.asked.append(challenge)

    def told(self, lease: str | None = None, keys: str = KEYS, **more: Any) -> None:
        state = {"lease": lease, "keys": keys} if lease else {}
        self.permission.take_state({"allow": ["use", "save", "export"], **state, **more})
        if len(self.asked) and self.permission._unproven is not None:
            self.permission.take_proof(write_proof(self.asked[-1], PRODUCT, self._key))

    @property
    def saves(self) -> bool:
        return self.permission.may("save")


@pytest.mark.rule("HOST-2", "HOST-6", "LEASE-1")
def test_lease_that_is_genuine_and_proven_lets_it_save() -> None:
    memo = Memo()
    memo.told(token_of())
    assert (memo.saves, memo.permission.reason) == (True, "")


@pytest.mark.rule("HOST-6")
def test_word_of_the_manager_without_a_lease_lets_nothing() -> None:
    memo = Memo()
    memo.told()
    assert not memo.saves


@pytest.mark.rule("HOST-6", "LEASE-3")
@pytest.mark.logs("could not prove itself")
def test_copied_lease_does_not_pass_without_the_device_key() -> None:
    memo = Memo(key=STRANGER)
    memo.told(token_of())
    assert (memo.saves, memo.permission.reason) == (False, permissions.NOT_GENUINE)


@pytest.mark.rule("HOST-6")
def test_each_connection_is_asked_for_a_proof_of_its_own() -> None:
    memo = Memo()
    memo.told(token_of())
    memo.told(token_of(CLAIMS | {"jti": "D" * 22}))
    assert len(memo.asked) == 1
    memo.permission.lost()
    memo.told(token_of())
    assert len(set(memo.asked)) == 2


@pytest.mark.rule("HOST-2")
def test_loss_of_the_seat_turns_saving_off_and_a_new_lease_on_again() -> None:
    memo = Memo()
    memo.told(token_of())
    memo.told(reason="freed", message="Your seat was freed for others.")
    assert (memo.saves, memo.permission.reason) == (False, "Your seat was freed for others.")
    memo.told(token_of())
    assert memo.saves


@pytest.mark.rule("HOST-5", "LEASE-2")
def test_death_of_the_manager_changes_nothing_before_the_leases_end() -> None:
    memo = Memo()
    memo.told(token_of())
    memo.permission.lost()
    assert memo.saves
    memo.at = AFTER
    assert (memo.saves, memo.permission.reason) == (False, permissions.LAPSED)


@pytest.mark.rule("LEASE-4")
def test_clock_that_is_ahead_is_named_where_the_manager_sees_no_end() -> None:
    memo = Memo(at=AFTER)
    memo.told(token_of())
    assert (memo.saves, memo.permission.reason) == (False, permissions.CLOCK)


@pytest.mark.rule("LEASE-4")
def test_clock_set_back_while_it_runs_lengthens_nothing() -> None:
    wall, steady = [DURING], [0.0]
    clock = permissions.Clock(lambda: wall[0], lambda: steady[0])
    assert clock() == DURING
    wall[0], steady[0] = DURING - 86_400, 60.0
    assert clock() == DURING + 60


@pytest.mark.rule("HOST-5", "APP-11")
@pytest.mark.parametrize("profile", [None, "profile", "x" * 120], ids=["none", "one", "deep"])
@pytest.mark.parametrize("runtime", ["run", ""], ids=["runtime", "no-runtime"])
def test_product_looks_for_the_link_where_the_manager_listens(
    monkeypatch, tmp_path: Path, profile: str | None, runtime: str
) -> None:
    (tmp_path / "run").mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run") if runtime else "")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))
    own = tmp_path / profile if profile else None
    listens = address(PRODUCT, folders(PRODUCT, own).data, own)
    assert link_of(PRODUCT, str(own) if own else None) == listens


@pytest.mark.rule("LEASE-4", "AIR-6")
def test_bound_lease_depends_on_no_clock() -> None:
    memo = Memo(at=0.0)
    memo.told(token_of(BOUND_CLAIMS))
    assert memo.saves


@pytest.mark.rule("LEASE-1", "LEASE-5", "SAFE-1")
@pytest.mark.parametrize(
    "token",
    [
        token_of(key=STRANGER),
        token_of(CLAIMS | {"aud": "other"}),
        token_of(CLAIMS | {"iss": "https://other.example"}),
        token_of(CLAIMS | {"allow": "use save export"}),
        token_of({name: value for name, value in CLAIMS.items() if name != "exp"}),
        token_of(CLAIMS | {"exp": "2099-01-01"}),
        token_of(header=HEADER | {"alg": "none"}),
        token_of(header=HEADER | {"typ": "JWT"}),
        token_of(header=HEADER | {"crit": ["exp"]}),
        token_of(header=HEADER | {"kid": "nobody"}),
        token_of(header=HEADER | {"jwk": {}}),
        token_of(b'{"exp": 1, "exp": 2}'),
        token_of(b"[]"),
        token_of() + "=",
        token_of()[:-2],
        token_of().rpartition(".")[0] + ".",
        "a.b",
        "",
        "." * 2,
        "x" * 20_000,
    ],
)
def test_lease_that_is_not_genuine_is_not_believed(token: str) -> None:
    with pytest.raises(NotBelieved):
        read_lease(token, read_keys(KEYS, PINNED), PINNED)


@pytest.mark.rule("LEASE-7", "SUP-3")
def test_keys_are_believed_from_a_pinned_root_and_never_an_older_list() -> None:
    assert read_keys(write_statement(STATEMENT, SPARE_ROOT), PINNED)["version"] == 3
    with pytest.raises(NotBelieved):
        read_keys(write_statement(STATEMENT, STRANGER), PINNED)
    with pytest.raises(NotBelieved):
        read_keys(KEYS, PINNED, at_least=4)
    with pytest.raises(NotBelieved, match="revoked"):
        read_lease(token_of(), read_keys(write_statement(REVOKED, ROOT), PINNED), PINNED)


@pytest.mark.rule("LEASE-7")
@pytest.mark.logs("not believed")
def test_older_keys_on_the_link_do_not_bring_a_revoked_one_back() -> None:
    memo = Memo()
    memo.told(token_of(), write_statement(REVOKED, ROOT))
    assert not memo.saves
    memo.told(token_of(), KEYS)
    assert (memo.saves, memo.permission.reason) == (False, permissions.NOT_GENUINE)
