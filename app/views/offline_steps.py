"""Face 25 and the screen *Validate offline*: three steps, and where one is in them (AIR-1).

The same page before and after the request is saved, so that the way back is the way one came.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.language import _
from app.license.events import FileOpened, RequestDiscarded, TryAgainAsked
from app.license.picture import Requested
from app.offline.volumes import stick_name
from app.views import dates
from app.views.acts import Go, Hand, Post, Screen
from app.views.live import Live, Perform
from app.views.look import Look
from app.views.parts.buttons import Kind
from app.views.parts.clearing import empty, give_back, keyboard_in
from app.views.parts.flow import flow
from app.views.parts.layouts import Piece, column, flush, held, row, surface
from app.views.parts.numbers import StepNumber
from app.views.parts.path_line import PathLine
from app.views.parts.texts import selectable, text
from app.views.seen import Seen


class OfflineSteps(Live):
    column_width = 620

    def __init__(self, look: Look, perform: Perform, seen: Seen) -> None:
        super().__init__(look, perform)
        self._drawn: object = object()
        self._first: QWidget | None = None
        self.box = column()
        self.setLayout(self.box)
        self.draw(seen)

    def draw(self, seen: Seen) -> None:
        if seen.picture.air == self._drawn:
            return
        self._drawn = seen.picture.air
        keyboard = keyboard_in(self)
        empty(self.box)
        air = seen.picture.air
        request = air if isinstance(air, Requested) else None
        for piece in (self._head(request), 20, self._steps(request, seen), 16, self._foot(request)):
            self.box.addWidget(piece) if isinstance(piece, QWidget) else self.box.addSpacing(piece)
        if keyboard.name and not give_back(self, keyboard) and self._first is not None:
            self._first.setFocus(Qt.FocusReason.OtherFocusReason)

    def first_focus(self) -> QWidget | None:
        return self._first

    def _head(self, request: Requested | None) -> QWidget:
        title = _("Waiting for the response file") if request else _("Validate offline")
        self.title = title
        lead = (
            _("You can close Seatkeeper meanwhile; it goes on from here.")
            if request
            else _("For a computer that never goes online, with a license without an end date.")
        )
        return held(
            column(text(title, "title", centred=True), 6, text(lead, "muted", centred=True))
        )

    def _steps(self, request: Requested | None, seen: Seen) -> QWidget:
        steps = (
            self._step(1, _("Save the request to a USB stick"), self._save(request), request, 1),
            self._step(2, _("Open it on a computer with internet"), self._portal(request, seen),
                       request, 2),
            self._step(3, _("Bring the response file back"), self._response(request), request, 2),
        )  # fmt: skip
        return surface("card", column(steps[0], 22, steps[1], 22, steps[2]), (26, 24))

    def _step(
        self, number: int, title: str, body: list[Piece], request: Requested | None, needs: int
    ) -> QWidget:
        done = number == 1 and request is not None
        now = (number == 1 and request is None) or (needs == 2 and request is not None)
        words = column(text(title, "heading"), 4, *body)
        mark = column(StepNumber(self.look, number, done=done, now=now), None)
        line = row(mark, words, gap=16)
        line.setStretch(1, 1)
        return held(line)

    def _save(self, request: Requested | None) -> list[Piece]:
        if request is None:
            save = self.link(_("Save request"), Hand.SAVE_REQUEST, "primary", "save")
            self._first = save
            what = _("The request is a small page. It holds nothing about you.")
            return [text(what, "muted"), 12, row(save, None)]
        where = PathLine(request.path, "muted")
        saved = _("Saved on {date}").format(date=dates.moment(request.when))
        again = self.link(_("Save request again"), Hand.SAVE_REQUEST, "quiet", "save")
        discard = self.link(_("Discard request"), Post(RequestDiscarded()), "quiet", "trash-2")
        return [text(saved, "muted"), 2, where, 4, flow(flush(again), flush(discard), gap=14)]

    def _portal(self, request: Requested | None, seen: Seen) -> list[Piece]:
        line = _("A double click on the file leads to {portal}. Sign in there and accept this "
                 "computer.").format(portal=seen.portal)  # fmt: skip
        pieces: list[Piece] = [text(line, "muted")]
        if request is not None and request.check_code:
            code = selectable(request.check_code, "code")
            code.setAccessibleName(_("Check code {code}").format(code=request.check_code))
            hint = text(_("Accept only if the portal shows this check code:"), "muted")
            pieces += [8, hint, 6, row(surface("well", row(code), (18, 8)), None)]
        return pieces

    def _response(self, request: Requested | None) -> list[Piece]:
        if request is not None and request.found:
            return self._found(request.found)
        line = text(_("The portal gives you a file ending in .seatkeeper. Open it here, or drop "
                      "it on this window."), "muted")  # fmt: skip
        kind: Kind = "primary" if request is not None else "quiet"
        open_it = self.link(_("Open response file"), Hand.OPEN_RESPONSE, kind, "file-check")
        if request is not None:
            self._first = open_it
        return [
            line,
            12 if request else 4,
            row(open_it, None) if request else row(flush(open_it), None),
        ]

    def _found(self, path: str) -> list[Piece]:
        """Offered, never opened by itself (AIR-4)."""
        line = _("The response for this computer is on the stick {name}.")
        use = self.link(_("Use this response"), Post(FileOpened(Path(path))), "primary", "usb")
        self._first = use
        other = self.link(_("Open another file"), Hand.OPEN_RESPONSE, "quiet", "file-check")
        return [
            text(line.format(name=stick_name(path)), "muted"),
            4,
            PathLine(path, "muted"),
            12,
            flow(use, other, gap=14),
        ]

    def _foot(self, request: Requested | None) -> QWidget:
        if request is not None:
            again = self.link(_("Sign in online instead"), Post(TryAgainAsked()), "quiet")
            return held(row(None, again, None))
        return held(row(None, self.link(_("Back"), Go(Screen.FACE), "quiet", "arrow-left"), None))
