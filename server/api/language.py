"""In which language a refusal is told: by `Accept-Language`, English where nothing fits.

The sentences are the contract's (gettext domain `contract`), the same as the desktop's.
"""

from __future__ import annotations

import gettext
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header

from contract import sentences
from server.config.places import ROOT
from server.rulebook.facts import Refusal

SOURCE = "en"


def language_of(request: HttpRequest) -> str:
    known = {code for code, _ in settings.LANGUAGES}
    for wanted, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()):
        if wanted[:2] in known:
            return wanted[:2]
    return SOURCE


def sentence(refusal: Refusal, language: str) -> str:
    return _catalog(language).gettext(sentences.sentence(refusal.code))


@cache
def _catalog(language: str) -> gettext.NullTranslations:
    return gettext.translation("contract", ROOT / "i18n", [language], fallback=True)
