"""What a shop asks for, read into what a license is made of; each member that is wrong is named."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

from contract.problems import Code
from contract.wire.shop import LicenseWanted
from server.config.settings import LANGUAGES
from server.licenses.create import DESKTOPS, Wanted
from server.rulebook.facts import Kind, Platform, Refusal

FEATURE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
FEATURES_LIMIT = 400  # as the column keeps them
PURCHASE_NUMBER = re.compile(r"[^\x00-\x1f\x7f]{1,64}")

_is_address = URLValidator(schemes=["https"])  # what people are led to (SAFE-6)


def read_wanted(given: LicenseWanted) -> Wanted | Refusal:
    wrong = [name for name, is_good in _CHECKS.items() if not is_good(given)]
    if wrong:
        errors = [{"pointer": f"/{name}", "code": "invalid"} for name in wrong]
        return Refusal(Code.INVALID_INPUT, {"errors": errors})
    platforms = DESKTOPS if given.platforms is None else frozenset(map(Platform, given.platforms))
    return Wanted(
        kind=Kind(given.kind),
        seats=given.seats,
        last_day=given.expires_on,
        product=given.product,
        platforms=platforms,
        features=frozenset(given.features or ()),
        purchase_number=given.purchase_number or "",
        cancel_url=given.cancel_url or "",
    )


def _features(given: LicenseWanted) -> bool:
    names = given.features or []
    fits = len(",".join(names)) <= FEATURES_LIMIT
    return fits and all(FEATURE.fullmatch(name) for name in names)


def _passes(check: Callable[[str], object], text: str | None, longest: int) -> bool:
    if text is None:
        return True
    try:
        check(text)
    except ValidationError:
        return False
    return len(text) <= longest


_CHECKS: dict[str, Callable[[LicenseWanted], object]] = {
    "kind": lambda given: given.kind in set(Kind),
    "platforms": lambda given: set(given.platforms or ()) <= set(Platform),
    "features": _features,
    "email": lambda given: _passes(validate_email, given.email, 254),
    "cancel_url": lambda given: _passes(_is_address, given.cancel_url, 200),
    "purchase_number": lambda given: PURCHASE_NUMBER.fullmatch(given.purchase_number or "-"),
    "language": lambda given: given.language is None or given.language in dict(LANGUAGES),
}
