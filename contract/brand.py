"""The vendor's brand: what a desktop believes before it has heard anyone, and how all of it looks.

Read from TOML text; where the file lies is not known here. A brand that says something wrong is
refused by name (`BrandError`), never half believed.
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal
from urllib.parse import urlsplit

from contract.encoding import from_base64url

Tokens = Mapping[str, Mapping[str, str | int | float]]

COLOURS = frozenset(
    "paper surface sunken line field ink muted accent accent_hover accent_pressed accent_soft "
    "on_accent focus good good_soft warn warn_soft bad bad_soft".split()
)
LENGTHS = {
    "type": frozenset("small body lead title display line_height".split()),
    "space": frozenset("xs s m l xl xxl".split()),
    "radius": frozenset("field card pill".split()),
}


class BrandError(ValueError):
    """What is wrong in the brand's file, naming the entry."""


@dataclass(frozen=True)
class Links:
    """Addresses of the vendor's; one that is empty is not shown."""

    support: str = ""
    privacy: str = ""
    terms: str = ""
    shop: str = ""
    downloads: str = ""
    web_edition: str = ""


@dataclass(frozen=True)
class Brand:
    product: str  # the id, as in a lease's `aud`
    product_name: str
    vendor_name: str
    issuer: str  # as in a lease's `iss`; outlives a move of the host
    server: str
    portal: str
    roots: tuple[str, ...]  # raw Ed25519 keys in base64url: whom a key statement is believed from
    links: Links = Links()
    hold: Literal["shell", "product"] = "shell"  # HOST-4
    open_command: tuple[str, ...] = ()  # *Open the product* is absent until one is named
    tokens: Tokens = field(default_factory=dict)

    @property
    def root_keys(self) -> tuple[bytes, ...]:
        """The roots as raw keys; `read_brand` saw that they are some."""
        return tuple(key for root in self.roots if (key := from_base64url(root)) is not None)


def read_brand(text: str) -> Brand:
    """The brand that `text` says, or `BrandError`."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BrandError(f"the brand is no TOML: {error}") from None
    for fault in _faults(data):
        raise BrandError(fault)
    product = data["product"]
    return Brand(
        product=product["id"],
        product_name=product["name"],
        vendor_name=data["vendor"]["name"],
        issuer=data["issuer"],
        server=data["server"].rstrip("/"),
        portal=data["portal"].rstrip("/"),
        roots=tuple(data.get("roots", ())),
        links=Links(**data.get("links", {})),
        hold=product.get("hold", "shell"),
        open_command=tuple(product.get("open", ())),
        tokens=MappingProxyType(data["tokens"]),
    )


_IN_PRODUCT_ID = frozenset(string.ascii_lowercase + string.digits)
_IN_COLOUR = frozenset(string.hexdigits)


def _faults(data: Mapping[str, Any]) -> Iterator[str]:
    yield from _fault_of_texts(data)
    yield from _fault_of_product(data["product"])
    for name in ("server", "portal"):
        yield from _fault_of_address(name, data[name], ("https", "http"))
    yield from _fault_of_roots(data.get("roots", []))
    yield from _fault_of_links(data.get("links", {}))
    yield from _fault_of_tokens(data.get("tokens"))


def _fault_of_texts(data: Mapping[str, Any]) -> Iterator[str]:
    for path in ("product.id", "product.name", "vendor.name", "issuer", "server", "portal"):
        value: Any = data
        for step in path.split("."):
            value = value.get(step) if isinstance(value, dict) else None
        if not isinstance(value, str) or not value.strip():
            yield f"the brand does not say {path}"


def _fault_of_product(product: Mapping[str, Any]) -> Iterator[str]:
    if not _is_product_id(product["id"]):
        yield "product.id must be lower-case letters, digits and single dashes, at most 40"
    if product.get("hold", "shell") not in ("shell", "product"):
        yield 'product.hold must be "shell" or "product"'
    if not _are_texts(product.get("open", [])):
        yield "product.open must be a list of texts: the program and its arguments"


def _is_product_id(text: str) -> bool:
    words = text.split("-")
    return len(text) <= 40 and all(word and _IN_PRODUCT_ID.issuperset(word) for word in words)


def _fault_of_address(name: str, value: object, schemes: tuple[str, ...]) -> Iterator[str]:
    parts = urlsplit(value) if isinstance(value, str) else None
    if parts is None or parts.scheme not in schemes or not (parts.netloc or parts.path):
        yield f"{name} must be an address that begins with {' or '.join(schemes)}"


def _fault_of_roots(roots: Any) -> Iterator[str]:
    if not _are_texts(roots):
        yield "roots must be a list of public keys"
    elif any(len(from_base64url(root) or b"") != 32 for root in roots):
        yield "roots must be raw Ed25519 keys in base64url"


def _fault_of_links(links: object) -> Iterator[str]:
    """The desktop opens `https:` and `mailto:` alone (SAFE-6)."""
    if not isinstance(links, dict):
        yield "links must be a table"
    else:
        for name, address in links.items():
            if name not in Links.__dataclass_fields__:
                yield f"links.{name} is not known"
            elif address != "":
                yield from _fault_of_address(f"links.{name}", address, ("https", "mailto"))


def _fault_of_tokens(tokens: object) -> Iterator[str]:
    given = tokens if isinstance(tokens, dict) else {}
    for theme in ("light", "dark"):
        yield from _fault_of_colours(theme, given.get(theme))
    for group, names in LENGTHS.items():
        yield from _fault_of_lengths(group, names, given.get(group))
    if "family" not in given["type"]:
        yield "tokens.type.family is missing"


def _fault_of_colours(theme: str, colours: object) -> Iterator[str]:
    given = colours if isinstance(colours, dict) else {}
    for name in sorted(COLOURS):
        if not _is_colour(given.get(name)):
            yield f"tokens.{theme}.{name} must be a colour, such as #1B2422"


def _is_colour(value: object) -> bool:
    return (
        isinstance(value, str)
        and len(value) == 7
        and value[0] == "#"
        and _IN_COLOUR.issuperset(value[1:])
    )


def _fault_of_lengths(group: str, names: frozenset[str], lengths: object) -> Iterator[str]:
    given = lengths if isinstance(lengths, dict) else {}
    for name in sorted(names):
        value = given.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            yield f"tokens.{group}.{name} must be a number"


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)
