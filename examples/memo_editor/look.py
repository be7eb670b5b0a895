"""How it looks: the vendor's colours, light and dark, in one style sheet."""

from __future__ import annotations

from collections.abc import Mapping

STYLE = """
#memo, #memo > QWidget { background: @paper; color: @ink; }
QLabel { color: @ink; background: transparent; font-size: 14px; }
#head { background: @paper; border-bottom: 1px solid @line; }
#name { font-size: 15px; font-weight: 600; }
#state, #foot QLabel { color: @muted; font-size: 13px; }
#foot { background: @paper; border-top: 1px solid @line; }
QPushButton {
  color: @ink; background: transparent; border: 1px solid transparent; border-radius: 7px;
  padding: 7px 13px; font-size: 14px;
}
QPushButton:hover { background: @sunken; }
QPushButton:focus { border-color: @focus; }
QPushButton:disabled { color: @muted; background: transparent; }
QPushButton[kind="primary"] { background: @accent; color: @on_accent; font-weight: 600; }
QPushButton[kind="primary"]:hover { background: @accent_hover; }
QPushButton[kind="primary"]:focus { border-color: @ink; }
QPushButton[kind="primary"]:disabled { background: @sunken; color: @muted; }
#bar { background: @warn_soft; border-bottom: 1px solid @line; }
#bar QLabel { color: @warn; font-size: 14px; }
#bar QPushButton { color: @warn; border-color: @warn; padding: 5px 12px; }
#bar QPushButton[kind="quiet"] { border-color: transparent; }
#bar QPushButton:hover { background: @surface; }
#bar QPushButton:focus { border: 2px solid @focus; padding: 4px 11px; }
#bar[tone="calm"] { background: @accent_soft; }
#bar[tone="calm"] QLabel { color: @accent; }
#bar[tone="calm"] QPushButton { color: @accent; border-color: @accent; }
#bar[tone="calm"] QPushButton[kind="quiet"] { border-color: transparent; }
QPlainTextEdit {
  background: @surface; color: @ink; border: none; padding: 34px 56px; font-size: 17px;
  placeholder-text-color: @muted;
  selection-background-color: @accent; selection-color: @on_accent;
}
QPlainTextEdit[locked="true"] { background: @paper; }
QScrollBar:vertical { background: transparent; width: 10px; }
QScrollBar::handle:vertical { background: @line; border-radius: 5px; min-height: 30px; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; }
"""


def style(colours: Mapping[str, str]) -> str:
    """Longest names first: `accent` stands in `accent_soft`."""
    made = STYLE
    for name in sorted(colours, key=len, reverse=True):
        made = made.replace(f"@{name}", colours[name])
    return made
