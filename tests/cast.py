"""The sample people, as plain data: the same ones in every test and in `dev.py demo`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    name: str
    email: str
    password: str


ADA = Person("Ada Lindqvist", "ada@lab.example", "ada-counts-seven-lamps")
BEN = Person("Ben Okafor", "ben@lab.example", "ben-waters-nine-ferns")
CLEO = Person("Cleo Marchetti", "cleo@works.example", "cleo-paints-four-boats")
DORA = Person("Dora Weiß", "dora@home.example", "dora-reads-three-maps")

EVERYBODY = (ADA, BEN, CLEO, DORA)
"""Ada owns an educational license of two seats, Ben is her member, Cleo owns a perpetual commercial
license of one seat, Dora tries the product."""
