"""One file a face of STATES.md: what is shown for a standing, in plain words.

A face is imported when it is shown for the first time: a start shows one of them (APP-1).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.views.faces import (
        clock as clock,
    )
    from app.views.faces import (
        give_back as give_back,
    )
    from app.views.faces import (
        given_up as given_up,
    )
    from app.views.faces import (
        lapsed as lapsed,
    )
    from app.views.faces import (
        lease_unusable as lease_unusable,
    )
    from app.views.faces import (
        license_over as license_over,
    )
    from app.views.faces import (
        log_out as log_out,
    )
    from app.views.faces import (
        make_own as make_own,
    )
    from app.views.faces import (
        no_connection as no_connection,
    )
    from app.views.faces import (
        no_license as no_license,
    )
    from app.views.faces import (
        overlays as overlays,
    )
    from app.views.faces import (
        seat_lost as seat_lost,
    )
    from app.views.faces import (
        seats_exhausted as seats_exhausted,
    )
    from app.views.faces import (
        sign_in as sign_in,
    )
    from app.views.faces import (
        sign_in_blocked as sign_in_blocked,
    )
    from app.views.faces import (
        signing_in as signing_in,
    )
    from app.views.faces import (
        starting as starting,
    )
    from app.views.faces import (
        unconfirmed as unconfirmed,
    )
    from app.views.faces import (
        waiting as waiting,
    )
    from app.views.faces import (
        welcome as welcome,
    )
else:

    def __getattr__(name):
        try:
            return import_module(f"{__name__}.{name}")
        except ModuleNotFoundError:
            raise AttributeError(name) from None
