"""Rows of the events table in docs/states.md: reserving."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.license import errands as do
from app.license import events as e
from app.license.picture import (
    Intent,
    Licensed,
    NetFault,
    Ready,
    Refusal,
    RemarkCode,
)
from tests.app.license.pictures import (
    MEMBER,
    RESERVED,
    busy,
    picture,
)
from tests.app.license.rows.rows import LATER, after
from tests.fakes.clock import START


@pytest.mark.rule("OFF-1")
def test_extend_answered_shows_the_new_date() -> None:
    asked, errands = after(picture("member"), e.ExtendAsked(START + timedelta(days=7)))
    assert errands == (do.Extend(asked.generation, START + timedelta(days=7)),)
    shown, _ = after(asked, e.LeaseArrived(asked.generation, RESERVED, None, LATER))
    assert (shown.standing, shown.remark.code) == (Licensed(RESERVED), RemarkCode.EXTENDED)


@pytest.mark.rule("OFF-2", "APP-15")
@pytest.mark.parametrize(
    ("event", "code"),
    [
        (e.Refused(3, Refusal("period-not-granted")), "period-not-granted"),
        (e.NotReached(3, NetFault.NONE), "none"),
    ],
)
def test_extend_that_fails_changes_nothing_and_says_why(event: e.Event, code: str) -> None:
    shown, _ = after(busy("member", Intent.EXTEND), event)
    assert (shown.standing, shown.remark.code) == (Licensed(MEMBER), code)


@pytest.mark.rule("OFF-4")
def test_return_early_ends_the_place_or_the_reservation() -> None:
    asked, errands = after(picture("reserved"), e.ReturnEarlyAsked())
    assert errands == (do.ReturnEarly(asked.generation),)
    kept, _ = after(asked, e.LeaseArrived(asked.generation, MEMBER, None, LATER))
    gone, errands = after(asked, e.PlaceEnded(asked.generation))
    assert (kept.standing, gone.standing) == (Licensed(MEMBER), Ready())
    assert errands == (do.DeleteLease(RESERVED.seat),)
