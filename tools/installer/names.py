"""What a brand's program is called on each system, and the texts that installers show of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from app.version import VERSION
from contract.brand import Brand, read_brand

EXTENSION = "seatkeeper"
MEDIA_TYPE = "application/x-seatkeeper"


@dataclass(frozen=True)
class Names:
    brand: Brand
    version: str = VERSION

    @property
    def package(self) -> str:
        """Of the folder, the package, the command, the icon: two vendors' lie side by side."""
        return "seatkeeper-" + re.sub(r"[^a-z0-9.+-]", "-", self.brand.product.lower())

    @property
    def title(self) -> str:
        """As a menu shows it."""
        return f"{self.brand.product_name} License"

    @property
    def vendor(self) -> str:
        return self.brand.vendor_name

    @property
    def identifier(self) -> str:
        """Reversed, as macOS wants it; from the issuer, which stays."""
        host = re.sub(r"^\w+://|[/:].*$", "", self.brand.issuer)
        return ".".join([*reversed(host.split(".")), self.package])


def names_of(brand: Path) -> Names:
    return Names(read_brand(brand.read_text(encoding="utf-8")))
