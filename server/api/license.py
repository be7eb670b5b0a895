"""`/api/v1/license`: what the info page shows."""

from __future__ import annotations

from datetime import datetime

from contract.problems import Code
from contract.wire.license import License, LicenseAnswer
from server.api.call import Answer, Asked, call
from server.rulebook.facts import Refusal
from server.seats.license_info import Shown, license_info
from server.seats.shown import license_shown


@call(
    "GET",
    "/api/v1/license",
    "What the info page shows; needs no seat",
    gives={200: LicenseAnswer},
    refuses=(Code.NO_LICENSE,),
    signed_in=True,
)
def get_license(asked: Asked[None]) -> Answer | Refusal:
    found = license_info(asked.session.account, asked.session.device)
    if isinstance(found, Refusal):
        return found
    others = [_shown(each, found.at) for each in found.others]
    return Answer(200, LicenseAnswer(license=_shown(found.license, found.at), others=others))


def _shown(each: Shown, at: datetime) -> License:
    return license_shown(each.pool, each.place, each.license, at, with_use=True)
