"""Every pair of colours that is drawn can be told apart: WCAG AA, and AAA in high contrast."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt

from app.views.look import Look, contrast, look_of, style_sheet, wants_contrast
from contract.brand import COLOURS, Brand

pytestmark = pytest.mark.rule("APP-9")

AA, AAA, EDGE = 4.5, 7.0, 3.0
TEXT = [
    *((ink, ground) for ground in ("paper", "surface", "sunken") for ink in ("ink", "muted")),
    *(("accent", ground) for ground in ("paper", "surface", "sunken", "accent_soft")),
    *(("ink", ground) for ground in ("accent_soft", "good_soft", "warn_soft", "bad_soft")),
    *((tone, f"{tone}_soft") for tone in ("good", "warn", "bad")),
    *((tone, ground) for ground in ("paper", "surface") for tone in ("good", "warn", "bad")),
    *(("on_accent", ground) for ground in ("accent", "accent_hover", "accent_pressed")),
]
"""What is read: ink, ground."""
EDGES = [
    *((edge, ground) for ground in ("paper", "surface") for edge in ("field", "focus", "accent")),
    ("bad", "surface"),
]
"""What has to be seen: borders of fields, the ring of the keyboard, the filled button."""


@pytest.mark.parametrize("dark", [False, True])
def test_words_and_edges_of_the_brand_reach_aa(brand: Brand, dark: bool) -> None:
    look = look_of(brand.tokens, dark=dark)
    assert too_weak(look, TEXT, AA) + too_weak(look, EDGES, EDGE) == []


@pytest.mark.parametrize("dark", [False, True])
def test_words_and_edges_of_high_contrast_reach_aaa(brand: Brand, dark: bool) -> None:
    look = look_of(brand.tokens, dark=dark, strong=True)
    lines = [("line", "paper"), ("line", "surface")]
    assert too_weak(look, [*TEXT, *EDGES, *lines], AAA) == []
    assert set(look.colours) == COLOURS


def too_weak(look: Look, pairs: list[tuple[str, str]], least: float) -> list[str]:
    known = {(a, b): contrast(look.colour(a), look.colour(b)) for a, b in pairs}
    return [f"{a} on {b}: {ratio:.1f}" for (a, b), ratio in known.items() if ratio < least]


def test_high_contrast_draws_an_edge_around_cards_and_under_links(brand: Brand) -> None:
    usual, strong = (
        style_sheet(look_of(brand.tokens, dark=False, strong=strong)) for strong in (False, True)
    )
    for rule in ("text-decoration: underline", "border: 2px solid #000000"):
        assert rule in strong
        assert rule not in usual


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        (Qt.ContrastPreference.HighContrast, True),
        (Qt.ContrastPreference.NoPreference, False),
    ],
)
def test_contrast_follows_what_the_system_says(said, wanted: bool) -> None:
    hints = SimpleNamespace(accessibility=lambda: SimpleNamespace(contrastPreference=lambda: said))
    assert wants_contrast(SimpleNamespace(styleHints=lambda: hints)) is wanted
