"""Translations: i18n/LANGUAGE/LC_MESSAGES/{contract,app,django}.po, with English as the source.

`extract` reads the sources into each .po (new texts stay empty, what went is dropped), `compile`
makes the .mo files, `check` says what is missing. What is made is never committed.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tools.bootstrap import ROOT, is_newer

LANGUAGES = ("de", "es")
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop", "N_"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy", "n_"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
DOMAINS = {
    "contract": ("contract",),
    "app": ("app",),
    "django": ("server",),
    "memo": ("examples/memo_editor",),
}
CHANGING = re.compile(
    rb'"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By).*\n'
)
PLACES = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def catalog_path(language: str, domain: str) -> Path:
    return ROOT / "i18n" / language / "LC_MESSAGES" / f"{domain}.po"


def found_in(folders: tuple[str, ...]) -> Iterator[tuple[str, Any, str | None]]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {".py", ".html", ".txt", ".eml"} and "migrations" not in path.parts:
                for message, context in _read(path):
                    yield path.relative_to(ROOT).as_posix(), message, context


def _read(path: Path) -> Iterator[tuple[Any, str | None]]:
    from babel.messages.extract import extract

    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        source = _as_python(source, path)
    for _, message, _, context in extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS):
        yield message, context


def _as_python(template: str, path: Path) -> str:
    """Django's own reading of a template: the same calls in Python, everything else crossed out."""
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure(USE_I18N=True)
    lines = templatize(template, origin=str(path)).splitlines()
    return "\n".join(line.lstrip() for line in lines)


def template_of(domain: str) -> Any:
    from babel.messages.catalog import Catalog

    catalog = Catalog(domain=domain, project="Seatkeeper", fuzzy=False)
    for path, message, context in found_in(DOMAINS[domain]):
        catalog.add(message, locations=[(path, 0)], context=context)
    return catalog


def extract() -> None:
    for domain in DOMAINS:
        template = template_of(domain)
        for language in LANGUAGES:
            catalog = read_catalog(catalog_path(language, domain), language)
            catalog.update(template, no_fuzzy_matching=True)
            catalog.obsolete.clear()
            write_catalog(catalog, catalog_path(language, domain))
            missing = len(untranslated(catalog))
            print(f"{language} {domain}: {len(catalog)} texts, {missing} without a translation")


def read_catalog(path: Path, language: str) -> Any:
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import read_po

    if not path.exists():
        return Catalog(locale=language, project="Seatkeeper", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def write_catalog(catalog: Any, path: Path) -> None:
    from babel.messages.pofile import write_po

    path.parent.mkdir(parents=True, exist_ok=True)
    text = io.BytesIO()
    write_po(
        text,
        catalog,
        width=100,
        include_lineno=False,
        omit_header=False,
        sort_output=True,
        ignore_obsolete=True,
    )
    path.write_bytes(CHANGING.sub(b"", text.getvalue()))


def compile_catalogs() -> None:
    from babel.messages.mofile import write_mo

    for path in sorted(ROOT.glob("i18n/*/LC_MESSAGES/*.po")):
        made = path.with_suffix(".mo")
        if not is_newer(made, path):
            with made.open("wb") as file:
                write_mo(file, read_catalog(path, path.parts[-3]))


def untranslated(catalog: Any) -> list[str]:
    return [str(m.id) for m in catalog if m.id and (m.fuzzy or not all(_strings(m.string)))]


def _strings(text: object) -> list[str]:
    return list(text) if isinstance(text, (tuple, list)) else [str(text or "")]


def check() -> tuple[bool, str]:
    """Complete, as the sources are now, and with the same placeholders in each language."""
    faults = [
        fault for domain in DOMAINS for language in LANGUAGES for fault in _faults(domain, language)
    ]
    return not faults, "\n".join(faults[:40]) if faults else ""


def _faults(domain: str, language: str) -> Iterator[str]:
    catalog = read_catalog(catalog_path(language, domain), language)
    for message in template_of(domain):
        here = catalog.get(message.id, message.context) if message.id else None
        if message.id and (here is None or here.fuzzy or not all(_strings(here.string))):
            yield f"{language} {domain}: no translation of {message.id!r}"
        elif here is not None and not _same_places(message.id, here.string):
            yield f"{language} {domain}: other placeholders in the translation of {message.id!r}"


def _same_places(source: object, translated: object) -> bool:
    """A singular may leave its number out; nothing may ask for what is not given."""
    wanted, found = (
        [set(PLACES.findall(text)) for text in _strings(texts)] for texts in (source, translated)
    )
    return found[-1] == wanted[-1] and all(places <= wanted[-1] for places in found)


def main(arguments: list[str]) -> int:
    match arguments:
        case ["extract" | "update"]:
            extract()
        case ["compile"]:
            compile_catalogs()
        case ["check"]:
            good, text = check()
            print(text or "complete")
            return not good
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
