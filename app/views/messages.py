"""What is said to somebody who does not look: title, words, and the page that a click opens.

The words are those that stand in the window, so that one reads there what one was told.
"""

from __future__ import annotations

from typing import assert_never

from msgspec import Struct

from app.license.face import standing_face
from app.license.picture import Notice
from app.license.telling import News, SavingOff, SeatOffered
from app.views.acts import Go, Screen
from app.views.notices import strip_of
from app.views.problem_card import Card
from app.views.seen import Seen
from app.views.window import content


class Message(Struct, frozen=True):
    about: str  # a later one about the same takes its place
    title: str
    words: str
    page: Screen = Screen.FACE


def message(news: News, seen: Seen) -> Message:
    match news:
        case Notice():
            return _of_notice(news, seen)
        case SeatOffered() | SavingOff():
            card = content(standing_face(seen.picture), seen)  # whatever lies over it
            assert isinstance(card, Card)
            return Message(type(news).__name__, card.title, card.sentences[0])
        case never:
            assert_never(never)


def _of_notice(notice: Notice, seen: Seen) -> Message:
    strip = strip_of(notice, seen)
    assert strip is not None  # of the computed one nobody is told
    to = strip.step.act if strip.step is not None else None
    page = to.screen if isinstance(to, Go) else Screen.FACE
    return Message(notice.kind.value, seen.product, strip.words, page)
