"""The brand: read whole or refused by name; and its colours can be read by everybody."""

from __future__ import annotations

import tomllib

import pytest

from contract.brand import BrandError, read_brand
from contract.keys import public_of
from tests.contract.files import BRAND, BRAND_TEXT
from tests.contract.signed import ROOT, to_base64url


@pytest.mark.rule("APP-2", "PORT-2")
def test_brand_that_comes_along_is_whole() -> None:
    assert BRAND.product == "memo-editor"
    assert BRAND.hold == "shell"
    assert BRAND.open_command == ()
    assert BRAND.root_keys == ()
    assert BRAND.tokens["type"]["family"] == "Inter"


@pytest.mark.rule("LEASE-7", "APP-2")
def test_brand_says_its_roots_and_the_product_to_open() -> None:
    root = to_base64url(public_of(ROOT))
    text = BRAND_TEXT.replace("roots = []", f'roots = ["{root}"]')
    text = text.replace("# open = [", "open = [").replace('"shell"', '"product"')
    brand = read_brand(
        text.replace('server = "https://license.example.com"', 'server = "http://h/"')
    )
    assert brand.root_keys == (public_of(ROOT),)
    assert brand.open_command == ("memo-editor",)
    assert (brand.hold, brand.server) == ("product", "http://h")


WRONG = [
    ("[product]", "[produkt]", "product.id"),
    ("[product]", "[product", "no TOML"),
    ('name = "Memo Editor"', 'name = " "', "product.name"),
    ('name = "Example Software"', "name = 3", "vendor.name"),
    ('id = "memo-editor"', 'id = "Memo Editor"', "product.id"),
    ('hold = "shell"', 'hold = "house"', "product.hold"),
    ("# open =", "open = 5 #", "product.open"),
    ('server = "https', 'server = "ftp', "server must be"),
    ('portal = "https://license.example.com"', 'portal = "https:"', "portal must be"),
    ("roots = []", 'roots = "x"', "roots must be a list"),
    ("roots = []", 'roots = ["AAAA"]', "roots must be raw"),
    ("roots = []", 'roots = ["+"]', "roots must be raw"),
    ("[links]", "[links]\nfax = 'https://x'", "links.fax"),
    ("[links]", "[[links]]", "links must be a table"),
    ('privacy = "https', 'privacy = "javascript', "links.privacy"),
    ("[tokens.light]", "[tokens.bright]", "tokens.light.accent"),
    ('ink = "#1B2422"', 'ink = "black"', "tokens.light.ink"),
    ("body = 15", 'body = "15px"', "tokens.type.body"),
    ("field = 8", "field = true", "tokens.radius.field"),
    ("xs = 4", "xs = -4", "tokens.space.xs"),
    ('family = "Inter"', 'font = "Inter"', "tokens.type.family"),
]


@pytest.mark.rule("SAFE-1")
@pytest.mark.parametrize(("what", "instead", "named"), WRONG)
def test_brand_that_says_something_wrong_is_refused_by_name(what, instead, named) -> None:
    assert what in BRAND_TEXT
    with pytest.raises(BrandError, match=named):
        read_brand(BRAND_TEXT.replace(what, instead, 1))


@pytest.mark.rule("SAFE-1")
def test_brand_without_tokens_is_refused() -> None:
    with pytest.raises(BrandError, match="tokens"):
        read_brand(BRAND_TEXT[: BRAND_TEXT.index("[tokens.light]")])


GROUNDS = ("paper", "surface", "sunken")
TEXTS = [
    *((text, ground) for text in ("ink", "muted", "accent") for ground in GROUNDS),
    *((text, ground) for text in ("good", "warn", "bad") for ground in GROUNDS),
    *((text, f"{text}_soft") for text in ("good", "warn", "bad", "accent")),
    *(("ink", f"{soft}_soft") for soft in ("good", "warn", "bad", "accent")),
    *(("on_accent", button) for button in ("accent", "accent_hover", "accent_pressed")),
]
EDGES = [
    *((edge, ground) for edge in ("field", "focus", "accent") for ground in GROUNDS[:2]),
    ("focus", "sunken"),
]


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.rule("PORT-3", "APP-9")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_is_readable_on_every_ground(theme: str) -> None:
    colours = tomllib.loads(BRAND_TEXT)["tokens"][theme]
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    faint = {
        (text, ground): round(contrast(colours[text], colours[ground]), 2)
        for text, ground in TEXTS
        if contrast(colours[text], colours[ground]) < 4.5
    }
    assert faint == {}


@pytest.mark.rule("PORT-3", "APP-9")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_edges_of_fields_and_the_focus_can_be_seen(theme: str) -> None:
    colours = tomllib.loads(BRAND_TEXT)["tokens"][theme]
    faint = {
        (edge, ground): round(contrast(colours[edge], colours[ground]), 2)
        for edge, ground in EDGES
        if contrast(colours[edge], colours[ground]) < 3
    }
    assert faint == {}
