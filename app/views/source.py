"""What views know of the keeper; the gallery and tests put a still picture in its place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from app.license.events import Event
from app.license.picture import Picture


class Source(Protocol):
    @property
    def picture(self) -> Picture: ...

    def subscribe(self, subscriber: Callable[[Picture], None], /) -> Callable[[], None]: ...

    def post(self, event: Event, /) -> None: ...


class Still:
    """One picture at a time, put there by hand; remembers what was asked of it."""

    def __init__(self, picture: Picture | None = None) -> None:
        self._picture = picture or Picture()
        self._subscribers: list[Callable[[Picture], None]] = []
        self.posted: list[Event] = []

    @property
    def picture(self) -> Picture:
        return self._picture

    def show(self, picture: Picture) -> None:
        self._picture = picture
        for tell in list(self._subscribers):
            tell(picture)

    def subscribe(self, subscriber: Callable[[Picture], None]) -> Callable[[], None]:
        self._subscribers.append(subscriber)
        return lambda: self._subscribers.remove(subscriber)

    def post(self, event: Event) -> None:
        self.posted.append(event)
