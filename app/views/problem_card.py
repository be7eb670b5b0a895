"""A card: one thing to know, in plain words, and one clear next step. Most faces are one.

A face that is a card is a function from what is seen to a `Card`; this file draws it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from msgspec import Struct
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton, QWidget

from app.views.acts import Act
from app.views.live import Perform
from app.views.look import Look
from app.views.parts.buttons import Kind, button
from app.views.parts.facts import Fact, Facts
from app.views.parts.flow import flow
from app.views.parts.layouts import column, held, row, surface
from app.views.parts.marks import Emblem, Tone, status_mark
from app.views.parts.seat_row import SeatRow, Seats
from app.views.parts.texts import Role, keep_room, text

WIDTH = 560
PATIENCE_MS = 500


class Step(Struct, frozen=True):
    """A button: its words and its act."""

    words: str
    act: Act
    picture: str = ""


class Mark(Struct, frozen=True):
    """A pill that says in two or three words how things stand."""

    tone: Tone
    words: str
    picture: str


class Card(Struct, frozen=True):
    title: str
    sentences: tuple[str, ...]
    next: Step | None = None  # the one primary action
    plain: Step | None = None  # where nothing needs to be done: something to look at
    others: tuple[Step, ...] = ()
    facts: tuple[Fact, ...] = ()
    picture: str = "info"
    tone: Tone = "calm"
    seats: Seats | None = None
    mark: Mark | None = None
    after_mark: str = ""
    large: bool = False
    held_until: datetime | None = None  # counted down to
    patient: bool = False  # its sentences come when it takes longer than a moment


class ProblemCard(QWidget):
    def __init__(
        self, look: Look, card: Card, perform: Perform, now: Callable[[], datetime]
    ) -> None:
        super().__init__()
        self.look, self.card, self.perform = look, card, perform
        self.first: QPushButton | None = None
        pieces = (*self._words(), *self._countdown(now), *self._facts(), *self._steps())
        self.setLayout(column(self._head(), 18, *pieces))

    def _sentence(self, words: str, role: Role) -> QWidget:
        said = text(words, role, centred=True)
        if self.card.patient:
            keep_room(said)
            said.hide()
            QTimer.singleShot(PATIENCE_MS, said, said.show)
        return said

    def first_focus(self) -> QWidget | None:
        return self.first

    def _head(self) -> QWidget:
        card = self.card
        if card.seats is not None:
            return held(row(None, SeatRow(self.look, card.seats), None))
        return held(row(None, Emblem(self.look, card.picture, card.tone), None))

    def _words(self) -> list[QWidget | int]:
        card = self.card
        drawn: list[QWidget | int] = [text(card.title, _title(card), centred=True), 8]
        for number, sentence in enumerate(filter(None, card.sentences)):
            role: Role = ("lead" if card.large else "body") if number == 0 else "muted"
            drawn += [self._sentence(sentence, role), 6]
        if card.mark is not None:
            mark = status_mark(self.look, card.mark.tone, card.mark.words, card.mark.picture)
            drawn += [14, held(row(None, mark, None))]
        if card.after_mark:
            drawn += [8, text(card.after_mark, "muted", centred=True)]
        return drawn

    def _countdown(self, now: Callable[[], datetime]) -> list[QWidget | int]:
        if self.card.held_until is None:
            return []
        from app.views.parts.countdown import Countdown  # late: few faces count

        return [14, held(row(None, Countdown(self.look, self.card.held_until, now), None))]

    def _facts(self) -> list[QWidget | int]:
        if not self.card.facts:
            return []
        facts = Facts(self.card.facts, first_width=120)
        return [18, surface("card", column(facts), (22, 16))]

    def _steps(self) -> list[QWidget | int]:
        drawn: list[QWidget | int] = [26]
        for step, kind in ((self.card.next, "primary"), (self.card.plain, "plain")):
            if step is not None:
                made = self._button(step, "primary" if kind == "primary" else "plain")
                self.first = self.first or made
                drawn += [held(row(None, made, None)), 8]
        quiet = [self._button(step, "quiet") for step in self.card.others]
        if quiet:
            alone = len(quiet) == 1  # as most are: nothing flows
            drawn.append(held(row(None, *quiet, None)) if alone else flow(*quiet, centred=True))
        return drawn

    def _button(self, step: Step, kind: Kind) -> QPushButton:
        made = button(self.look, step.words, kind, step.picture)
        if kind != "quiet":
            made.setMinimumWidth(220)
        made.clicked.connect(lambda: self.perform(step.act))
        return made


def _title(card: Card) -> Role:
    return "display" if card.large else "title"
