"""Bad weather before real windows: the license is never blamed, and all heals by itself.

Real windows, sockets, HTTP and server; four people live through each storm (`town.py`). What stands
in the window, that seats are untouched, that it heals, that the window went on answering.
"""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from app.language import spoken
from app.license import events as e
from app.license.face import Face
from app.license.picture import Licensed, NetFault, Ready, RemarkCode, SignedOut, allowed
from app.views import words
from app.views.look import look_of, wear
from tests.app.license.town import Town
from tests.cast import BEN
from tests.fakes.certificates import Authority
from tests.fakes.desktop import Desktop
from tests.fakes.road import Road, Weather, fair
from tests.fakes.storms import HTTP

pytestmark = [
    pytest.mark.asyncio,
    pytest.mark.django_db(transaction=True),
    pytest.mark.logs("the close of a place"),
]

LIMIT = 0.7
"""Seconds that a call may take here: silence is silence after this."""

FREEZE = 0.1
"""Seconds that a gap in the window's beat may be longer than the idle window's longest."""

HOST = "license.weather.test"
CAMPUS = "Example University Inspection CA"


@pytest.fixture
def roads(server) -> Iterator[Callable[..., Road]]:
    opened: list[Road] = []

    def make(**how: object) -> Road:
        opened.append(Road(server.address, **how))
        return opened[-1]

    yield make
    for road in opened:
        road.close()


@pytest_asyncio.fixture
async def towns(server, tmp_path: Path, qapp: QApplication) -> AsyncIterator[Callable[..., Town]]:
    settled: list[Town] = []

    def computer(name: str, address: str, **brand: object) -> Desktop:
        known = replace(server.brand, **brand)
        return Desktop(tmp_path / name, known, server.time, server=address, limit=LIMIT)

    async def settle(road: Road) -> Town:
        town = Town(computer, road.address, server.time, tmp_path)
        settled.append(town)
        await town.settle()
        return town

    spoken.use("en")
    wear(qapp, look_of(server.brand.tokens, dark=False))
    yield settle
    for town in settled:
        await town.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class Storm:
    """One kind of weather, lived through."""

    def __init__(self, town: Town, fault: NetFault, begin: Callable, end: Callable) -> None:
        self.town, self.fault, self.begin, self.end = town, fault, begin, end

    async def lived_through(self) -> None:
        """What was the machine's gap does not come thrice; a window that freezes does it again."""
        gaps = []
        for _ in range(3):
            gaps.append(await self._once())
            if gaps[-1] <= self.town.idle + FREEZE:
                return
        raise AssertionError(f"the window did not answer for {gaps}, idle {self.town.idle}")

    async def _once(self) -> float:
        town, before = self.town, self.town.ben.picture.standing
        town.heart.longest()
        self.begin()
        await town.ask(minutes=95)
        await town.lost()
        self._is_shown(before)
        await self._logging_out_is_a_choice()
        await self._signing_in_waits()
        await self._member_lapses()
        gap = town.heart.longest()
        self.end()
        await town.healed()
        self._is_healed()
        return max(gap, town.heart.longest())

    def _is_shown(self, before: object) -> None:
        ada, ben, dora = self.town.ada, self.town.ben, self.town.dora
        assert [desk.picture.connection.fault for desk in self.town.desks] == [self.fault] * 4
        assert (ben.face, ben.picture.standing) == (Face.BRIDGING, before)  # 25 minutes are left
        for desk in (ada, ben):
            assert "save" in allowed(desk.picture, self.town.time())
            assert "Nothing needs to be done." in desk.words()
        assert isinstance(dora.picture.standing, Ready)
        assert words.fault_of(dora.picture.connection) in dora.words()
        for offered in ("Try again", "Diagnostics"):
            assert dora.button(offered).isEnabled()
        assert self.town.guest.face is Face.NO_CONNECTION
        assert self.town.guest.button("Validate offline").isEnabled()
        assert list(self.town.dialogs()) == []

    async def _logging_out_is_a_choice(self) -> None:
        ada = self.town.ada
        await ada.core.post(e.LogOutAsked())
        assert ada.picture.remark.code == RemarkCode.NO_CONNECTION_LOG_OUT
        assert isinstance(ada.picture.standing, Licensed)
        self.town.read()

    async def _signing_in_waits(self) -> None:
        guest = self.town.guest
        await guest.core.sign_in(BEN)
        assert isinstance(guest.picture.standing, SignedOut)
        assert (guest.face, guest.picture.standing.email) == (Face.NO_CONNECTION, BEN.email)

    async def _member_lapses(self) -> None:
        """Five minutes after the bridge; never before, and never for another reason."""
        ada, ben = self.town.ada, self.town.ben
        self.town.time.at = ben.picture.standing.lease.ends_at
        self.town.time.tick(minutes=5)
        ben.core.keeper.post(e.Tick())
        await self.town.lost()
        assert ben.face is Face.LAPSED
        assert "saving is on again by itself" in ben.words()
        assert words.fault_of(ben.picture.connection) in ben.words()
        for blame in ("expired", "ended", "blocked"):
            assert blame not in ben.words()
        assert isinstance(ada.picture.standing, Licensed)

    def _is_healed(self) -> None:
        town = self.town
        assert (town.ada.face, town.ben.face) == (Face.OWNER, Face.MEMBER)
        assert (town.dora.face, town.guest.face) == (Face.READY, Face.SIGN_IN)
        assert list(town.dialogs()) == []


