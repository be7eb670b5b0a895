"""Rows of the events table in docs/states.md: work."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from app.license import errands as do
from app.license import events as e
from app.license.picture import (
    Account,
    Intent,
    NoticeKind,
    ReadOnly,
    Ready,
    SessionKnown,
    Use,
)
from app.license.states import step
from tests.app.license.pictures import (
    MEMBER,
    RESERVED,
    busy,
    picture,
)
from tests.app.license.rows.rows import LATER, after
from tests.fakes.clock import START
from tests.fakes.vendor import ADA_ID


@pytest.mark.rule("APP-5")
def test_cancelled_work_is_stopped_and_its_late_answer_dropped() -> None:
    asked, _ = after(picture("ready", use=Use()), e.ProductOpened())
    stopped, errands = after(asked, e.Cancelled())
    assert (stopped.work, errands) == (None, (do.Stop(asked.generation),))
    late = e.LeaseArrived(asked.generation, MEMBER, None, LATER)
    assert after(stopped, late) == (stopped, ())


@pytest.mark.rule("APP-5")
def test_what_the_person_asks_overtakes_a_quiet_contact() -> None:
    before = busy("member", quiet=True)
    shown, errands = after(before, e.ExtendAsked(LATER))
    assert errands == (do.Stop(3), do.Extend(shown.generation, LATER))
    other, errands = after(shown, e.CheckAsked())
    assert (other.work, errands, other.next.intent) == (shown.work, (), Intent.CHECK)


@pytest.mark.rule("ACC-3")
def test_signed_in_as_somebody_else_the_lease_serves_no_more() -> None:
    ended, _ = after(busy("member"), e.TokenInvalid(3))
    asked, _ = after(ended, e.SignInAsked("ada@lab.example", "secret"))
    ada = Account(ADA_ID, "Ada")
    shown, _ = after(asked, e.SignedIn(asked.generation, ada))
    assert (shown.standing, shown.account) == (Ready(), ada)


@pytest.mark.rule("OFF-1", "APP-5")
def test_what_was_cancelled_may_be_done_and_is_looked_at_soon() -> None:
    """A reservation that the server made all the same must not stay unseen."""
    before = replace(picture("owner"), session=SessionKnown.THERE)
    asked, _ = after(before, e.ExtendAsked(START + timedelta(days=3)))
    stopped, _ = after(asked, e.Cancelled())
    assert stopped.work is None
    assert stopped.contact_due is not None
    assert stopped.contact_due <= START + timedelta(seconds=15)


@pytest.mark.rule("OFF-7", "APP-4")
def test_warning_of_an_end_goes_with_the_end() -> None:
    end = RESERVED.ends_at
    assert end is not None
    before, _ = step(picture("reserved"), e.Tick(), end - timedelta(minutes=30))
    assert {notice.kind for notice in before.notices} == {NoticeKind.OFFLINE_ENDING}
    over, _ = step(before, e.Tick(), end)
    assert (type(over.standing), over.notices) == (ReadOnly, frozenset())
