"""The local link's server: products that are in use, and what each of them is told (HOST-1..6).

It listens once the window is painted and speaks once the keeper lives. What a product may do is
not decided here: it is shown the picture, and the signed lease that the picture stands on.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, assert_never

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QLocalServer

from app.host.guest import Guest
from app.host.now import state_of
from app.license.events import (
    DiagnoseAsked,
    Event,
    LeaveLineAsked,
    ProductClosed,
    ProductOpened,
    ProductUnsaved,
    WaitAsked,
)
from app.license.picture import Bound, Intent, Licensed, Picture, RemarkCode, Waiting
from contract.link import (
    Busy,
    Bye,
    Closing,
    Diagnose,
    Findings,
    FromProduct,
    Hello,
    MayClose,
    Now,
    Open,
    Proof,
    Prove,
    TakeOver,
    Unsaved,
    Wait,
)

if TYPE_CHECKING:
    import asyncio

    from app.license.papers import Signed

MOST_GUESTS = 64

log = logging.getLogger(__name__)

Opened = Callable[[tuple[Path, ...]], None]


class Keeps(Protocol):
    @property
    def picture(self) -> Picture: ...

    def subscribe(self, subscriber: Callable[[Picture], None], /) -> Callable[[], None]: ...

    def post(self, event: Event, /) -> None: ...


class Shows(Protocol):
    async def of_lease(self, jti: str) -> Signed | None: ...

    def proof(self, challenge: str) -> str | None: ...


class Link(QObject):
    """`opened` is told of a second start; `changed` when a product came or went.

    Where nothing can be shown `hand_over` is set: it is told instead, and the second start takes
    over (decision 0022).
    """

    def __init__(self, where: str, product: str) -> None:
        super().__init__()
        self.where, self._product = where, product
        self._guests: list[Guest] = []
        self._server: QLocalServer | None = None
        self._keeper: Keeps | None = None
        self._papers: Shows | None = None
        self._now: Callable[[], datetime] | None = None
        self._telling: asyncio.Task[None] | None = None
        self._stale = self._asked_to_close = self._unsaved = self._lined_up = False
        self._unsubscribe: Callable[[], None] = lambda: None
        self.opened: Opened = lambda _paths: None
        self.changed: Callable[[], None] = lambda: None
        self.hand_over: Callable[[], object] | None = None

    @property
    def products(self) -> list[Guest]:
        return [guest for guest in self._guests if guest.product]

    def listen(self) -> bool:
        """Whoever calls holds the lock of the one instance: what lies there is dead."""
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(self.where)
        if not server.listen(self.where):
            log.warning("there is no local link: %s", server.errorString())
            return False
        server.newConnection.connect(self._meet)
        self._server = server
        return True

    def follow(self, keeper: Keeps, papers: Shows, now: Callable[[], datetime]) -> None:
        """On a running loop: from now on products are counted, and told how it stands."""
        self._keeper, self._papers, self._now = keeper, papers, now
        self._unsubscribe = keeper.subscribe(self._changed)
        for _guest in self.products:
            keeper.post(ProductOpened())
        self._tell_unsaved()
        self._changed(keeper.picture)

    async def close(self) -> None:
        """Nobody is told anything any more; a product goes on to its lease's end (HOST-3)."""
        import asyncio  # late: not before the first paint

        self._unsubscribe()
        if self._telling is not None:
            self._telling.cancel()
            await asyncio.gather(self._telling, return_exceptions=True)
        self._keeper = None
        if self._server is not None:
            self._server.close()
        for guest in tuple(self._guests):
            guest.hang_up()
        for _turn in range(3):  # Qt crashes where the link dies before guests that are to die later
            await asyncio.sleep(0)

    # --- hearing

    def _meet(self) -> None:
        assert self._server is not None
        while socket := self._server.nextPendingConnection():
            if len(self._guests) >= MOST_GUESTS:
                socket.abort()
                socket.deleteLater()
                continue
            guest = Guest(socket, self._said, self._gone, self)
            self._guests.append(guest)
            guest.begin()

    def _said(self, guest: Guest, message: FromProduct) -> None:
        match message:
            case Open(open=paths):
                self._open(guest, paths)
            case Hello():
                self._welcome(guest, message)
            case Prove(prove=challenge):
                proof = self._papers.proof(challenge) if self._papers and guest.product else None
                guest.tell(Proof(proof))
            case Unsaved(unsaved=unsaved):
                guest.unsaved = unsaved
                self._tell_unsaved()
            case Bye():
                guest.hang_up()
            case Wait(wait=waits):
                self._line_up(guest, waits)
            case Diagnose():
                self._diagnose(guest)
            case Closing() | Busy():
                log.info("a product is %s", "busy" if isinstance(message, Busy) else "closing")
            case never:
                assert_never(never)

    def _open(self, guest: Guest, paths: Sequence[str]) -> None:
        if self.hand_over is None:
            self.opened(tuple(Path(path) for path in paths))
            guest.hang_up()
        else:
            guest.tell(TakeOver())
            guest.hang_up()
            self.hand_over()

    def _welcome(self, guest: Guest, hello: Hello) -> None:
        if hello.product != self._product:
            guest.hang_up()
        elif not guest.product:
            guest.product, guest.pid = hello.product, hello.pid
            if self._keeper is not None:
                self._keeper.post(ProductOpened())
                self._changed(self._keeper.picture)
            self.changed()

    def _gone(self, guest: Guest) -> None:
        """A crash is a close (HOST-3)."""
        self._guests.remove(guest)
        if guest.product:
            if self._keeper is not None:
                self._leave_line(self._keeper.picture)
                self._keeper.post(ProductClosed())
                self._tell_unsaved()
            self.changed()

    def _tell_unsaved(self) -> None:
        unsaved = any(guest.unsaved for guest in self.products)
        if self._keeper is not None and unsaved != self._unsaved:
            self._unsaved = unsaved
            self._keeper.post(ProductUnsaved(unsaved))

    # --- the line, for products that wait (SEAT-7)

    def _line_up(self, guest: Guest, waits: bool) -> None:
        guest.waits = waits and bool(guest.product)
        if guest.waits and self._keeper is not None:
            self._keeper.post(WaitAsked())
            self._lined_up = True

    def _leave_line(self, picture: Picture) -> None:
        """Whoever stood in it for a product's sake leaves with the last one that waits: nobody
        behind us waits for an offer that nobody takes. A person's own place is not touched."""
        if not self._lined_up or self._keeper is None:
            return
        if isinstance(picture.standing, Waiting):
            if not any(guest.waits for guest in self._guests):
                self._lined_up = False
                self._keeper.post(LeaveLineAsked())
        elif picture.work is None:
            self._lined_up = False

    # --- diagnostics, for whoever asks on the command line (APP-12)

    def _diagnose(self, guest: Guest) -> None:
        guest.looks = self._keeper is not None
        if self._keeper is not None:
            self._keeper.post(DiagnoseAsked())

    def _tell_findings(self, picture: Picture) -> None:
        looking = [guest for guest in self._guests if guest.looks]
        if not looking or picture.diagnosis.running:
            return
        from app.views.check_words import as_values  # late: few ask for it

        found = Findings(tuple(as_values(picture.diagnosis.findings)))
        for guest in looking:
            guest.looks = False
            guest.tell(found)

    # --- telling

    def _changed(self, picture: Picture) -> None:
        self._ask_to_close(picture)
        self._leave_line(picture)
        self._tell_findings(picture)
        self._stale = bool(self.products)
        if self._stale and (self._telling is None or self._telling.done()):
            import asyncio  # late: not before the first paint

            self._telling = asyncio.get_running_loop().create_task(self._tell())

    def _ask_to_close(self, picture: Picture) -> None:
        """Logging out wants the products closed first (APP-6)."""
        remark = picture.remark
        asked = remark is not None and remark.about is Intent.LOG_OUT
        wanted = asked and remark is not None and remark.code == RemarkCode.PRODUCT_OPEN
        if wanted and not self._asked_to_close:
            for guest in self.products:
                guest.tell(MayClose())
        self._asked_to_close = wanted

    async def _tell(self) -> None:
        try:
            while self._stale:
                self._stale = False
                now = await self._how_it_stands()
                for guest in () if self._stale else self.products:
                    guest.tell_state(now)
        except Exception:
            log.exception("the products could not be told how it stands")

    async def _how_it_stands(self) -> Now:
        assert self._keeper is not None
        assert self._papers is not None
        assert self._now is not None
        picture = self._keeper.picture
        standing = picture.standing
        signed = None
        if isinstance(standing, Licensed | Bound):
            signed = await self._papers.of_lease(standing.lease.jti)
        return state_of(picture, signed, self._now())
