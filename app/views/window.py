"""The window: for each picture its face. It holds no second truth, only which page is looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import assert_never

from PySide6.QtCore import QTimer
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeyEvent,
    QPaintEvent,
)
from PySide6.QtWidgets import QMainWindow

from app.language import Code, spoken
from app.license.events import Cancelled, DiagnoseAsked, Event, FileOpened
from app.license.face import Face, face
from app.license.picture import NoticeKind, Picture, RemarkCode, SigningIn, SigningInStep
from app.settings import SettingsFile
from app.views import faces, place, words
from app.views.acts import Screen
from app.views.faces.give_back import can_be_given_back
from app.views.faces.make_own import can_be_made_own
from app.views.hands import Hands
from app.views.header import Reader
from app.views.live import Live
from app.views.look import HIGH, Look
from app.views.problem_card import Card
from app.views.seen import Seen
from app.views.source import Source
from app.views.stage import Stage
from contract.brand import Brand

Content = Card | type[Live]


def content(which: Face, seen: Seen) -> Content:
    """What a face shows: a card, or a form that lives while it is looked at."""
    match which:
        case Face.STARTING:
            return faces.starting.starting(seen)
        case Face.SIGN_IN:
            return faces.sign_in.SignIn
        case Face.NO_CONNECTION:
            return faces.no_connection.no_connection(seen)
        case Face.SIGNING_IN:
            return _signing_in(seen)
        case Face.SIGN_IN_BLOCKED:
            return faces.sign_in_blocked.sign_in_blocked(seen)
        case Face.UNCONFIRMED:
            return faces.unconfirmed.unconfirmed(seen)
        case Face.READY:
            return faces.welcome.ready(seen)
        case Face.NO_LICENSE:
            return faces.no_license.no_license(seen)
        case Face.SEATS_EXHAUSTED:
            return faces.seats_exhausted.seats_exhausted(seen)
        case Face.WAITING:
            return faces.waiting.waiting(seen)
        case Face.OFFERED:
            return faces.waiting.offered(seen)
        case Face.OWNER:
            return faces.welcome.owner(seen)
        case Face.MEMBER:
            return faces.welcome.member(seen)
        case Face.TRIAL:
            return faces.welcome.trial(seen)
        case Face.RESERVED:
            return faces.welcome.reserved(seen)
        case Face.BRIDGING:
            return faces.welcome.bridging(seen)
        case Face.BOUND:
            return faces.welcome.bound(seen)
        case Face.LAPSED:
            return faces.lapsed.lapsed(seen)
        case Face.RESERVATION_OVER:
            return faces.lapsed.reservation_over(seen)
        case Face.LICENSE_OVER:
            return faces.license_over.license_over(seen)
        case Face.SEAT_LOST:
            return faces.seat_lost.seat_lost(seen)
        case Face.CLOCK:
            return faces.clock.clock(seen)
        case Face.LEASE_UNUSABLE:
            return faces.lease_unusable.lease_unusable(seen)
        case Face.GIVEN_UP:
            return faces.given_up.given_up(seen)
        case Face.REQUESTED:
            return _offline_steps()
        case Face.LOGGING_OUT:
            return faces.overlays.logging_out(seen)
        case Face.TOO_OLD:
            return faces.overlays.too_old(seen)
        case never:
            assert_never(never)


def _signing_in(seen: Seen) -> Content:
    standing = seen.picture.standing
    assert isinstance(standing, SigningIn)
    match standing.step:
        case SigningInStep.PASSWORD:
            return faces.sign_in.SignIn
        case SigningInStep.SECOND_FACTOR:
            return faces.signing_in.SecondFactor
        case SigningInStep.BROWSER_OFFERED | SigningInStep.BROWSER:
            return faces.signing_in.in_browser(seen)
        case never:
            assert_never(never)


def shown(screen: Screen, which: Face, seen: Seen) -> Content:
    """The page that is looked at, where it still fits the picture; else the face."""
    match screen:
        case Screen.SUPPORT:
            from app.views.support import Support  # late, as every page: the first is a face

            return Support
        case Screen.DIAGNOSTICS:
            from app.views.diagnostics import Diagnostics

            return Diagnostics
        case Screen.LICENSE:
            from app.views.license_info import LicenseInfo

            return LicenseInfo
        case Screen.OFFLINE:
            return _offline_steps()
        case Screen.LOG_OUT:
            return faces.log_out.ends_reservation(seen)
        case Screen.GIVE_BACK if can_be_given_back(seen.picture):
            return faces.give_back.give_back(seen)
        case Screen.SIGN_IN if _must_sign_in_again(seen.picture):
            from app.views.sign_in_again import SignInAgain

            return SignInAgain
        case Screen.MAKE_OWN if can_be_made_own(seen.picture):
            return faces.make_own.make_own(seen)
        case Screen.FACE | Screen.GIVE_BACK | Screen.MAKE_OWN | Screen.SIGN_IN:
            remark = seen.picture.remark
            if remark is not None and remark.code == RemarkCode.NO_CONNECTION_LOG_OUT:
                return faces.log_out.without_connection(seen)
            return content(which, seen)
        case never:
            assert_never(never)


def _must_sign_in_again(picture: Picture) -> bool:
    return any(notice.kind is NoticeKind.SIGN_IN_AGAIN for notice in picture.notices)


def _offline_steps() -> type[Live]:
    from app.views.offline_steps import OfflineSteps

    return OfflineSteps


class Window(QMainWindow):
    """Subscribes to the keeper; `closed` is called once when the person closes it."""

    def __init__(
        self,
        keeper: Source,
        brand: Brand,
        look: Look,
        *,
        now: Callable[[], datetime],
        settings: SettingsFile,
        logs: Path,
    ) -> None:
        super().__init__()
        self.setObjectName("window")
        self._keeper, self._brand, self._now, self.settings = keeper, brand, now, settings
        self.screen_shown, self._face = Screen.FACE, Face.STARTING
        self.closed: Callable[[], None] = lambda: None
        self.opened: Callable[[Sequence[Path]], None] = self._open
        self.dress_again: Callable[[], None] = lambda: None
        self.was_closed = False  # known to whoever comes to listen only afterwards
        self.hands = Hands(self, self._post, self.go, brand.product, logs)
        self.hands.ends_reservation = self._ends_reservation
        self.stage = self._staged(look)
        self.draw()
        self.setAcceptDrops(True)
        self.setMinimumSize(place.SMALLEST)
        place.put_back(self, settings.now.geometry)
        self.opening = self.painted = False
        self._unsubscribe = keeper.subscribe(lambda _picture: self.draw())
        self._minute = QTimer(self, interval=30_000)
        self._minute.timeout.connect(self.draw)
        self._minute.start()

    def follow(self, keeper: Source) -> None:
        """From now on draw this one's pictures: the first was still, this one lives."""
        self._unsubscribe()
        self._keeper = keeper
        self._unsubscribe = keeper.subscribe(lambda _picture: self.draw())
        self.draw()

    def stop(self) -> None:
        """Draw nothing any more."""
        self._minute.stop()
        self._unsubscribe()

    def _post(self, event: Event) -> None:
        self._keeper.post(event)

    # --- drawing -----------------------------------------------------------------------------

    def wear(self, look: Look) -> None:
        """Make everything anew in this look; what was typed is taken along."""
        typed = self.stage.typed()
        self.stage = self._staged(look)
        self.draw()
        self.stage.type_again(typed)
        self.stage.show()

    def _staged(self, look: Look) -> Stage:
        self.look = look
        chosen = self.settings.now.contrast == HIGH
        reader = Reader(self.speak, self.prefer_contrast, chosen=chosen)
        stage = Stage(look, self.hands.perform, reader, self._post, self._now)
        self.setCentralWidget(stage)
        self.setWindowTitle(self._brand.product_name)
        return stage

    def draw(self) -> None:
        seen = self.seen()
        self._turn_page(face(seen.picture))
        if self.screen_shown is Screen.SIGN_IN and not _must_sign_in_again(seen.picture):
            self.screen_shown = Screen.FACE
        self.stage.draw(seen, shown(self.screen_shown, self._face, seen))

    def seen(self) -> Seen:
        return Seen(self._keeper.picture, self._now(), self._brand)

    def _turn_page(self, which: Face) -> None:
        """A new face is shown at once, whatever else was looked at; support stays."""
        if which is not self._face and self._leaves_page(self._face, which):
            self.screen_shown = Screen.FACE
        self._face = which

    def _leaves_page(self, before: Face, after: Face) -> bool:
        stays = self.screen_shown in (Screen.SUPPORT, Screen.DIAGNOSTICS)
        both_licensed = {before, after} <= WITH_LICENSE_PAGE
        return not stays and not (both_licensed and self.screen_shown is Screen.LICENSE)

    def go(self, screen: Screen) -> None:
        if screen is Screen.DIAGNOSTICS and self.screen_shown is not screen:
            self._post(DiagnoseAsked())  # whoever comes to look sees how it is now
        self.screen_shown = screen
        self.draw()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc gives up what is waited for, else leads back to the face."""
        from PySide6.QtCore import Qt  # late: see numbers_of_qt

        work = self._keeper.picture.work
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif work is not None and work.cancellable and not work.quiet:
            self._post(Cancelled())
        elif self.screen_shown is not Screen.FACE:
            self.go(Screen.FACE)

    def _ends_reservation(self) -> bool:
        return words.reserved_until(self.seen().lease) is not None

    def speak(self, code: Code) -> None:
        """Change the language, once the menu that it was chosen in has closed."""
        self.settings.keep(language=code)
        spoken.use(code)
        QTimer.singleShot(0, self, lambda: self.wear(self.look))

    def prefer_contrast(self, high: bool) -> None:
        """Once the menu that it was chosen in has closed."""
        self.settings.keep(contrast=HIGH if high else "")
        QTimer.singleShot(0, self, self.dress_again)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        self.painted = True
        super().paintEvent(event)

    # --- files dropped, the window closed ----------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        if _files(event):
            event.acceptProposedAction()
            self.stage.invite_drop(True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:  # noqa: N802 - Qt's name
        self.stage.invite_drop(False)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        self.stage.invite_drop(False)
        if paths := _files(event):
            event.acceptProposedAction()
            self.opened(paths)

    def _open(self, paths: Sequence[Path]) -> None:
        """Until somebody takes them in turn."""
        for path in paths:
            self._post(FileOpened(path))

    def bring_up(self) -> None:
        """Show the window before the others (APP-11)."""
        from PySide6.QtCore import Qt  # late: see parts/numbers_of_qt

        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        self.settings.keep(geometry=place.remembered(self))
        event.ignore()
        self.hide()
        self.was_closed = True
        self.closed()


WITH_LICENSE_PAGE = {
    Face.READY, Face.OWNER, Face.MEMBER, Face.TRIAL, Face.RESERVED, Face.BRIDGING, Face.BOUND,
}  # fmt: skip


def _files(event: QDropEvent) -> list[Path]:
    urls = event.mimeData().urls() if event.mimeData().hasUrls() else []
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
