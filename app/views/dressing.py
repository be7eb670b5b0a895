"""Following the system's look, from the first paint on: dark, light, high contrast."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QApplication

from app.views.look import look_for, wear
from app.views.window import Window


def follow_the_system(
    app: QApplication, tokens: Mapping[str, Mapping[str, object]], window: Window
) -> None:
    """Whenever it changes, and when the person chose high contrast in the window.

    Now, too: the first look was chosen by less than all that the system says.
    """

    def again() -> None:
        look = look_for(app, tokens, contrast=window.settings.now.contrast)
        if look != window.look:
            wear(app, look)
            window.wear(look)

    hints = app.styleHints()  # held: PySide lets go of its parts with it
    hints.colorSchemeChanged.connect(lambda _scheme: again())
    hints.accessibility().contrastPreferenceChanged.connect(lambda _asked: again())
    window.dress_again = again
    again()
