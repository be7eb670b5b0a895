"""*Diagnostics*: each check, what was found and what to do; repeated and copied (APP-12)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from app.language import _
from app.license.diagnosis.findings import Check, Diagnosis, Finding, State
from app.license.events import DiagnoseAsked, DiagnosisStopped
from app.views import check_words
from app.views.acts import Copy, Go, Post, Screen
from app.views.live import Live, Perform
from app.views.look import Look
from app.views.parts.buttons import icon_button
from app.views.parts.clearing import empty, give_back, keyboard_in
from app.views.parts.flow import flow
from app.views.parts.layouts import column, held, row, rule, surface
from app.views.parts.marks import symbol
from app.views.parts.texts import selectable, text
from app.views.seen import Seen

SIGNS = {
    State.GOOD: ("circle-check", "good"),
    State.NOTE: ("info", "accent"),
    State.BAD: ("circle-alert", "bad"),
    State.SKIPPED: ("minus", "muted"),
}
SIGN, NAME, FOUND, AGAIN = range(4)


class Diagnostics(Live):
    column_width = 760

    def __init__(self, look: Look, perform: Perform, seen: Seen) -> None:
        super().__init__(look, perform)
        self._drawn: Diagnosis | None = None
        self._back = icon_button(look, "arrow-left", _("Back"), "ink")
        self._back.clicked.connect(lambda: perform(Go(Screen.FACE)))
        self._place = column()
        title = held(row(self._back, text(_("Diagnostics"), "title"), None, gap=10))
        self.setLayout(column(title, 6, held(self._place)))
        self.draw(seen)

    def draw(self, seen: Seen) -> None:
        if seen.picture.diagnosis == self._drawn:
            return
        self._drawn = seen.picture.diagnosis
        keyboard = keyboard_in(self)
        empty(self._place)
        self._place.addWidget(text(_lead(self._drawn), "muted"))
        self._place.addSpacing(14)
        self._place.addWidget(self._steps(self._drawn))
        self._place.addSpacing(14)
        self._place.addWidget(self._card(self._drawn))
        give_back(self, keyboard)

    def first_focus(self) -> QWidget:
        return self._back

    def _card(self, shown: Diagnosis) -> QFrame:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(FOUND, 1)
        for number, check in enumerate(_checks(shown)):
            if number:
                grid.addWidget(rule(), 2 * number - 1, 0, 1, 4)
            self._add(grid, 2 * number, check, shown)
        return surface("card", column(held(grid)), (24, 14))

    def _add(self, grid: QGridLayout, line: int, check: Check, shown: Diagnosis) -> None:
        looking, finding = check in shown.running, shown.of(check)
        top = Qt.AlignmentFlag.AlignTop
        name = text(check_words.name(check), "strong", wrap=self.look.large)
        grid.addWidget(_lower(self._sign(finding, looking)), line, SIGN, top)
        grid.addWidget(_lower(name), line, NAME, top)
        grid.addWidget(_lower(_said(finding, looking)), line, FOUND, top)
        grid.addWidget(self._again(check, looking), line, AGAIN, top)

    def _sign(self, finding: Finding | None, looking: bool) -> QWidget:
        if looking or finding is None:
            return symbol(self.look, "hourglass" if looking else "minus", "muted", 18)
        picture, colour = SIGNS[finding.state]
        return symbol(self.look, picture, colour, 18)

    def _again(self, check: Check, looking: bool) -> QWidget:
        words = _("Check again: {name}").format(name=check_words.name(check))
        again = icon_button(self.look, "refresh-cw", words)
        again.setObjectName(f"again-{check}")
        again.clicked.connect(lambda: self.perform(Post(DiagnoseAsked((check,)))))
        again.setEnabled(not looking)
        return again

    def _steps(self, shown: Diagnosis) -> QWidget:
        support = self.link(_("Support information"), Go(Screen.SUPPORT), "quiet", "life-buoy")
        if shown.running:
            stop = self.link(_("Cancel"), Post(DiagnosisStopped()), "plain", "x")
            return flow(stop, support, gap=8)
        again = self.link(_("Check everything again"), Post(DiagnoseAsked()), "plain", "refresh-cw")
        copy = self.link(
            _("Copy as text"), Copy(check_words.as_text(shown.findings)), "quiet", "copy"
        )
        return flow(again, copy, support, gap=8)


def _checks(shown: Diagnosis) -> list[Check]:
    known = {finding.check for finding in shown.findings} | shown.running
    return [check for check in Check if check in known]


def _lead(shown: Diagnosis) -> str:
    if shown.running:
        return _("Seatkeeper looks at each step between this computer and its seat…")
    return check_words.summary(shown.findings)


def _lower(words: QWidget) -> QWidget:
    """On a line with the button at the end of the row."""
    return held(column(7, words, 5))


def _said(finding: Finding | None, looking: bool) -> QWidget:
    if looking or finding is None:
        return text(_("Checking…") if looking else "", "muted")
    found = selectable(check_words.found(finding))
    found.setAccessibleDescription(check_words.state(finding.state))
    todo = check_words.advice(finding)
    return held(column(found, 3, text(todo, "small"))) if todo else found
