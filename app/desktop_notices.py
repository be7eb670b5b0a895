"""The desktop's own notices (org.freedesktop.Notifications), where it has them: GNOME has no tray.

Qt's tray sends such notices as well, but hears of no click, and needs a tray. Looked for when
there is something to say for the first time; until then nothing is imported and nobody connected.
"""

from __future__ import annotations

import asyncio
import html
import logging
import os
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from app.views.messages import Message

if TYPE_CHECKING:
    from jeepney.io.asyncio import DBusRouter

NAME, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
PATIENCE_S = 5.0
AGAIN_S = 60.0
"""Until a desktop without notices, or whose bus did not answer, is asked anew."""

Clicked = Callable[[], None]
Found = Callable[[], None]
log = logging.getLogger(__name__)


class DesktopNotices:
    """One connection, made once, on the loop that runs."""

    def __init__(self, title: str, entry: str) -> None:
        self._title, self._entry = title, entry
        self._router: DBusRouter | None = None
        self._markup = False
        self._asked_at: float | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._numbers: dict[str, int] = {}  # of what is shown, by what it is about
        self._clicked: dict[int, Clicked] = {}
        self.seeking = False

    @property
    def there(self) -> bool:
        return self._router is not None

    def seek(self, found: Found) -> None:
        """Begins to look for them, unless it was done just now; `found` is told either way."""
        now = asyncio.get_running_loop().time()
        lately = self._asked_at is not None and now < self._asked_at + AGAIN_S
        if not (self.there or self.seeking or lately):
            self.seeking, self._asked_at = True, now
            self._begin(self._live(found))

    def say(self, message: Message, clicked: Clicked) -> None:
        self._begin(self._notify(message, clicked))

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _begin(self, what: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(self._minding(what))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _minding(self, what: Coroutine[Any, Any, None]) -> None:
        """Whatever a bus may be up to: a notice less is nothing to stop for."""
        try:
            await what
        except Exception as error:
            log.info("the desktop's notices do not answer: %s", type(error).__name__)

    # --- the bus -----------------------------------------------------------------------------

    async def _live(self, found: Found) -> None:
        """As long as the connection does."""
        from jeepney import MatchRule  # late, as all of it: seldom wanted
        from jeepney.io.asyncio import open_dbus_router

        rule = MatchRule(type="signal", interface=NAME, path=PATH)
        try:
            async with asyncio.timeout(PATIENCE_S) as patience, open_dbus_router() as router:
                with router.filter(rule, bufsize=100) as signals:
                    await self._introduce(router, rule)
                    patience.reschedule(None)
                    self._found(router, found)
                    while True:
                        self._heard(await signals.get())
        except Exception:
            self._found(None, found)
            raise

    async def _introduce(self, router: DBusRouter, rule: Any) -> None:
        from jeepney.bus_messages import message_bus
        from jeepney.io.asyncio import Proxy

        await Proxy(message_bus, router).AddMatch(rule)
        (able,) = await _call(router, "GetCapabilities")
        self._markup = "body-markup" in able

    def _found(self, router: DBusRouter | None, found: Found) -> None:
        self._router, self.seeking = router, False
        found()

    # --- saying and hearing ------------------------------------------------------------------

    async def _notify(self, message: Message, clicked: Clicked) -> None:
        if self._router is None:
            return
        words = html.escape(message.words, quote=False) if self._markup else message.words
        hints = {"desktop-entry": ("s", self._entry), "urgency": ("y", 1)}
        before = self._numbers.get(message.about, 0)
        body = (self._title, before, self._entry, message.title, words, ["default", ""], hints, -1)
        try:
            async with asyncio.timeout(PATIENCE_S):
                (number,) = await _call(self._router, "Notify", "susssasa{sv}i", body)
        except Exception:
            self._router = None  # the next goes another way
            raise
        self._numbers[message.about] = number
        self._clicked[number] = clicked

    def _heard(self, signal: Any) -> None:
        from jeepney import HeaderFields

        name, number = signal.header.fields[HeaderFields.member], signal.body[0]
        if number not in self._clicked:
            return  # of another program
        if name == "ActivationToken" and "WAYLAND_DISPLAY" in os.environ:
            os.environ["XDG_ACTIVATION_TOKEN"] = signal.body[1]  # leave to come up, taken by Qt
        elif name == "ActionInvoked":
            self._clicked[number]()
        elif name == "NotificationClosed":
            del self._clicked[number]


async def _call(router: DBusRouter, method: str, form: str = "", body: tuple[Any, ...] = ()) -> Any:
    from jeepney import DBusAddress, new_method_call
    from jeepney.wrappers import unwrap_msg

    there = DBusAddress(PATH, bus_name=NAME, interface=NAME)
    return unwrap_msg(await router.send_and_get_reply(new_method_call(there, method, form, body)))
