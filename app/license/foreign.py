"""Text that came from elsewhere, made fit to be shown: on one line, short, nothing hidden in it."""

from __future__ import annotations

import unicodedata

UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})


def one_line(text: str, longest: int) -> str:
    """Without characters that turn or hide what stands around them."""
    seen = "".join(c for c in " ".join(text.split()) if unicodedata.category(c) not in UNSEEN)
    return seen if len(seen) <= longest else seen[: longest - 1] + "…"
