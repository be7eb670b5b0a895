"""Writers that are killed in the middle of it, by a real SIGKILL, again and again.

    python -m tests.fakes.killed [--cut IMAGE] FOLDER ROUNDS KIND...

With `--cut` the power goes, too: FOLDER is where IMAGE, an ext4 file system, is mounted, which is
shut down without flushing anything, and mounted again.

Each kind writes one number after another and says each once it is written. After a kill the file
must hold the number that was said last or the one after it, whole. Says what it found wrong.
"""

from __future__ import annotations

import fcntl
import mmap
import os
import random
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from app.license import device
from app.license.cache import AccountShown, Cache, RequestFile, ReturnFile
from app.license.credentials import FileStore, Secrets, _read
from app.offline import stick
from app.settings import Settings, read_settings, write_settings

LONGEST_S = 0.012
START = datetime(2027, 3, 1, 9, tzinfo=UTC)
KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
REST = "x" * 3000
"""So that a file is more than a page of the disk."""


class Kind(NamedTuple):
    write: Callable[[int], object]
    read: Callable[[], int | None]


def kinds(folder: Path) -> dict[str, Kind]:
    cache, store = Cache(folder), FileStore(folder)

    def numbered(data: bytes | str | None) -> int | None:
        text = data.decode() if isinstance(data, bytes) else data or ""
        number, _, rest = text.partition(" ")
        return int(number) if rest == REST else None

    def text(number: int) -> str:
        return f"{number} {REST}"

    def request() -> int | None:
        kept = cache.request()
        return numbered(kept.request) if kept else None

    def returned() -> int | None:
        kept = cache.returned()
        return numbered(kept.text) if kept else None

    def shown() -> int | None:
        account = cache.shown().account
        return numbered(account.name) if account else None

    def latest() -> int | None:
        found = device.read_device(folder, "memo-editor")
        if found is None or found.latest is None or len(found.seen) != 1:
            return None
        return round((found.latest - START).total_seconds())

    def secret() -> int | None:
        found = _read(store.get())
        return found.counter if found and found.private_key == KEY else None

    def move(number: int) -> None:
        (cache.put_lease_away if number % 2 else cache.take_lease_back)()

    def moved() -> int | None:
        there = (cache.lease(), cache.closing())
        return numbered(there[0] or there[1]) if None in there else None

    return {
        "lease": Kind(lambda n: cache.write_lease(text(n)), lambda: numbered(cache.lease())),
        "keys": Kind(lambda n: cache.write_keys(text(n)), lambda: numbered(cache.keys())),
        "shown": Kind(
            lambda n: cache.write_shown(account=AccountShown(id="A", name=text(n))), shown
        ),
        "request": Kind(
            lambda n: cache.write_request(
                RequestFile(request=text(n), nonce="n", path="/p", when=START)
            ),
            request,
        ),
        "return": Kind(
            lambda n: cache.write_return(ReturnFile(text=text(n), nonce="n", path="/", when=START)),
            returned,
        ),
        "given-up": Kind(lambda n: cache.give_up(text(n)), lambda: numbered(cache.given_up())),
        "device": Kind(
            lambda n: device.remember_latest(folder, START + timedelta(seconds=n), (REST,)), latest
        ),
        "secrets": Kind(
            lambda n: store.set(_item(n)),
            secret,
        ),
        "settings": Kind(
            lambda n: write_settings(folder, Settings(folder=text(n))),
            lambda: numbered(read_settings(folder).folder),
        ),
        "page": Kind(
            lambda n: stick._put(folder / "request.html", text(n).encode(), threading.Event()),
            lambda: numbered(stick.read(folder / "request.html")),
        ),
        "move": Kind(move, moved),
    }


def _item(number: int) -> str:
    import msgspec

    return msgspec.json.encode(Secrets(private_key=KEY, counter=number)).decode()


EXT4_IOC_SHUTDOWN, WITHOUT_FLUSHING = 0x8004587D, 2


def cut(folder: Path) -> None:
    """What was not flushed is lost, as with the power; the journal is played back after it."""
    descriptor = os.open(folder, os.O_RDONLY)
    fcntl.ioctl(descriptor, EXT4_IOC_SHUTDOWN, struct.pack("I", WITHOUT_FLUSHING))
    os.close(descriptor)


def plug_in_again(image: Path, folder: Path) -> None:
    subprocess.run(["umount", str(folder)], check=True)
    subprocess.run(["mount", "-o", "loop", str(image), str(folder)], check=True)


def killed(kind: Kind, said: mmap.mmap, image: Path | None) -> None:
    """A process of its own writes on and on until it is killed, soon."""
    child = os.fork()
    if child == 0:
        number = struct.unpack("q", said[:8])[0]
        while True:
            number += 1
            try:
                kind.write(number)
            except OSError:  # the disk is gone
                signal.pause()
            said[:8] = struct.pack("q", number)
    moment = time.monotonic() + random.uniform(0, LONGEST_S)
    while time.monotonic() < moment:
        time.sleep(0.0002)
    if image is not None:
        cut(FOLDER)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    if image is not None:
        plug_in_again(image, FOLDER)


def tried(name: str, kind: Kind, rounds: int, image: Path | None = None) -> int:
    """The number of writes that were lived through."""
    said = mmap.mmap(-1, 8)
    begun = _begin(name, kind)
    said[:8] = struct.pack("q", begun)
    for _ in range(rounds):
        killed(kind, said, image)
        last, found = struct.unpack("q", said[:8])[0], kind.read()
        moved = name == "move" and found == 1  # it is one file that is moved
        if not moved and found not in (last, last + 1):
            raise SystemExit(f"{name}: {last} was written, {found} is there")
        said[:8] = struct.pack("q", last if moved or found is None else found)
    return struct.unpack("q", said[:8])[0] - begun


def _begin(name: str, kind: Kind) -> int:
    if name == "move":
        kinds(FOLDER)["lease"].write(1)
        return 1
    if name == "device":
        device.write_device(FOLDER, KEY)
    kind.write(1)
    return 1


if __name__ == "__main__":
    words = sys.argv[1:]
    IMAGE = Path(words[1]) if words[0] == "--cut" else None
    place, rounds, *names = words[2:] if IMAGE else words
    FOLDER = Path(place)
    known = kinds(FOLDER)
    for name in names or known:
        lived = tried(name, known[name], int(rounds), IMAGE)
        sys.stdout.write(f"{name} {lived}\n")
