"""What the portal's tests stand on serves here, too."""

from __future__ import annotations

from tests.server.portal.conftest import keys as keys
from tests.server.portal.conftest import sold as sold
