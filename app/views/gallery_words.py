"""A language that nobody speaks: accented and stretched, to find words that were forgotten.

What a catalogue does not reach stays plain English, and what has no room is cut off: German is
about as long. Every vowel is doubled, which makes English some forty in a hundred longer.
"""

from __future__ import annotations

import gettext
import re

from app.language import Code, known, spoken

STRETCHED = "stretched"
ACCENTS = str.maketrans("AEIOUYaeiouyCNSZcnsz", "ÅÉÎÖÛÝåéîöûýÇÑŠŽçñšž")
VOWEL = re.compile(r"([AEIOUaeiou])")
PLACEHOLDER = re.compile(r"(\{[^}]*\})")


def stretched(sentence: str) -> str:
    """Save as {name} becomes [Såååvéé åås {name}]."""
    parts = PLACEHOLDER.split(sentence)
    return f"[{''.join(part if part.startswith('{') else _longer(part) for part in parts)}]"


def _longer(words: str) -> str:
    return VOWEL.sub(lambda vowel: vowel[0] + vowel[0].lower(), words).translate(ACCENTS)


class Stretched(gettext.NullTranslations):
    """A catalogue that has every sentence."""

    def gettext(self, message: str) -> str:
        return stretched(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return stretched(msgid1 if n == 1 else msgid2)


def speak(name: str) -> None:
    """One of the languages by its code, or the stretched one."""
    code: Code = known(name) or "en"
    spoken.use(code)
    if name == STRETCHED:
        spoken.window = spoken.contract = Stretched()
