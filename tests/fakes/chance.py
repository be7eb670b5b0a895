"""Digits and bytes from a seed, where the product takes them from the system's random source."""

from __future__ import annotations

import random
from collections.abc import Callable


def seeded_digits(seed: int = 1) -> Callable[[int], str]:
    """`Digits` of contract.ids: n upper-case hexadecimal digits, the same ones in every run."""
    source = random.Random(seed)
    return lambda count: "".join(source.choice("0123456789ABCDEF") for _ in range(count))
