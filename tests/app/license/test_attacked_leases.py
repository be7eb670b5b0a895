"""Every attack on a lease in both places where the desktop reads one: its disk and an answer.

The verdict of the reader itself is in tests/field/; a product's own in tests/examples/.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.license import device as devices
from app.license import effects, machine
from app.license import errands as do
from app.license import events as e
from app.license.cache import AccountShown, Cache
from app.license.clock import Clock
from app.license.compose import first_picture
from app.license.credentials import Credentials, FileStore, StoreState
from app.license.picture import Licensed, Starting, allowed
from app.license.start import read_start
from app.license.statement import Statement
from app.license.world import World
from contract.encoding import to_base64url
from contract.faults import Fault
from contract.keys import public_of, write_statement
from contract.wire.license import License
from contract.wire.seat import SeatAnswer
from tests.contract.signed import DEVICE_KEY, HOLDER, ISSUER, PRODUCT, ROOT, STATEMENT
from tests.fakes.clock import FakeClock
from tests.fakes.far_server import FarServer
from tests.fakes.vendor import Vendor, license_of
from tests.field.test_lease_attacks import ATTACKS, TOKEN

AT = FakeClock().at.fromtimestamp(1_800_000_060, FakeClock().at.tzinfo)
BRAND = replace(
    Vendor().brand, issuer=ISSUER, product=PRODUCT, roots=(to_base64url(public_of(ROOT)),)
)
SHOWN: License = license_of(Vendor().lease())
attacks = pytest.mark.parametrize(
    ("token", "verdict"), [a[1:] for a in ATTACKS], ids=[a[0] for a in ATTACKS]
)


@pytest.fixture
def profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(machine, "hints", lambda: {"machine": "m"})
    devices.write_device(tmp_path, to_base64url(public_of(DEVICE_KEY)))
    cache = Cache(tmp_path)
    cache.write_keys(write_statement(STATEMENT, ROOT))
    cache.write_shown(account=AccountShown(id=HOLDER.account or ""))
    return tmp_path


def clock() -> Clock:
    return Clock(wall=FakeClock(AT), steady=lambda: 0.0)


@pytest.mark.rule("LEASE-1", "LEASE-3", "LEASE-5", "APP-1")
@pytest.mark.logs("the lease was put aside")
@attacks
def test_attacked_lease_on_the_disk_is_put_aside_with_its_fault(
    profile: Path, token: str | bytes, verdict: Fault, caplog: pytest.LogCaptureFixture
) -> None:
    data = token.encode() if isinstance(token, str) else token
    (profile / "lease.jwt").write_bytes(data)
    start = read_start(profile, BRAND, clock())
    picture = first_picture(start, BRAND, clock())
    assert (start.event.fault, type(picture.standing)) == (verdict, Starting)
    assert "save" not in allowed(picture, AT)
    (aside,) = (profile / "aside").iterdir()
    assert (aside.read_bytes(), f"-{verdict}-" in aside.name) == (data, True)
    said = [record.getMessage() for record in caplog.records]
    assert said == [f"the lease was put aside: {verdict}"]


@pytest.fixture
def world(profile: Path):
    cache, store = Cache(profile), FileStore(profile)
    opened = World(
        client=FarServer(),  # type: ignore[arg-type]
        cache=cache,
        credentials=Credentials(store, store),
        statement=Statement(cache, BRAND.root_keys, ISSUER),
        clock=clock(),
        brand=BRAND,
        version="0.1.0",
        device=devices.read_device(profile, PRODUCT),
        account=HOLDER.account or "",
        chance=lambda: 0.5,
    )
    opened.credentials.state = StoreState.FOUND
    cache.write_lease(TOKEN)
    yield opened
    opened.disk.end()


@pytest.mark.asyncio
@pytest.mark.rule("LEASE-1", "LEASE-3", "LEASE-5", "APP-15")
@pytest.mark.logs("a lease that arrived was refused")
@attacks
async def test_attacked_lease_in_an_answer_leaves_the_good_one(
    world: World, token: str | bytes, verdict: Fault
) -> None:
    if isinstance(token, bytes):
        return  # an answer is text
    answer = SeatAnswer(
        seat="s", lease=token, license=SHOWN, notices=[], next_contact_in=600, server_time=AT
    )
    world.client.says = {"PUT /api/v1/seat": [answer]}  # type: ignore[attr-defined]
    event = await effects.run(world, do.AskSeat(3), lambda late: None)
    assert event == e.LeaseUnusable(3, verdict, 0.5)
    assert world.cache.lease() == TOKEN.encode()


@pytest.mark.asyncio
@pytest.mark.rule("LEASE-1")
async def test_untouched_lease_is_taken_by_both_ways(world: World, profile: Path) -> None:
    answer = SeatAnswer(
        seat="s", lease=TOKEN, license=SHOWN, notices=[], next_contact_in=600, server_time=AT
    )
    world.client.says = {"PUT /api/v1/seat": [answer]}  # type: ignore[attr-defined]
    event = await effects.run(world, do.AskSeat(3), lambda late: None)
    assert isinstance(event, e.LeaseArrived)
    picture = first_picture(read_start(profile, BRAND, clock()), BRAND, clock())
    assert isinstance(picture.standing, Licensed)
