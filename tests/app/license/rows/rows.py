"""What the rows share: a step, and values that many of them begin with."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from app.license import errands as do
from app.license import events as e
from app.license.picture import (
    NoticeKind,
    Offline,
    Picture,
    Refusal,
    Requested,
)
from app.license.states import step
from tests.fakes.clock import START
from tests.fakes.vendor import sixteen

LATER = START + timedelta(minutes=10)
FILE = Path("/stick/answer.seatkeeper")
FULL = Refusal("seats-exhausted", {"tried": []})
LOST = Refusal("seat-lost", {"because": "freed"})
REQUESTED = Requested(sixteen(7), "/stick/request.html", START)


def after(before: Picture, event: e.Event, at=START) -> tuple[Picture, tuple[do.Errand, ...]]:
    return step(before, event, at)


def kinds(shown: Picture) -> set[NoticeKind]:
    return {notice.kind for notice in shown.notices}


def offline(minutes: int = 0) -> Offline:
    return Offline(START - timedelta(minutes=minutes))
