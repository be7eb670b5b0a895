"""An older key statement, wherever it comes from, brings no revoked key back (LEASE-7)."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.license import errands as do
from app.license import events as e
from app.license.cache import Cache
from app.license.statement import Statement
from app.offline.response import Wrong, judge
from contract.encoding import to_base64url
from contract.faults import Fault
from contract.keys import KeyStatement, public_of, thumbprint, write_statement
from contract.offline_files import Response, write_response
from tests.app.license.test_taking import KEYS, SEAT, done, far, vendor, world
from tests.app.offline.test_response import known, response
from tests.fakes.vendor import Vendor, key

__all__ = ["far", "vendor", "world"]

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


@pytest.mark.asyncio
@pytest.mark.logs("a lease that arrived was refused: unknown-key")
@attempts
async def test_answer_of_the_server_brings_no_revoked_key_back(world, far, attempt) -> None:
    vendor = Vendor()  # signs by the revoked key still
    world.statement.believe(NEWER)
    far.says = {SEAT: [vendor.answer(vendor.lease())], KEYS: [ATTEMPTS[attempt].encode()]}
    assert isinstance(await done(world), e.LeaseUnusable)
    assert far.calls(KEYS) == 1
    assert (world.cache.lease(), world.cache.keys()) == (None, NEWER.encode())


@pytest.mark.asyncio
@pytest.mark.logs("a lease that arrived was refused: unknown-key")
async def test_lease_is_judged_by_the_statement_that_came_with_it(world, far) -> None:
    vendor = Vendor()
    world.statement.believe(stated(2))
    far.says = {SEAT: [vendor.answer(vendor.lease())], KEYS: [NEWER.encode()]}
    assert isinstance(await done(world), e.LeaseUnusable)
    assert (world.cache.lease(), world.cache.keys()) == (None, NEWER.encode())


@pytest.mark.asyncio
@attempts
async def test_opened_response_leaves_the_newer_statement(world, tmp_path, attempt) -> None:
    world.statement.believe(NEWER)
    await world.credentials.change(private_key=to_base64url(key(9).private_bytes_raw()))
    waiting = (await done(world, do.WriteRequest(1, tmp_path / "request.html"))).request
    lease = VENDOR.token(VENDOR.bound(waiting.nonce))
    file = tmp_path / "answer.seatkeeper"
    file.write_text(
        write_response(Response(nonce=waiting.nonce, lease=lease, keys=ATTEMPTS[attempt]))
    )
    assert isinstance(await done(world, do.JudgeResponse(2, file)), e.Declined)
    assert (world.cache.lease(), world.cache.keys()) == (None, NEWER.encode())
    assert world.cache.request().nonce == waiting.nonce
