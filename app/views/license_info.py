"""*License info*: what the license is, how long the seat is yours offline, whose it is (APP-3)."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtWidgets import QComboBox, QFrame, QPushButton, QStyledItemDelegate, QWidget

from app.language import _, in_contract, ngettext
from app.license.events import CheckAsked, ExtendAsked, ReturnEarlyAsked
from app.license.picture import Bound
from app.views import dates, words
from app.views.acts import Act, Go, OpenLink, Post, Screen
from app.views.links import mail_to
from app.views.live import Live, Perform
from app.views.look import Look
from app.views.owner import Owner, owner_of
from app.views.parts.buttons import button, icon_button
from app.views.parts.clearing import empty, give_back, keyboard_in
from app.views.parts.facts import Fact, Facts
from app.views.parts.flow import flow
from app.views.parts.layouts import Piece, column, flush, held, row, surface
from app.views.parts.marks import symbol
from app.views.parts.texts import text
from app.views.seen import Seen
from contract.lease import Lease
from contract.problems import Code
from contract.sentences import sentence
from contract.wire.license import Period

CARD = (24, 20)
WORTH_IT = timedelta(hours=1)
SHORT = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon


class LicenseInfo(Live):
    column_width = 660

    def __init__(self, look: Look, perform: Perform, seen: Seen) -> None:
        super().__init__(look, perform)
        self.title = _("License info")
        self._drawn: object = None
        self.box = column(gap=0)
        self.setLayout(self.box)
        self.back: QWidget | None = None
        self.period: QComboBox | None = None
        self.draw(seen)

    def draw(self, seen: Seen) -> None:
        now = (seen.picture.license, seen.picture.standing, seen.picture.account)
        if now != self._drawn and not self._is_choosing():
            self._drawn = now
            self._draw_anew(seen)

    def _draw_anew(self, seen: Seen) -> None:
        chosen = self._chosen()
        focus = keyboard_in(self)
        empty(self.box)
        for piece in self._pieces(seen):
            self.box.addWidget(piece) if isinstance(piece, QWidget) else self.box.addSpacing(piece)
        if self.period is not None and (index := self.period.findData(chosen)) >= 0:
            self.period.setCurrentIndex(index)
        give_back(self, focus)

    def _is_choosing(self) -> bool:
        """The list hangs open: nothing is drawn from under the person's hand."""
        return self.period is not None and self.period.view().isVisible()

    def _chosen(self) -> object:
        return self.period.currentData() if self.period is not None else None

    def _pieces(self, seen: Seen) -> list[QWidget | int]:
        self.period = None
        pieces: list[QWidget | int] = [self._title(), 16, self._license(seen)]
        if seen.license is not None:
            pieces += [16, self._offline(seen)]
        owner = owner_of(seen)
        if owner is not None:
            pieces += [16, self._owner(owner, seen)]
        return pieces

    def _title(self) -> QWidget:
        back = icon_button(self.look, "arrow-left", _("Back"), "ink")
        back.clicked.connect(lambda: self.perform(Go(Screen.FACE)))
        self.back = back
        words = _("Check for Updated License")
        check = self.link(words, Post(CheckAsked()), "quiet", "refresh-cw")
        title = held(row(back, text(self.title, "title", wrap=False), gap=10))
        return flow(title, check, gap=10, spread=True)

    def first_focus(self) -> QWidget | None:
        return self.back

    # --- the license -------------------------------------------------------------------------

    def _license(self, seen: Seen) -> QFrame:
        pieces: list[Piece] = [Facts(license_facts(seen))]
        if seen.license is None and seen.lease is None:
            pieces += [12, text(_("There is no license to show yet."), "muted")]
        return surface("card", column(*pieces), (CARD[0], 18))

    # --- offline -----------------------------------------------------------------------------

    def _offline(self, seen: Seen) -> QFrame:
        head = text(_("Offline availability"), "heading")
        return surface("card", column(head, 8, *self._availability(seen), gap=0), CARD)

    def _availability(self, seen: Seen) -> list[Piece]:
        license = seen.license
        assert license is not None
        if isinstance(seen.picture.standing, Bound):
            line = _("This computer is validated for good. It needs no connection.")
            return [text(line, "muted")]
        if seen.picture.shared is not None:
            line = _("On a shared computer no seat is reserved: logging out ends it.")
            return [text(line, "muted")]
        if not license.offline.allowed:
            return [text(not_offline(license.offline.reason, license.kind), "muted")]
        held_until = words.reserved_until(seen.lease)
        return [*self._reserved(held_until), *self._choose(seen, held_until)]

    def _reserved(self, until: datetime | None) -> list[Piece]:
        if until is None:
            line = _("Reserve your seat for a time without connection: nobody else gets it, and "
                     "this computer works on its own.")  # fmt: skip
            return [text(line, "muted"), 14]
        sentence = _("Your seat is yours on this computer, online and offline, until")
        date = row(symbol(self.look, "calendar-days", "good", 20), text(dates.moment(until),
                   "strong"), gap=10)  # fmt: skip
        date.setStretch(1, 1)
        early = self.link(_("Return early"), Post(ReturnEarlyAsked()), "quiet", "undo-2")
        return [text(sentence, "muted"), 10, row(held(date), early), 16]

    def _choose(self, seen: Seen, held_until: datetime | None) -> list[Piece]:
        assert seen.license is not None
        later = [p for p in seen.license.offline.periods if _is_later(p.until, held_until)]
        if not later:
            return [text(_("The latest possible date is reached."), "small")]
        self.period = QComboBox()
        self.period.setSizeAdjustPolicy(SHORT)
        self.period.setMinimumContentsLength(12)
        self.period.setItemDelegate(QStyledItemDelegate(self.period))  # the style sheet's items
        for period in later:
            self.period.addItem(_period(period.until, seen.at), period.id)
        label = text(_("Period"), "label")
        label.setBuddy(self.period)
        self.period.setAccessibleName(_("Period"))
        return [label, 6, *self._beside(self._extend(later)), 10, text(_zone_line(), "small")]

    def _beside(self, extend: QPushButton) -> list[Piece]:
        """The period and its button in a line; large fonts take a line for each."""
        assert self.period is not None
        tell_whole(self.period)
        if self.look.large:
            return [self.period, 8, row(extend, None)]
        line = row(self.period, extend, gap=12)
        line.setStretch(0, 1)
        return [line]

    def _extend(self, periods: list[Period]) -> QPushButton:
        extend = button(self.look, _("Extend"), "primary")
        ends = {period.id: period.until for period in periods}
        extend.clicked.connect(lambda: self._ask(ends))
        return extend

    def _ask(self, ends: dict[str, datetime]) -> None:
        self.perform(Post(ExtendAsked(ends[str(self._chosen())])))

    # --- whose it is -------------------------------------------------------------------------

    def _owner(self, owner: Owner, seen: Seen) -> QFrame:
        told = [Fact(_("Name"), owner.name), Fact(_("Owner ID"), owner.id)]
        facts = Facts([fact for fact in told if fact.value])
        pieces: list[Piece] = [text(_("License Owner"), "heading"), 12, facts]
        if owner.email:
            write: Act = OpenLink(mail_to(owner.email, seen.product))
            button = self.link(_("Write to {email}").format(email=owner.email), write,
                               "quiet", "mail")  # fmt: skip
            pieces += [6, row(flush(button), None)]
        return surface("card", column(*pieces), (CARD[0], 18))


