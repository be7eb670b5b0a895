"""`/api/v1/meta`: a desktop's first call."""

from __future__ import annotations

from django.conf import settings

from contract.wire.meta import Meta
from server.api.call import Answer, Asked, call
from server.clock import now
from server.config.brand import brand

SIGN_IN = ["password"]  # "browser" comes with the OpenID Connect provider


@call("GET", "/api/v1/meta", "A desktop's first call", gives={200: Meta})
def get_meta(asked: Asked[None]) -> Answer:
    own = brand()
    return Answer(
        200,
        Meta(
            issuer=own.issuer,
            product=own.product,
            portal=settings.ADDRESS,
            sign_in=SIGN_IN,
            minimum_version=settings.DEPLOYMENT.minimum_version,
            server_time=now(),
        ),
    )
