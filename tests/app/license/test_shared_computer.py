"""A shared computer: nothing is remembered, closing or leaving it alone logs out (APP-14)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from msgspec.structs import replace

from app.license import errands as do
from app.license import events as e
from app.license.client import Unreached
from app.license.face import Face, face
from app.license.picture import (
    IDLE,
    Busy,
    Intent,
    Licensed,
    NetFault,
    NoticeKind,
    Picture,
    Ready,
    Shared,
    SignedOut,
    SignedOutWhy,
    SigningIn,
    Unconfirmed,
    Use,
    changes_at,
)
from app.license.states import step
from tests.app.license.pictures import BOUND, MEMBER, OWNER, STANDINGS, picture
from tests.cast import ADA, BEN
from tests.fakes.clock import START

IN_SERVER = [pytest.mark.asyncio, pytest.mark.django_db(transaction=True)]
HERE = Shared(active=START)
SECOND = timedelta(seconds=1)
OUT = SignedOut(SignedOutWhy.FRESH)


def shared(standing: object, **parts: object) -> Picture:
    return picture(standing, **({"shared": HERE} | parts))  # type: ignore[arg-type]


def orders(result: tuple) -> list[type]:
    return [type(errand) for errand in result[1]]


# --- the rows --------------------------------------------------------------------------------


@pytest.mark.rule("APP-14")
def test_sign_in_on_a_shared_computer_is_not_to_be_remembered() -> None:
    asked = e.SignInAsked("ben@lab.example", "secret", shared=True)
    signing, (sign_in,) = step(picture(OUT), asked, START)
    assert (signing.shared, sign_in.remember) == (HERE, False)
    plain, (sign_in,) = step(picture(OUT), replace(asked, shared=False), START)
    assert (plain.shared, sign_in.remember) == (None, True)


@pytest.mark.rule("APP-14")
def test_preset_of_the_computer_holds_whatever_is_chosen() -> None:
    preset = picture(OUT, shared=Shared(preset=True))
    signing, (sign_in,) = step(preset, e.SignInAsked("b@lab.example", "secret"), START)
    assert (signing.shared, sign_in.remember) == (Shared(True, START), False)
    left = replace(signing, standing=Ready(), work=Busy(Intent.LOG_OUT, 9), generation=9)
    out, _ = step(left, e.LoggedOut(9, reached=True), START)
    assert out.shared == Shared(preset=True)


@pytest.mark.rule("APP-14", "SEAT-9")
@pytest.mark.parametrize("lease", [OWNER, MEMBER])
@pytest.mark.parametrize(
    ("use", "shell"), [(Use(shell=True), True), (Use(1, shell=True), False), (Use(1), False)]
)
def test_closing_product_or_window_logs_out_whatever_the_place(lease, use: Use, shell) -> None:
    closed = e.ProductClosed(shell=shell)
    after = step(shared(Licensed(lease), use=use), closed, START)
    assert orders(after) == [do.LeaveShared]
    assert after[0].work.intent is Intent.LOG_OUT
    assert orders(step(picture(Licensed(OWNER), use=use), closed, START)) == []


@pytest.mark.rule("APP-14")
def test_another_document_that_is_open_keeps_the_person_signed_in() -> None:
    after, ordered = step(shared(Licensed(OWNER), use=Use(2)), e.ProductClosed(), START)
    assert (after.use, after.work, ordered) == (Use(1), None, ())


@pytest.mark.rule("APP-14")
@pytest.mark.parametrize("name", ["ready", "member", "owner", "waiting", "no-license"])
def test_shared_computer_left_alone_warns_and_then_logs_out(name: str) -> None:
    left = shared(name)
    assert changes_at(replace(left, standing=Ready())) == START + IDLE - timedelta(minutes=1)
    warned, _ = step(left, e.Tick(), START + timedelta(minutes=14))
    (notice,) = [n for n in warned.notices if n.kind is NoticeKind.LEAVING_SOON]
    assert (notice.at, warned.standing) == (START + IDLE, left.standing)
    idle = replace(warned, work=None)
    assert do.LeaveShared not in orders(step(idle, e.Tick(), START + IDLE - SECOND))
    assert orders(step(idle, e.Tick(), START + IDLE)) == [do.LeaveShared]
    assert do.LeaveShared in orders(step(left, e.Woke(), START + timedelta(hours=9)))


@pytest.mark.rule("APP-14")
def test_sign_of_the_person_begins_the_quarter_of_an_hour_anew() -> None:
    warned, _ = step(shared("owner"), e.Tick(), START + timedelta(minutes=14))
    there, _ = step(warned, e.PersonActive(), START + timedelta(minutes=14))
    assert not [n for n in there.notices if n.kind is NoticeKind.LEAVING_SOON]
    later = replace(there, work=None)
    assert do.LeaveShared not in orders(step(later, e.Tick(), START + timedelta(minutes=28)))
    mine = picture("owner")
    assert step(mine, e.PersonActive(), START) == (mine, ())


@pytest.mark.rule("APP-14", "HOST-2")
def test_open_document_is_work_and_nobody_is_logged_out_over_it() -> None:
    working = shared("owner", use=Use(1, shell=True, unsaved=True))
    assert do.LeaveShared not in orders(step(working, e.Tick(), START + timedelta(hours=3)))


@pytest.mark.rule("APP-14")
@pytest.mark.parametrize("name", ["signing-in", "unconfirmed"])
def test_half_a_sign_in_that_was_left_alone_is_forgotten(name: str) -> None:
    half = shared(name, work=Busy(Intent.SIGN_IN, 3))
    assert isinstance(half.standing, SigningIn | Unconfirmed)
    after, ordered = step(half, e.Tick(), START + IDLE)
    assert (after.standing, ordered) == (SignedOut(SignedOutWhy.LEFT_ALONE), (do.Stop(3),))


@pytest.mark.rule("APP-14", "AIR-6")
def test_bound_computer_and_one_that_nobody_shares_stay_as_they_are() -> None:
    for standing in STANDINGS.values():
        after = step(picture(standing), e.Tick(), START + timedelta(days=9))
        assert do.LeaveShared not in orders(after)
    bound = shared("bound")
    assert step(bound, e.Tick(), START + timedelta(days=9))[0].standing == bound.standing
    taken, _ = step(replace(shared("ready", work=Busy(Intent.RESPONSE, 3))),
                    e.ResponseGood(3, BOUND, None), START)  # fmt: skip
    assert taken.shared is None


@pytest.mark.rule("APP-14", "OFF-1")
def test_no_seat_is_reserved_on_a_shared_computer() -> None:
    after, ordered = step(shared("owner"), e.ExtendAsked(START), START)
    assert (after.remark.code, ordered) == ("not-possible", ())


@pytest.mark.rule("APP-14")
def test_who_was_left_alone_is_told_why_they_are_logged_out() -> None:
    leaving = shared("owner", work=Busy(Intent.LOG_OUT, 3))
    out, _ = step(leaving, e.LoggedOut(3, reached=True), START + IDLE)
    assert (out.standing, out.account) == (SignedOut(SignedOutWhy.LEFT_ALONE), None)
    out, _ = step(leaving, e.LoggedOut(3, reached=False, release=True), START + SECOND)
    assert out.standing == SignedOut(SignedOutWhy.LOGGED_OUT)
    assert out.pending_release


# --- with the real server --------------------------------------------------------------------


def traces(desk) -> str:
    """All that lies on this computer."""
    files = sorted(path for path in desk.folders.data.rglob("*") if path.is_file())
    return "\n".join(f"{path.name}: {path.read_text('utf-8', 'replace')}" for path in files)


@pytest.fixture
def sits_down(desktop) -> Callable:
    async def sit(person, **how: object):
        desk = desktop("lab", **how)
        await desk.start()
        await desk.post(e.SignInAsked(person.email, person.password, shared=True))
        return desk

    return sit


@pytest.mark.rule("APP-14", "APP-8", "PRI-1")
class TestWithTheServer:
    pytestmark = IN_SERVER

    async def test_nothing_of_the_person_lies_on_the_disk_while_they_work(self, sits_down) -> None:
        desk = await sits_down(ADA)
        lease = desk.picture.standing.lease
        assert face(desk.picture) is Face.OWNER
        left = traces(desk)
        for secret in (ADA.email, ADA.name, lease.sub, lease.seat):
            assert secret not in left
        assert not (desk.folders.data / "lease.jwt").exists()
        signed = await desk.papers.of_lease(lease.jti)
        assert signed is not None  # a product may see it all the same
        await desk.close()

    async def test_closing_frees_the_seat_and_the_next_person_finds_nothing(
        self, sits_down, server
    ) -> None:
        first = await sits_down(ADA)
        device = first.picture.standing.lease.device
        await first.close()
        assert await taken(server) == 0
        second = await sits_down(BEN)
        assert second.picture.account.email == BEN.email
        assert second.picture.standing.lease.device == device  # the computer is the same one
        await second.close()
        assert await taken(server) == 0
        third = await sits_down(ADA)
        assert face(third.picture) is Face.OWNER
        await third.close()

    async def test_leaving_it_alone_frees_the_seat(self, sits_down, server) -> None:
        desk = await sits_down(ADA)
        desk.time.tick(minutes=16)
        desk.keeper.post(e.Tick())
        picture = await desk.until(lambda p: isinstance(p.standing, SignedOut))
        assert picture.standing.why is SignedOutWhy.LEFT_ALONE
        assert await taken(server) == 0
        await desk.close()

    async def test_without_a_connection_an_order_to_free_the_seat_is_kept(
        self, sits_down, desktop, server
    ) -> None:
        desk = await sits_down(ADA)
        desk.papers._world.client.call = unreached
        await desk.close()
        assert await taken(server) == 1
        left = traces(desk)
        assert ADA.email not in left
        again = desktop("lab")
        await again.start()
        await again.until(lambda p: not p.pending_release)
        assert await taken(server) == 0
        assert isinstance(again.picture.standing, SignedOut)
        await again.close()

    async def test_killed_desktop_leaves_nothing_to_the_next_person(
        self, sits_down, desktop
    ) -> None:
        killed = await sits_down(ADA)
        nobody = desktop("lab")  # as after a kill: the first one wrote nothing more
        picture = await nobody.start()
        assert picture.standing == SignedOut(SignedOutWhy.FRESH)
        await nobody.close()
        await killed.close()


async def unreached(*_what: object, **_how: object) -> Unreached:
    return Unreached(NetFault.DNS)


async def taken(server) -> int:
    from asgiref.sync import sync_to_async

    return await sync_to_async(server.lab.taken, thread_sensitive=False)("ada")
