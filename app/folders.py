"""Where the desktop keeps its files: the platform's places, or all of them in `--profile DIR`."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct


class Folders(Struct, frozen=True):
    """`profile` is given where everything lies in one folder, the key store's item too."""

    data: Path  # the lease and what belongs to it
    logs: Path
    profile: Path | None = None


def folders(product: str, profile: Path | None = None) -> Folders:
    """By the platform's rules (APP-7, APP-8); never one that roams."""
    if profile is not None:
        real = profile.expanduser().absolute()
        return Folders(real, real / "logs", real)
    import platformdirs  # a profile does without it

    dirs = platformdirs.PlatformDirs(f"seatkeeper-{product}", appauthor=False, roaming=False)
    return Folders(Path(dirs.user_data_path), Path(dirs.user_log_path))
