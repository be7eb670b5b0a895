"""The drill of docs/guides/keys.md: rotate and revoke, and what each computer makes of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client

from contract.encoding import from_base64url
from contract.faults import Fault
from contract.keys import KeyStatement, read_statement
from contract.lease import Holder, Lease, read_lease
from contract.offline_files import Response, read_response
from server.accounts.models import Device
from server.config.brand import brand
from server.journal.models import Entry
from server.rulebook.facts import Refusal
from server.seats.bind import Bound, bind
from server.seats.current import current
from server.seats.held import Held
from server.seats.take import take
from server.signing.models import SigningKey
from server.signing.revoke import revoke
from server.signing.rotate import rotate
from server.signing.setup import make_first_keys
from server.signing.statement import Stated, current_statement
from tests.fakes.clock import FakeClock
from tests.fakes.island import Island
from tests.fakes.lab import Lab
from tests.server.seats.conftest import time as time  # the fixture

pytestmark = [pytest.mark.django_db, pytest.mark.rule("SUP-3", "LEASE-7")]


@pytest.fixture
def roots(tmp_path: Path) -> Path:
    return tmp_path / "roots"


@pytest.fixture
def lab(db: None, time: FakeClock, roots: Path) -> Lab:
    public = make_first_keys(roots.parent, time(), roots)
    return Lab(time, tuple(from_base64url(root) or b"" for root in public))


def statement(lab: Lab, at_least: int = 0) -> KeyStatement:
    found = read_statement(current_statement(), lab.roots, brand().issuer, at_least)
    assert isinstance(found, KeyStatement), found
    return found


def read(lab: Lab, name: str, lease: str, keys: KeyStatement) -> Lease | Fault:
    holder = Holder(brand().issuer, brand().product, lab.device(name).device_id)
    return read_lease(lease, keys, holder)


def lease_of(answer: Held | Refusal) -> str:
    assert isinstance(answer, Held), answer
    return answer.lease


def test_rotation_leaves_leases_before_and_after_good(lab: Lab, roots: Path, time) -> None:
    lab.license("ada", 2)
    before, old = lease_of(lab.put("ada/1")), statement(lab)
    time.tick(hours=1)
    rotated = rotate(roots, reason="the yearly drill")
    assert isinstance(rotated, Stated)
    after, new = lease_of(lab.put("ada/1")), statement(lab)
    assert (new.version, new.revoked, len(new.keys)) == (old.version + 1, (), 2)
    assert isinstance(read(lab, "ada/1", before, new), Lease)
    assert isinstance(read(lab, "ada/1", after, new), Lease)
    assert read(lab, "ada/1", after, old) is Fault.UNKNOWN_KEY  # so the desktop asks for the new
    assert Entry.objects.get(act="keys-rotated").reason == "the yearly drill"


def test_old_statement_is_refused_after_the_new_one(lab: Lab, roots: Path) -> None:
    old = current_statement()
    rotate(roots)
    newest = statement(lab)
    assert read_statement(old, lab.roots, brand().issuer, newest.version) is Fault.OUTDATED


def test_retired_key_signs_no_more_but_its_leases_stay(lab: Lab, roots: Path, time) -> None:
    lab.license("ada", 2)
    before = lease_of(lab.put("ada/1"))
    rotate(roots)
    time.tick(days=29)
    first = SigningKey.objects.order_by("id").first()
    assert first.not_after is not None
    assert first.not_after < time()
    assert isinstance(read(lab, "ada/1", before, statement(lab)), Lease)


def test_revoked_keys_lease_is_refused_and_healed_by_the_next_contact(
    lab: Lab, roots: Path
) -> None:
    lab.license("ada", 2)
    before = lease_of(lab.put("ada/1"))
    kid = SigningKey.objects.get().kid
    revoked = revoke(roots, kid, reason="a laptop with a backup was stolen")
    assert isinstance(revoked, Stated)
    assert (revoked.revoked, kid in revoked.good, revoked.signs == kid) == ((kid,), False, False)
    now = statement(lab)
    assert read(lab, "ada/1", before, now) is Fault.UNKNOWN_KEY
    assert isinstance(read(lab, "ada/1", lease_of(lab.put("ada/1")), now), Lease)
    again = current(lab.person("ada"), lab.device("ada/1"))
    assert isinstance(read(lab, "ada/1", lease_of(again), now), Lease)


def test_revoking_the_older_key_lets_the_newer_one_sign(lab: Lab, roots: Path) -> None:
    older = SigningKey.objects.get().kid
    rotated = rotate(roots)
    revoked = revoke(roots, older)
    assert isinstance(rotated, Stated)
    assert isinstance(revoked, Stated)
    assert (revoked.signs, SigningKey.objects.count()) == (rotated.signs, 2)
    again = revoke(roots, older)
    assert isinstance(again, Stated)
    assert Entry.objects.filter(act="key-revoked").count() == 1


@pytest.mark.rule("AIR-3")
def test_bound_computers_next_response_brings_the_new_statement(lab: Lab, roots: Path) -> None:
    lab.license("ada", 2)
    island = Island(lab, Ed25519PrivateKey.generate())
    first = _response(lab, island.request())
    rotate(roots)
    request = island.request()
    second = _response(lab, request)
    assert (_version(lab, first), _version(lab, second)) == (1, 2)
    revoke(roots, SigningKey.objects.order_by("id").last().kid)
    third = _response(lab, request)  # the same request: signed anew for its nonce
    keys = read_statement(third.keys, lab.roots, brand().issuer, 3)
    assert isinstance(keys, KeyStatement)
    assert isinstance(_lease(third, keys, island), Lease)
    assert _lease(second, keys, island) is Fault.UNKNOWN_KEY
    assert third.nonce == second.nonce


def test_bound_computer_that_goes_online_gets_its_lease_signed_anew(lab: Lab, roots: Path) -> None:
    lab.license("ada", 2)
    island = Island(lab, Ed25519PrivateKey.generate())
    before = _response(lab, island.request())
    revoke(roots, SigningKey.objects.get().kid)
    device = Device.objects.get(device_id=island.device)
    answer = take(lab.person("ada"), device)
    found = read_lease(lease_of(answer), statement(lab), _holder(island))
    assert isinstance(found, Lease)
    assert found.nonce == before.nonce
    assert lease_of(current(lab.person("ada"), device)) == lease_of(answer)


@pytest.mark.rule("SAFE-1")
def test_without_a_pinned_root_nothing_changes(
    lab: Lab, roots: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kid = SigningKey.objects.get().kid
    for refused in (rotate(tmp_path / "none"), revoke(tmp_path / "none", kid)):
        assert isinstance(refused, Refusal)
        assert refused.code == "forbidden"
    unknown = revoke(roots, "nobody")
    assert isinstance(unknown, Refusal)
    assert unknown.code == "not-found"
    another = replace(brand(), roots=("A" * 43,))
    monkeypatch.setattr("server.signing.roots.brand", lambda: another)
    stranger = rotate(roots)
    assert isinstance(stranger, Refusal)
    assert "no pinned root" in str(stranger.members["reason"])
    assert (SigningKey.objects.count(), statement(lab).version) == (1, 1)


def test_keys_for_web_servers_follow(lab: Lab, roots: Path, client: Client) -> None:
    kid = SigningKey.objects.get().kid
    etag = client.get("/.well-known/seatkeeper-keys").headers["ETag"]
    revoke(roots, kid)
    answer = client.get("/.well-known/seatkeeper-keys", headers={"If-None-Match": etag})
    assert answer.status_code == 200  # the statement that was kept is no longer the newest
    kids = [key["kid"] for key in client.get("/.well-known/jwks.json").json()["keys"]]
    assert kids == [SigningKey.objects.get(revoked_at=None).kid]


def _response(lab: Lab, request: str) -> Response:
    bound = bind(lab.person("ada"), request, lab.now())
    assert isinstance(bound, Bound), bound
    response = read_response(bound.response)
    assert isinstance(response, Response)
    return response


def _version(lab: Lab, response: Response) -> int:
    found = read_statement(response.keys, lab.roots, brand().issuer)
    assert isinstance(found, KeyStatement)
    return found.version


def _holder(island: Island) -> Holder:
    return Holder(brand().issuer, brand().product, island.device)


def _lease(response: Response, keys: KeyStatement, island: Island) -> Lease | Fault:
    return read_lease(response.lease, keys, _holder(island))
