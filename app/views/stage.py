"""Header, strips and the one thing shown between them; made anew for each language and theme."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from app.language import _
from app.license.events import Cancelled, Event, NoticeRead, RemarkRead
from app.license.picture import RemarkCode, Starting
from app.views.header import Header, Reader
from app.views.live import Live, Perform
from app.views.look import Look
from app.views.notices import Strip, strips
from app.views.parts.announcing import announce
from app.views.parts.buttons import button, icon_button
from app.views.parts.clearing import Keyboard, empty, give_back, keyboard_in
from app.views.parts.layouts import Area, centred, column, held, row, surface
from app.views.parts.marks import Tone, symbol
from app.views.parts.ring import give_keyboard
from app.views.parts.strips import BusyStrip, Strips, notice_strip
from app.views.parts.texts import text
from app.views.problem_card import WIDTH, Card, ProblemCard
from app.views.remarks import remark_words, tone
from app.views.seen import Seen
from app.views.work import under_way

MARGIN = 28
Inside = Live | ProblemCard


class Stage(QWidget):
    def __init__(
        self,
        look: Look,
        perform: Perform,
        reader: Reader,
        post: Callable[[Event], None],
        now: Callable[[], datetime],
    ) -> None:
        super().__init__()
        self.setObjectName("stage")
        self._look, self._perform, self._post, self._now = look, perform, post, now
        self.header = Header(look, perform, reader)
        self.busy = BusyStrip(look, lambda: post(Cancelled()))
        self._strips: list[object] = []
        self._strip_place: QVBoxLayout | None = None
        self._edge = row(gap=0)
        self._inside: Inside | None = None
        self._area: Area | None = None
        self._middle: QVBoxLayout = column()
        self._lay_out()
        self._drop: QFrame | None = None

    def _lay_out(self) -> None:
        self._edge.setContentsMargins(20, 8 if self._look.strong else 0, 20, 0)
        everything = column(self.header, self._edge, gap=0)
        everything.addLayout(self._middle, 1)
        everything.addWidget(self.busy)
        self.setLayout(everything)

    # --- drawing -----------------------------------------------------------------------------

    def draw(self, seen: Seen, content: Card | type[Live]) -> None:
        self.header.draw(seen)
        self._draw_strips(seen)
        self._draw_work(seen)
        if isinstance(content, Card):
            self._draw_card(content)
        else:
            self._draw_live(content, seen)

    def _draw_card(self, card: Card) -> None:
        if isinstance(self._inside, ProblemCard) and self._inside.card == card:
            return
        self._put(ProblemCard(self._look, card, self._perform, self._now), WIDTH)

    def _draw_live(self, kind: type[Live], seen: Seen) -> None:
        if type(self._inside) is kind:
            self._inside.draw(seen)
            return
        self._put(kind(self._look, self._perform, seen), kind.column_width)  # type: ignore[call-arg]

    def _put(self, inside: Inside, width: int) -> None:
        before = self._inside
        keyboard = keyboard_in(before) if before is not None else Keyboard()
        if self._area is not None:
            self._middle.removeWidget(self._area)
            self._area.hide()
            self._area.deleteLater()
        self._inside, self._area = inside, centred(inside, self._look.scaled(width), MARGIN)
        if isinstance(inside, Live):
            self._area.tell_room = inside.fit_into
        self._middle.addWidget(self._area)
        self._area.show()
        announce(self, inside.card.title if isinstance(inside, ProblemCard) else inside.title)
        _focus(inside, keyboard)

    def _draw_work(self, seen: Seen) -> None:
        work = seen.picture.work
        if work is None or work.quiet:
            self.busy.rest()
        else:
            words = under_way(work, seen.picture.next)
            self.busy.wait_for(words, _("Cancel") if work.cancellable else "")

    # --- strips ------------------------------------------------------------------------------

    def _draw_strips(self, seen: Seen) -> None:
        remark = seen.picture.remark
        if remark is not None and remark.code == RemarkCode.NO_CONNECTION_LOG_OUT:
            remark = None  # has a page of its own
        said = remark_words(remark, seen.picture) if remark else ""
        first = isinstance(seen.picture.standing, Starting)
        wanted: list[object] = [] if first else [said, *strips(seen)]
        if wanted == self._strips:
            return
        self._read_out([strip for strip in wanted if strip not in self._strips])
        self._strips = wanted
        if not any(wanted) and self._strip_place is None:
            return
        place = self._strip_place = self._strip_place or self._make_place()
        empty(place)
        if remark and said:
            place.addWidget(self._remark(tone(remark), said))
        for strip in wanted[1:]:
            assert isinstance(strip, Strip)
            place.addWidget(self._notice(strip))

    def _make_place(self) -> QVBoxLayout:
        """When there is something to know for the first time: most often not at a start."""
        place = column(gap=8)
        self._edge.addWidget(Strips(held(place)))
        return place

    def _read_out(self, new: list[object]) -> None:
        announce(self, " ".join(s.words if isinstance(s, Strip) else str(s) for s in new).strip())

    def _remark(self, sort: Tone, said: str) -> QFrame:
        picture = "circle-check" if sort == "good" else "circle-alert"
        close = icon_button(self._look, "x", _("Close this message"))
        close.clicked.connect(lambda: self._post(RemarkRead()))
        return notice_strip(self._look, sort, said, picture, close=close)

    def _notice(self, strip: Strip) -> QFrame:
        act = close = None
        if step := strip.step:
            act = button(self._look, step.words, "quiet")
            act.clicked.connect(lambda: self._perform(step.act))
        if strip.can_be_read:
            close = icon_button(self._look, "x", _("Close this message"))
            close.clicked.connect(lambda: self._post(NoticeRead(strip.kind)))
        words, picture = strip.words, strip.picture
        return notice_strip(self._look, strip.tone, words, picture, act=act, close=close)

    # --- what was typed, and files that hang over the window ---------------------------------

    def typed(self) -> list[str]:
        return [line.text() for line in self.findChildren(QLineEdit)]

    def type_again(self, words: list[str]) -> None:
        lines = self.findChildren(QLineEdit)
        if len(lines) == len(words):
            for line, typed in zip(lines, words, strict=True):
                line.setText(typed)

    def invite_drop(self, invited: bool) -> None:
        if self._drop is None:
            self._drop = _drop_sign(self._look, self)
            self._place_drop(self._drop)
        self._drop.setVisible(invited)
        self._drop.raise_()

    def _place_drop(self, sign: QFrame) -> None:
        sign.setGeometry(self.rect().adjusted(16, 16, -16, -16))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        if self._drop is not None:
            self._place_drop(self._drop)
        super().resizeEvent(event)


def _drop_sign(look: Look, parent: QWidget) -> QFrame:
    from PySide6.QtCore import Qt  # late: see parts/numbers_of_qt

    words = text(_("Drop the response file here"), "title", centred=True)
    picture = held(row(None, symbol(look, "file-check", "accent", 40), None))
    sign = surface("drop", column(None, picture, 12, words, None), 24)
    sign.setParent(parent)
    sign.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    sign.hide()
    return sign


def _focus(inside: Inside, before: Keyboard) -> None:
    """To the same button as before, else where the face begins."""
    target = inside.first_focus()
    if give_back(inside, before) or target is None:
        return
    give_keyboard(target, shown=before.ring)
