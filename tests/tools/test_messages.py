"""Which texts are found, and which translations are refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tools import messages

TEMPLATE = """{% load i18n %}<h1>{% translate "Sign in" %}</h1>
{% blocktranslate trimmed with name=user.name %}Hello {{ name }},
  it's "you".{% endblocktranslate %}
<p>{% blocktranslate count n=seats %}one seat{% plural %}{{ n }} seats{% endblocktranslate %}</p>
"""


def found_in(path: Path) -> list[Any]:
    return [message for message, _ in messages._read(path)]


def test_texts_of_a_template_are_found_with_quotes_and_plurals(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(TEMPLATE)
    plural = ("one seat", "%(n)s seats")
    assert found_in(page) == ["Sign in", 'Hello %(name)s, it\'s "you".', plural]


def test_texts_of_a_module_are_found_whatever_the_call(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text("""_("one " "line"); ngettext("{n} day", "{n} days", 3); other("not this")""")
    assert found_in(module) == ["one line", ("{n} day", "{n} days")]


@pytest.mark.parametrize(
    ("source", "translated", "fits"),
    [
        ("until {date}", "bis {date}", True),
        ("until {date}", "bis {datum}", False),
        ("until {date}", "bis dann", False),
        (("one day", "{n} days"), ("ein Tag", "{n} Tage"), True),
        (("{n} day", "{n} days"), ("ein Tag", "{n} Tage"), True),
        (("{n} day", "{n} days"), ("{n} Tag", "Tage"), False),
    ],
)
def test_translation_keeps_the_placeholders(source: Any, translated: Any, fits: bool) -> None:
    assert messages._same_places(source, translated) is fits
