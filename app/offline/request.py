"""The request of a computer without a network, and the page that carries it (AIR-1, 2, 8)."""

from __future__ import annotations

import gettext
from dataclasses import dataclass
from datetime import UTC, datetime

from babel.dates import format_date

from app.language import CATALOGUES, LANGUAGES, LOCALES, Code
from app.license.client import Desktop
from contract.brand import Brand
from contract.encoding import from_base64url
from contract.offline_files import Request, write_request
from contract.request_page import PageTexts, request_page


@dataclass(frozen=True)
class Asker:
    """Of this computer: what goes into a request. Nothing about the person (AIR-8)."""

    product: str
    device: str
    public_key: str
    private_key: str
    platform: Desktop
    app_version: str


def new_request(asker: Asker, nonce: str, counter: int, language: str, at: datetime) -> str:
    """The compact JWS of the device key, as it stands in the link."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    request = Request(
        product=asker.product,
        device=asker.device,
        public_key=asker.public_key,
        platform=asker.platform,
        app_version=asker.app_version,
        nonce=nonce,
        counter=counter,
        created=at.astimezone(UTC).replace(microsecond=0),
        language=language,
    )
    raw = from_base64url(asker.private_key) or b""
    return write_request(request, Ed25519PrivateKey.from_private_bytes(raw))


def page(request: str, brand: Brand, language: str, at: datetime) -> bytes:
    """In all languages, the person's first: another computer may speak another one."""
    order = sorted(LANGUAGES, key=lambda code: code != language)
    texts = [_texts(code, at) for code in order]
    return request_page(request, brand, texts).encode()


def _texts(code: Code, at: datetime) -> PageTexts:
    """Sentences of a language that may not be the window's."""
    catalogue = gettext.NullTranslations()
    if code != "en":
        catalogue = gettext.translation("app", CATALOGUES, [code], fallback=True)
    date = format_date(at.date(), "long", locale=LOCALES[code])
    return PageTexts(
        language=code,
        title=catalogue.gettext("License for a computer without internet"),
        what_this_is=catalogue.gettext(
            "Open this page on a computer with internet. It leads to the portal, where you sign "
            "in and choose the license for the computer that wrote this page."
        ),
        go_on=catalogue.gettext("Go on to the portal"),
        if_nothing_happens=catalogue.gettext(
            "Should nothing happen, type the address above and upload this file there."
        ),
        check=catalogue.gettext("Check code"),
        check_why=catalogue.gettext(
            "The same code stands on the screen of the computer that wrote this page. Accept "
            "only for a computer in front of you."
        ),
        written=catalogue.gettext("Written on {date}").format(date=date),
    )
