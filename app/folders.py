"""Where the desktop keeps its files: the platform's places, or all of them in `--profile DIR`."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from app.license.rooms import house_of, name_of, room_of


class Folders(Struct, frozen=True):
    """`profile` is given where everything lies in one folder, the key store's item too."""

    data: Path  # the lease and what belongs to it
    logs: Path
    profile: Path | None = None

    @property
    def room(self) -> str:
        """Where several computers share the home: which of them this is; else nothing."""
        return "" if self.profile else name_of(self.data)

    @property
    def house(self) -> Path:
        """The data folder, whoever lives in it: there a product looks for the link."""
        return self.data if self.profile else house_of(self.data)


def folders(product: str, profile: Path | None = None) -> Folders:
    """By the platform's rules (APP-7, APP-8); never one that roams."""
    if profile is not None:
        real = profile.expanduser().absolute()
        return Folders(real, real / "logs", real)
    import platformdirs  # a profile does without it

    dirs = platformdirs.PlatformDirs(f"seatkeeper-{product}", appauthor=False, roaming=False)
    data = room_of(Path(dirs.user_data_path))
    return Folders(data, Path(dirs.user_log_path) / name_of(data))
