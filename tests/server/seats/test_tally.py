"""The numbers of a pool's row are what all its places say, whatever happens; nobody counts them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.conf import settings as djangos

from server.accounts.devices import DeviceFacts, device_row
from server.accounts.models import Device
from server.licenses.models import Pool
from server.organizations.models import Membership
from server.rulebook.facts import Count, Refusal
from server.rulebook.seats import taken
from server.seats import load
from server.seats.held import Held
from server.seats.log_out import log_out
from server.seats.models import Place
from server.seats.reserve import reserve
from server.seats.show import pools_of
from server.seats.store import open_question
from server.seats.withdraw import withdraw
from tests.fakes.clock import FakeClock
from tests.fakes.lab import Lab
from tests.fakes.work import Work
from tests.server.model.tallies import wrong_tallies


@pytest.fixture
def members(lab: Lab) -> tuple[str, ...]:
    lab.license("ada", 3)
    names = ("ben", "cem", "dan", "eve")
    for name in names:
        lab.member("ada", name)
    return names


def numbers(lab: Lab) -> Count:
    return load.tally_of(lab.person("ada").pools.get())


def faults(time: FakeClock) -> list[str]:
    return wrong_tallies(time())


@pytest.mark.rule("SEAT-0", "SEAT-6")
def test_members_not_read_take_seats_like_any_other(lab: Lab, members: tuple[str, ...]) -> None:
    given = [lab.put(f"{name}/1") for name in members]
    assert [isinstance(each, Held) for each in given] == [True, True, True, False]
    assert numbers(lab) == Count(members=3)
    lab.close("ben/1")
    assert isinstance(lab.put("eve/1"), Held)
    assert isinstance(lab.put("ben/1"), Refusal)


@pytest.mark.rule("SEAT-5", "SEAT-10")
def test_silent_places_are_taken_off_when_somebody_asks(
    lab: Lab, time: FakeClock, members: tuple[str, ...]
) -> None:
    for name in ("ben/1", "cem/1", "dan/web"):
        lab.put(name)
    time.tick(minutes=10)
    opened = open_question(lab.person("eve"), lab.device("eve/1"))
    (pool,) = opened.table.pools
    assert (pool.rest, pool.places) == (Count(members=2), ())
    time.tick(hours=8)
    assert isinstance(lab.put("eve/1"), Held)
    assert (lab.taken(), numbers(lab)) == (1, Count(members=1))


@pytest.mark.rule("SEAT-5")
def test_a_place_that_was_heard_of_is_looked_at_later(
    lab: Lab, time: FakeClock, members: tuple[str, ...]
) -> None:
    lab.put("ben/1")
    Place.objects.update(last_contact_at=time() + timedelta(hours=7))  # a contact: one statement
    time.tick(hours=8)
    lab.put("eve/1")
    assert numbers(lab) == Count(members=2)
    assert lab.row("ben/1").due == time() + timedelta(hours=7)


@pytest.mark.rule("SEAT-0")
def test_own_and_owners_and_reserved_places_are_read(lab: Lab, members: tuple[str, ...]) -> None:
    for name in ("ada/1", "ada/2", "ben/1"):
        lab.put(name)
    (pool,) = open_question(lab.person("cem"), lab.device("cem/1")).table.pools
    (shown,) = pools_of(lab.person("ada"))
    assert pool.rest == Count(members=1, desktops=2)  # that they fit in is all that matters
    assert shown.seats_in_use == taken(pool, djangos.TERMS, lab.now()) == 2
    (pool,) = open_question(lab.person("ada"), lab.device("ada/3")).table.pools
    assert (pool.rest, len(pool.places)) == (Count(members=1), 2)


@pytest.mark.rule("SEAT-12", "OFF-3")
def test_a_reserved_seat_counts_until_its_date_though_withdrawn(
    lab: Lab, time: FakeClock, members: tuple[str, ...]
) -> None:
    lab.put("ben/1")
    lab.put("cem/1")
    reserve(lab.person("ben"), lab.device("ben/1"), time() + timedelta(days=2))
    for name in ("ben", "cem"):
        Membership.objects.filter(member=lab.person(name)).update(blocked_at=time())
        withdraw(lab.person("ada"), lab.person(name), time())
    assert numbers(lab) == Count(members=1)
    time.tick(days=2)
    lab.put("eve/1")
    assert numbers(lab) == Count(members=1)
    assert faults(time) == []


@pytest.mark.rule("SEAT-16")
def test_leases_past_the_next_end_are_numbers_too(
    lab: Lab, time: FakeClock, members: tuple[str, ...]
) -> None:
    lab.license("ada", 2, ends_at=time() + timedelta(hours=3))
    for name in ("ben", "cem", "dan"):
        lab.put(f"{name}/1")
    time.tick(hours=1, minutes=30)
    assert [_span(lab.put(f"{name}/1")) for name in ("ben", "cem", "dan")] == [
        timedelta(hours=2)
    ] * 3
    assert lab.person("ada").pools.get().passing == 3
    assert _span(lab.put("eve/1")) == timedelta(hours=1, minutes=30)
    lab.close("cem/1")
    assert _span(lab.put("eve/1")) == timedelta(hours=2)
    assert faults(time) == []


def _span(held: Held | Refusal) -> timedelta:
    assert isinstance(held, Held)
    assert held.place.lease_exp is not None
    return held.place.lease_exp - held.at


@pytest.mark.rule("SEAT-5")
def test_other_terms_count_anew(
    lab: Lab, time: FakeClock, members: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    lab.put("ben/1")
    time.tick(hours=5)
    monkeypatch.setattr(djangos, "TERMS", type(djangos.TERMS)(crash_hours=4))
    lab.put("eve/1")
    assert numbers(lab) == Count(members=1)


@pytest.mark.rule("SEAT-0")
def test_a_fault_is_seen(lab: Lab, time: FakeClock, members: tuple[str, ...]) -> None:
    lab.put("ben/1")
    assert faults(time) == []
    Place.objects.update(closed_at=time())
    assert len(faults(time)) == 1
    Pool.objects.update(members=5)
    assert len(faults(time)) == 2


@pytest.mark.rule("SEAT-11", "OFF-2")
def test_own_other_reservation_leads_to_the_license_with_room(lab: Lab, time: FakeClock) -> None:
    lasting = lab.license("ada", 2)
    ending = lab.license("ada", 2, ends_at=time() + timedelta(days=60))
    lab.member("ada", "ben")
    lab.member("ada", "eve")
    named = []
    for name in ("eve/1", "ben/1", "ben/2"):
        lab.put(name)
        person, device = lab.person(name.split("/")[0]), lab.device(name)
        held = reserve(person, device, time() + timedelta(days=9))
        assert isinstance(held, Held)
        named.append(held.license.license_id)
    assert named == [lasting.license_id, lasting.license_id, ending.license_id]


@pytest.mark.rule("SEAT-0")
def test_a_claim_costs_the_same_in_a_large_pool(lab: Lab, members: tuple[str, ...]) -> None:
    few, many = _work_with(lab, 50), _work_with(lab, 1500)
    assert many <= few * 1.3, f"{few} steps among 50 places, {many} among 1,500"


@pytest.mark.rule("SEAT-0", "OFF-3")
def test_an_owners_claim_reads_none_of_many_reserved_seats(
    lab: Lab, time: FakeClock, members: tuple[str, ...]
) -> None:
    few, many = (_work_with(lab, places, "ada/1", time()) for places in (50, 1500))
    assert many <= few * 1.3, f"{few} steps beside 50 reserved places, {many} beside 1,500"


def _work_with(
    lab: Lab, places: int, who: str = "ben/1", reserved_at: datetime | None = None
) -> int:
    pool = lab.person("ada").pools.get()
    pool.licenses.update(seats=places + 5)
    _sit(lab, pool, places - Place.objects.count())
    if reserved_at is not None:
        until = reserved_at + timedelta(days=9)
        rows = Place.objects.filter(account=lab.person("eve"))
        rows.update(reserved_until=until, lease_exp=until, license=pool.licenses.get())
    _come_and_go(lab, who)
    with Work() as work:
        _come_and_go(lab, who)
    return work.done


def _come_and_go(lab: Lab, who: str) -> None:
    lab.put(who)
    log_out(lab.person(who.split("/")[0]), lab.device(who))
    del lab.seats[who]


def _sit(lab: Lab, pool: Pool, number: int) -> None:
    first = Device.objects.count()
    devices = Device.objects.bulk_create(
        Device(
            device_id=f"D{first + n:025}", product=pool.product, public_key=bytes(32),
            platform="linux", app_version="", first_seen_at=lab.now(), last_seen_at=lab.now(),
        )
        for n in range(number)
    )  # fmt: skip
    Place.objects.bulk_create(
        Place(
            account=lab.person("eve"), device=each, pool=pool, began_at=lab.now(),
            last_contact_at=lab.now(), lease_exp=lab.now(),
        )
        for each in devices
    )  # fmt: skip
    Pool.objects.update(counted_by="")


@pytest.mark.rule("SEAT-0", "SEAT-10")
def test_a_device_of_another_platform_counts_as_that(
    lab: Lab, time: FakeClock, members: tuple[str, ...]
) -> None:
    lab.put("ada/1")
    device = lab.device("ada/1")
    said = DeviceFacts(
        device.device_id, bytes(device.public_key), "web", device.app_version, device.product
    )
    device_row(said, time())
    lab.put("eve/1")
    assert numbers(lab) == Count(members=1, web=1)
