"""The one owner of the picture: one event at a time, published, then its effects are started.

Views and the command line talk to the Keeper alone: they read `picture`, `subscribe`, and
`post` what the person asked for. It imports no toolkit; it runs on whatever event loop runs.
"""

from __future__ import annotations

from collections.abc import Callable

from app.license.events import Event
from app.license.picture import Picture

Subscriber = Callable[[Picture], None]


class Keeper:
    """What views may use of it; the rest follows."""

    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        self._subscribers: list[Subscriber] = []

    def subscribe(self, subscriber: Subscriber) -> Callable[[], None]:
        """Call `subscriber` with each new picture, from now on; returns how to stop that."""
        self._subscribers.append(subscriber)
        return lambda: self._subscribers.remove(subscriber)

    def post(self, event: Event) -> None:
        """Let this happen, after what was posted before. Returns at once."""
        raise NotImplementedError