def of_road(town: Town, road: Road, weather: Weather, fault: str) -> Storm:
    return Storm(town, NetFault(fault), lambda: road.turns(weather), lambda: road.turns(fair))


NAMES = sorted(HTTP)
DAYS = [NAMES[::2], NAMES[1::2]]


@pytest.mark.rule("APP-1", "APP-5", "APP-6", "APP-12", "APP-15", "LEASE-2", "LEASE-8", "HOST-2")
@pytest.mark.parametrize("day", DAYS, ids=["one day", "another day"])
async def test_window_lives_through_bad_weather(roads, towns, subtests, day) -> None:
    road = roads()
    town = await towns(road)
    for name in day:
        with subtests.test(name):
            await of_road(town, road, *HTTP[name]).lived_through()


@pytest.mark.rule("APP-5", "APP-12", "APP-15")
async def test_window_lives_through_names_not_found_and_ports_closed(
    roads, towns, subtests, monkeypatch
) -> None:
    road = roads()
    town = await towns(road)
    with subtests.test("refused"):
        await Storm(town, NetFault.NONE, road.closed, road.opened).lived_through()

    def nowhere(*_where: object, **_how: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    found = socket.getaddrinfo

    def begin() -> None:
        road.turns(fair)
        monkeypatch.setattr(socket, "getaddrinfo", nowhere)

    def end() -> None:
        monkeypatch.setattr(socket, "getaddrinfo", found)

    with subtests.test("name not found"):
        await Storm(town, NetFault.DNS, begin, end).lived_through()


@pytest.mark.rule("APP-10", "APP-12", "APP-15", "LEASE-4")
async def test_window_lives_through_proxies_and_certificates(
    roads, towns, subtests, monkeypatch, tmp_path
) -> None:
    """The real environment names a proxy; what it leads to is secured by a trusted certificate."""
    genuine, campus = Authority("Example Trust", tmp_path), Authority(CAMPUS, tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(genuine.certificate))
    road = roads(proxy=True, host=HOST, tls=genuine.server(HOST))
    monkeypatch.setenv("https_proxy", f"http://localhost:{road.port}")
    monkeypatch.setenv("no_proxy", "127.0.0.0/8,::1,[::1],fd07:b51a:cc66:f0::/64")
    town = await towns(road)
    assert set(road.wanted) == {f"{HOST}:443"}
    fair_tls = road.tls

    def shows(certificate) -> Callable[[], None]:
        def begin() -> None:
            road.tls = certificate
            road.turns(fair)

        return begin

    clear = shows(fair_tls)
    certificates = {
        "intercepted": (campus.server(HOST), NetFault.TLS_INTERCEPTED),
        "another host's": (genuine.server("other.test"), NetFault.TLS_INTERCEPTED),
    }
    for name, (certificate, fault) in certificates.items():
        with subtests.test(name):
            await Storm(town, fault, shows(certificate), clear).lived_through()

    def wants_sign_in() -> None:
        road.sign_in = "ada:hidden"
        road.turns(fair)

    def lets_everybody() -> None:
        road.sign_in = ""
        road.turns(fair)

    with subtests.test("proxy with a sign-in"):
        await Storm(town, NetFault.PROXY, wants_sign_in, lets_everybody).lived_through()
    with subtests.test("proxy that is gone"):
        await Storm(town, NetFault.PROXY, road.closed, road.opened).lived_through()
    with subtests.test("proxy is named"):
        wants_sign_in()
        await town.ask(minutes=20)
        await town.lost()
        named = f"localhost:{road.port} in this network does not let Seatkeeper through."
        assert named in town.dora.words()
        assert "hidden" not in town.dora.words()
        monkeypatch.setenv("https_proxy", f"http://ada:hidden@localhost:{road.port}")
        await town.healed()  # with user and password in the environment (APP-10)
