"""What every page wears: one style sheet (the brand's tokens, then the portal's rules), fonts.

Kept in memory and served under a name made of their content, so that browsers may keep them for
a year and a new version is seen at once. Nothing here is secret or about anyone.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from server.config.brand import brand
from server.config.places import RESOURCES

HERE = Path(__file__).parent / "style"
KINDS = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".woff2": "font/woff2",
    ".svg": "image/svg+xml",
}
A_YEAR = "public, max-age=31536000, immutable"
PX_OF_A_REM = 16
DARK, CONTRAST = "(prefers-color-scheme: dark)", "(prefers-contrast: more)"
FALLBACKS = 'system-ui, "Segoe UI", "Noto Sans", sans-serif'


def address(name: str) -> str:
    return f"/look/{_digest()}/{name}"


@require_safe
def look(request: HttpRequest, digest: str, name: str) -> HttpResponse:
    content = _files().get(name)
    if content is None:
        raise Http404
    kind = KINDS[Path(name).suffix]
    charset = "" if kind.startswith("font") else "; charset=utf-8"
    return HttpResponse(content, content_type=kind + charset, headers={"Cache-Control": A_YEAR})


@cache
def _digest() -> str:
    content = b"".join(name.encode() + data for name, data in sorted(_files().items()))
    return hashlib.sha256(content).hexdigest()[:12]


@cache
def _files() -> Mapping[str, bytes]:
    fonts = {path.name: path.read_bytes() for path in (RESOURCES / "fonts").glob("*.woff2")}
    sheet = tokens() + "\n" + (HERE / "portal.css").read_text()
    return {
        **fonts,
        "portal.css": sheet.encode(),
        "copy.js": (HERE / "copy.js").read_bytes(),
        "icon.svg": (HERE / "icon.svg").read_bytes(),
    }


def tokens() -> str:
    """The brand's design tokens as custom properties; lengths follow the reader's font size.

    Colours of high contrast are the desktop's: no brand has a say in them.
    """
    given = brand().tokens
    lengths = "".join(
        f"--{group}-{name}:{value / PX_OF_A_REM:g}rem;"
        for group in ("type", "space", "radius")
        for name, value in given[group].items()
        if isinstance(value, int) or (isinstance(value, float) and name != "line_height")
    )
    type_ = given["type"]
    letters = f'--family:"{type_["family"]}",{FALLBACKS};--line-height:{type_["line_height"]};'
    strong = tomllib.loads((RESOURCES / "contrast.toml").read_text("utf-8"))
    themes = "\n".join(
        f"@media {asked}{{:root{{{_colours(colours)}}}}}"
        for asked, colours in (
            (DARK, given["dark"]),
            (CONTRAST, strong["light"]),
            (f"{CONTRAST} and {DARK}", strong["dark"]),
        )
    )
    return f":root{{{lengths}{letters}{_colours(given['light'])}}}\n{themes}"


def _colours(group: Mapping[str, object]) -> str:
    return "".join(f"--{name.replace('_', '-')}:{value};" for name, value in group.items())
