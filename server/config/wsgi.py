"""What granian's workers load."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "server.config.settings")

from django.core.wsgi import get_wsgi_application

_django = get_wsgi_application()

from server.api.contact import ContactFirst  # noqa: E402  # what they need is set up by now
from server.api.seat_first import SeatFirst  # noqa: E402

application = ContactFirst(SeatFirst(_django))
