"""*Support information*: what to tell support, as a list and as text to copy (APP-7)."""

from __future__ import annotations

import platform

from PySide6.QtCore import QSysInfo, qVersion
from PySide6.QtWidgets import QFrame, QWidget

from app.language import _
from app.license.picture import NoticeKind
from app.log import redact
from app.uncaught import uncaught
from app.version import VERSION
from app.views import dates
from app.views.acts import Copy, Go, Hand, OpenLink, Screen
from app.views.live import Live, Perform
from app.views.look import Look
from app.views.owner import owner_of
from app.views.parts.buttons import icon_button
from app.views.parts.clearing import empty
from app.views.parts.facts import Fact, Facts
from app.views.parts.flow import flow
from app.views.parts.layouts import column, held, row, surface
from app.views.parts.texts import text
from app.views.seen import Seen


class Support(Live):
    column_width = 660

    def __init__(self, look: Look, perform: Perform, seen: Seen) -> None:
        super().__init__(look, perform)
        self.title = _("Support information")
        self._drawn: list[Fact] = []
        self._back = icon_button(look, "arrow-left", _("Back"), "ink")
        self._back.clicked.connect(lambda: perform(Go(Screen.FACE)))
        self._place = column()
        title = held(row(self._back, text(self.title, "title", wrap=False), None, gap=10))
        lead = _("Support asks for these numbers. None of them is secret, and none opens anything.")
        self.setLayout(column(title, 6, text(lead, "muted"), 18, held(self._place)))
        self.draw(seen)

    def draw(self, seen: Seen) -> None:
        facts = support_facts(seen)
        if facts == self._drawn:
            return
        self._drawn = facts
        empty(self._place)
        self._place.addWidget(self._card(facts, seen))

    def first_focus(self) -> QWidget:
        return self._back

    def _card(self, facts: list[Fact], seen: Seen) -> QFrame:
        copy = self.link(_("Copy as text"), Copy(as_text(facts)), "plain", "copy")
        logs = self.link(_("Open log folder"), Hand.OPEN_LOGS, "quiet", "folder-open")
        buttons = [copy, logs]
        if address := seen.brand.links.support:
            page = OpenLink(address)
            buttons.append(self.link(_("Help pages"), page, "quiet", "external-link"))
        told = Facts(facts, stacked=self.look.large)
        return surface("card", column(told, 18, flow(*buttons, gap=8)), (24, 20))


def support_facts(seen: Seen) -> list[Fact]:
    license, lease, owner = seen.license, seen.lease, owner_of(seen)
    account = seen.picture.account
    license_id = license.license_id if license else (lease.license if lease else "")
    rows = [
        (_("Account ID"), account.id if account else ""),
        (_("License ID"), license_id),
        (_("Owner ID"), owner.id if owner else ""),
        (_("Computer"), seen.picture.device),
        (_("State"), _state(seen)),
        (_("Last error"), redact(_last_error(seen))),
        (_("Seatkeeper"), VERSION),
        (_("System"), _system()),
        (_("Server"), redact(seen.brand.server)),  # it may hold a sign-in
        (_("Time"), f"{dates.moment(seen.at)} ({dates.zone()})"),
    ]
    return [Fact(name, value) for name, value in rows if value]


def as_text(facts: list[Fact]) -> str:
    return "\n".join(f"{fact.name}: {fact.value}" for fact in facts) + "\n"


def _state(seen: Seen) -> str:
    """By its stable name, not translated: it is for support."""
    standing = seen.picture.standing
    why = getattr(standing, "why", "")
    return "/".join(filter(None, [type(standing).__name__, str(why)]))


def _last_error(seen: Seen) -> str:
    failed = [n.detail for n in seen.picture.notices if n.kind is NoticeKind.FAILED]
    remark = seen.picture.remark
    if remark is not None and remark.refusal is not None and remark.refusal.error:
        failed.append(remark.refusal.error)
    refusal = getattr(seen.picture.standing, "refusal", None)
    if refusal is not None and refusal.error:
        failed.append(refusal.error)
    told = filter(None, [uncaught.last, *failed[-1:]])
    return ", ".join(told)


def _system() -> str:
    python = platform.python_version()
    return f"{QSysInfo.prettyProductName()}, Qt {qVersion()}, Python {python}"
