"""What a person asks while something else is being done: nothing is lost, nothing done twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from msgspec.structs import replace

from app.license import errands as do
from app.license import events as e
from app.license.picture import Busy, Intent, Licensed, Picture, Ready, Use
from app.license.states import step
from tests.app.license.pictures import MEMBER, STANDINGS, busy, picture
from tests.app.license.rows.rows import LATER, after
from tests.app.license.test_every_pair import FILE, all_events
from tests.fakes.clock import START

pytestmark = pytest.mark.rule("APP-5")

WISHES = [event for event in all_events(3) if isinstance(event, e.Wish)]
PERSON = {
    *(e.ProductOpened, e.ProductClosed, e.ProductUnsaved, e.PersonActive, e.Cancelled),
    *(e.SticksChanged, e.DiagnoseAsked, e.DiagnosisStopped, e.RemarkRead, e.NoticeRead),
}
"""What a person or a product does, and what waits for no work of another kind."""


def would_begin(idle: Picture, wish: e.Event) -> Intent | None:
    work = step(idle, wish, START)[0].work
    return work.intent if work else None


def pairs() -> Iterator[tuple[Picture, e.Wish]]:
    """Every wish that has a use, while each other thing is being done."""
    for standing in STANDINGS.values():
        for wish in WISHES:
            idle = picture(standing)
            if would_begin(idle, wish) is not None:
                for intent in Intent:
                    yield replace(idle, work=Busy(intent, 3)), wish


def test_every_intent_is_a_wish_or_waits_for_no_work() -> None:
    told = vars(e).values()
    kinds = [k for k in told if isinstance(k, type) and issubclass(k, e.Event)]
    asked = {k for k in kinds if k.__name__.endswith(("Asked", "Confirmed", "Taken", "Passed"))}
    assert asked - {k for k in kinds if issubclass(k, e.Wish)} <= PERSON | {e.LeaseTakenBack}


def test_every_wish_is_done_now_or_follows_what_is_being_done() -> None:
    for before, wish in pairs():
        wanted = would_begin(replace(before, work=None), wish)
        shown, errands = step(before, wish, START)
        if shown.next is None:  # it overtook: log out, another way to sign in
            assert (shown.work is not None and shown.work.intent is wanted) or errands, wish
            continue
        assert (shown.work, errands, shown.next.intent) == (before.work, (), wanted)
        went, errands = step(shown, e.EffectFailed("1a2b", 3), START)
        free = step(replace(before, next=None), e.EffectFailed("1a2b", 3), START)[0]
        assert went.next is None
        assert (went.work and went.work.intent) == would_begin(free, wish), wish


def test_second_click_on_what_is_being_done_is_no_other_wish() -> None:
    shown, errands = after(picture("owner"), e.ExtendAsked(LATER))
    assert (len(errands), after(shown, e.ExtendAsked(LATER))) == (1, (shown, ()))
    other, _ = after(shown, e.ExtendAsked(LATER + timedelta(days=1)))
    assert other.next.wish == e.ExtendAsked(LATER + timedelta(days=1))


def test_newest_wish_takes_the_place_of_the_one_before() -> None:
    shown, _ = after(busy("owner", Intent.CHECK), e.ExtendAsked(LATER))
    shown, _ = after(shown, e.FileOpened(FILE))
    shown, errands = after(shown, e.Cancelled())
    assert errands == (do.Stop(3), do.JudgeResponse(shown.generation, FILE))
    assert shown.next is None


def test_wish_that_has_no_use_any_more_is_dropped() -> None:
    full = busy("seats-exhausted", Intent.TRY_AGAIN)
    shown, _ = after(full, e.WaitAsked())
    assert shown.next.intent is Intent.WAIT
    shown, errands = after(shown, e.LeaseArrived(3, MEMBER, None, LATER))
    assert (shown.standing, shown.work, shown.next, errands) == (Licensed(MEMBER), None, None, ())


def test_what_was_asked_is_forgotten_with_the_work_and_the_account() -> None:
    shown, _ = after(picture("signed-out"), e.SignInAsked("ben@lab.example", "secret"))
    assert shown.asked is not None
    shown, _ = after(shown, e.EffectFailed("1a2b", shown.generation))
    assert (shown.asked, shown.next) == (None, None)
    shown, _ = after(busy("member", Intent.LOG_OUT), e.FileOpened(FILE))
    assert after(shown, e.LoggedOut(3))[0].next is None


@pytest.mark.rule("HOST-2", "HOST-4")
@pytest.mark.parametrize("intent", [Intent.REQUEST, Intent.EXTEND, Intent.RESPONSE])
def test_product_opened_meanwhile_gets_its_seat_asked_for(intent: Intent) -> None:
    shown, _ = after(busy("ready", intent, use=Use()), e.ProductOpened())
    shown, errands = after(shown, e.Declined(3, "damaged"))
    assert errands == (do.AskSeat(shown.generation),)
    assert isinstance(shown.standing, Ready)


@pytest.mark.rule("SEAT-5", "APP-4")
def test_contact_that_a_wish_has_overtaken_comes_soon() -> None:
    shown, _ = after(busy("member", quiet=True), e.FileOpened(FILE))
    shown, _ = after(shown, e.Declined(shown.generation, "damaged"))
    assert shown.contact_due is not None
    assert shown.contact_due <= START + timedelta(seconds=15)
