"""The page that carries a request to the portal: one file, no script, nothing loaded (AIR-2).

Its sentences come from whoever writes it, one block a language; the address to type and the
check code stand in it once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from contract.brand import Brand
from contract.offline_files import PAGE_MARK, check_code

SECONDS_TO_READ = 5


@dataclass(frozen=True, slots=True)
class PageTexts:
    """What the page says in one language; the date is already in words."""

    language: str  # "en", "de", "es"
    title: str
    what_this_is: str  # "Take this file to a computer with internet and open it there."
    go_on: str  # the words on the link
    if_nothing_happens: str  # "Should nothing happen, type this address and upload this file:"
    check: str  # "Check code"
    check_why: str  # "The same code stands on the screen of the computer that wrote this."
    written: str  # "Written on 25 November 2026"


def portal_address(portal: str) -> str:
    """What somebody types, and what the link begins with."""
    return f"{portal.rstrip('/')}/offline/validate"


def request_page(request: str, brand: Brand, texts: Sequence[PageTexts]) -> str:
    """The page; the first language is the one of the link and of the page itself."""
    first, link = texts[0], f"{portal_address(brand.portal)}?request={request}"
    blocks = "\n".join(map(_block, texts))
    return _PAGE.format(
        language=escape(first.language),
        mark=PAGE_MARK,
        seconds=SECONDS_TO_READ,
        link=escape(link),
        title=escape(f"{first.title} · {brand.product_name}"),
        style=_style(brand.tokens),
        product=escape(brand.product_name),
        go_on=escape(first.go_on),
        blocks=blocks,
        address=escape(portal_address(brand.portal)),
        check=escape(first.check),
        code=check_code(request),
    )


def _block(texts: PageTexts) -> str:
    paragraphs = (
        texts.what_this_is,
        texts.if_nothing_happens,
        f"{texts.check}: {texts.check_why}",
        texts.written,
    )
    inside = "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
    language = escape(texts.language)
    return f'<section lang="{language}"><h2>{escape(texts.title)}</h2>{inside}</section>'


def _style(tokens: Mapping[str, Mapping[str, object]]) -> str:
    dark = f"@media (prefers-color-scheme: dark){{:root{{{_colours(tokens['dark'])}}}}}"
    return f":root{{{_colours(tokens['light'])}}}{dark}{_RULES}"


def _colours(theme: Mapping[str, object]) -> str:
    wanted = ("paper", "surface", "line", "ink", "muted", "accent", "on_accent", "focus")
    return "".join(f"--{name}:{theme[name]};" for name in wanted)


_RULES = (
    "*{box-sizing:border-box}"
    'body{margin:0;padding:2rem 1rem;font:1rem/1.5 system-ui,"Segoe UI","Noto Sans",sans-serif;'
    "background:var(--paper);color:var(--ink)}"
    "main{max-width:38rem;margin:0 auto;padding:2rem;background:var(--surface);"
    "border:1px solid var(--line);border-radius:14px}"
    "h1{margin:0 0 1.5rem;font-size:1.4rem}h2{margin:2rem 0 .5rem;font-size:1.05rem}"
    "p{margin:.4rem 0}section+section{border-top:1px solid var(--line)}"
    "a{display:inline-block;padding:.7rem 1.4rem;border-radius:8px;background:var(--accent);"
    "color:var(--on_accent);font-weight:600;text-decoration:none}"
    "a:focus-visible{outline:3px solid var(--focus);outline-offset:3px}"
    "section{padding-bottom:1rem}.address{overflow-wrap:anywhere}.check{margin:1.5rem 0 .75rem;"
    "color:var(--muted)}.check strong{display:block;color:var(--ink);"
    "font:600 1.6rem/1.3 ui-monospace,monospace;letter-spacing:.1em}"
)

_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="generator" content="{mark}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta http-equiv="refresh" content="{seconds};url={link}">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
<h1>{product}</h1>
<p><a id="request" href="{link}">{go_on}</a></p>
<p class="check">{check}<strong>{code}</strong></p>
<p class="address">{address}</p>
{blocks}
</main>
</body>
</html>
"""
