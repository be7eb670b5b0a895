"""Face 1: the first half second, and what is being read when it takes longer."""

from __future__ import annotations

from app.language import _
from app.views.problem_card import Card
from app.views.seen import Seen


def starting(seen: Seen) -> Card:
    said = (_("Reading your license…"),)
    return Card(title=seen.product, sentences=said, picture="armchair", patient=True)
