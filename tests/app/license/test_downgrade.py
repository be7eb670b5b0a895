"""An older key statement, wherever it comes from, brings no revoked key back (LEASE-7)."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.license.cache import Cache
from app.license.statement import Statement
from app.offline.response import Wrong, judge
from contract.faults import Fault
from contract.keys import KeyStatement, public_of, thumbprint, write_statement
from contract.offline_files import write_response
from tests.app.offline.test_response import known, response
from tests.fakes.vendor import Vendor, key

pytestmark = [pytest.mark.rule("LEASE-7"), pytest.mark.logs("a key statement was refused")]
VENDOR = Vendor()
STOLEN = thumbprint(public_of(VENDOR.signer))


def stated(version: int, *revoked: str, root=VENDOR.root) -> str:
    keys, issuer = tuple(VENDOR.keys), VENDOR.brand.issuer
    said = KeyStatement(iss=issuer, version=version, issued=1, keys=keys, revoked=revoked)
    return write_statement(said, root)


NEWER = stated(3, STOLEN)
ATTEMPTS = {
    "older": stated(2),
    "same version without the revocation": stated(3),
    "signed by the revoked key": stated(4, root=VENDOR.signer),
    "signed by a stranger": stated(4, root=key(66)),
}
attempts = pytest.mark.parametrize("attempt", ATTEMPTS)


def kept(folder: Path) -> Statement:
    return Statement(Cache(folder), VENDOR.brand.root_keys, VENDOR.brand.issuer)


@attempts
def test_statement_of_the_server_that_goes_back_is_refused(tmp_path: Path, attempt: str) -> None:
    statement = kept(tmp_path)
    assert statement.believe(NEWER)
    assert not statement.believe(ATTEMPTS[attempt])
    assert (statement.now.version, statement.now.key(STOLEN)) == (3, None)
    assert Cache(tmp_path).keys() == Cache(tmp_path).spare_keys() == NEWER.encode()


@attempts
def test_response_file_brings_no_revoked_key_back(tmp_path: Path, attempt: str) -> None:
    from msgspec.structs import replace

    statement = kept(tmp_path)
    statement.believe(NEWER)
    here = known(statement=statement.now, judge_keys=statement.judge)
    file = replace(response(VENDOR), keys=ATTEMPTS[attempt])
    assert isinstance(judge(write_response(file).encode(), here), Wrong)
    assert statement.judge(NEWER) != Fault.OUTDATED


@pytest.mark.parametrize(
    ("attempt", "name"),
    [(attempt, name) for attempt in ATTEMPTS for name in ("keys.jwt", "keys.spare.jwt")],
)
def test_file_that_was_rolled_back_gives_way_to_the_newer(tmp_path, attempt, name) -> None:
    kept(tmp_path).believe(NEWER)
    (tmp_path / name).write_text(ATTEMPTS[attempt])
    statement = kept(tmp_path)
    assert (statement.now.version, statement.now.key(STOLEN)) == (3, None)
    statement.mend()
    assert (tmp_path / name).read_text() == NEWER