def license_facts(seen: Seen) -> list[Fact]:
    """The lines of the license, from what the server said last and, without it, the lease."""
    account, license, lease = seen.picture.account, seen.license, seen.lease
    facts = [Fact(_("Account ID"), account.id)] if account else []
    if license is None:
        return facts + (_of_lease(lease) if lease is not None else [])
    facts += [Fact(_("License ID"), license.license_id), Fact(_("Kind"), words.kind(license.kind))]
    if license.trial is not None:
        facts.append(Fact(_("Trial"), words.trial_days(license), _trial_note(seen)))
        facts.append(Fact(_("Last day"), dates.day(license.trial.last_day)))
        return facts
    facts.append(Fact(_("Seats"), _seats(seen)))
    facts.append(Fact(_("Expires"), words.license_end(license)))
    return facts


def _of_lease(lease: Lease) -> list[Fact]:
    return [Fact(_("License ID"), lease.license), Fact(_("Kind"), words.kind(lease.kind))]


def _seats(seen: Seen) -> str:
    assert seen.license is not None
    taken = seen.license.seats_in_use
    if taken is None:
        return str(seen.license.seats)
    return _("{total}, of which {taken} in use").format(total=seen.license.seats, taken=taken)


def _trial_note(seen: Seen) -> str:
    ends = seen.license.trial.day_ends_at if seen.license and seen.license.trial else None
    return _("This day ends {when}.").format(when=dates.on(ends, seen.at)) if ends else ""


def not_offline(reason: str | None, kind: str) -> str:
    """Why no period is offered, by the server's reason."""
    named = {
        "trial": _("A trial always needs the connection."),
        "bound": _("This computer is validated for good. It needs no connection."),
        "owner": _("The owner of this license does not allow it."),
        "seats": _("All seats that may be offline are reserved at present."),
    }
    if kind == "trial":
        return named["trial"]
    if reason in set(Code):
        return in_contract(sentence(Code(reason)))
    return named.get(reason or "", _("This license does not offer it."))


def _is_later(until: datetime, held: datetime | None) -> bool:
    """Later by enough to be worth a press: ends move on by minutes while one looks."""
    return held is None or until > held + WORTH_IT


def _period(until: datetime, at: datetime) -> str:
    days = max(1, round((until - at).total_seconds() / 86400))
    length = ngettext("{n} day", "{n} days", days)
    return _("{length}, until {date}").format(length=length, date=dates.moment(until))


def _zone_line() -> str:
    return _("Times are those of this computer ({zone}).").format(zone=dates.zone())


def tell_whole(choice: QComboBox) -> None:
    """What is chosen as a tip, too: a small window elides it."""
    choice.setToolTip(choice.currentText())
    choice.currentTextChanged.connect(choice.setToolTip)
