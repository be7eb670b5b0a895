"""What a face looks at: the picture, the instant, the brand. Nothing else is told to a view."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from app.license.picture import Offline, Picture, lease_of

if TYPE_CHECKING:
    from contract.brand import Brand
    from contract.lease import Lease
    from contract.wire.license import License


class Seen(Struct, frozen=True):
    picture: Picture
    at: datetime
    brand: Brand

    @property
    def license(self) -> License | None:
        return self.picture.license

    @property
    def lease(self) -> Lease | None:
        return lease_of(self.picture)

    @property
    def offline(self) -> bool:
        return isinstance(self.picture.connection, Offline)

    @property
    def product(self) -> str:
        return self.brand.product_name

    @property
    def downloads(self) -> str:
        return self.brand.links.downloads

    @property
    def portal(self) -> str:
        return self.brand.portal.rstrip("/")

    @property
    def computers(self) -> str:
        """Where a person frees a computer that is lost (SEAT-14)."""
        return f"{self.portal}/computers"
