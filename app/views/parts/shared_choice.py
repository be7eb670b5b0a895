"""*This is a shared computer*: the choice at the sign-in, and what it means (APP-14)."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QWidget

from app.language import _
from app.views.parts.layouts import column
from app.views.parts.texts import text


class SharedChoice(QWidget):
    """Where it was preset it cannot be unchosen, and only says what it means."""

    def __init__(self, preset: bool) -> None:
        super().__init__()
        self.box = QCheckBox(_("This is a shared computer"))
        self._preset = preset
        meaning = _("Nothing of you is kept here. You are logged out when you close the product "
                    "or this window, or leave it alone for 15 minutes.")  # fmt: skip
        self._meaning = text(meaning, "muted")
        self.box.setAccessibleDescription(meaning)
        self.box.toggled.connect(self._meaning.setVisible)
        self.box.setChecked(preset)
        self._meaning.setVisible(preset)
        self.setLayout(column(self.box, 4, self._meaning))
        self.wait(False)

    @property
    def chosen(self) -> bool:
        return self.box.isChecked()

    def wait(self, waiting: bool) -> None:
        self.box.setEnabled(not waiting and not self._preset)
