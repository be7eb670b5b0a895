"""`dev.py demo`: the main job with sample people, on this computer alone.

With a display: the server, the portal and the desktop, for as long as the desktop is open. Without
one, or with `--headless`: the whole journey, walked by itself on a display that nobody sees.
"""

from __future__ import annotations

import argparse
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.bootstrap import ROOT
from tools.journey.product import opening
from tools.journey.server import DEV, Server
from tools.screen import has_display

HOME = ROOT / "build" / "demo"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="dev.py demo", description=__doc__.splitlines()[0])
    parser.add_argument("--headless", action="store_true", help="walk the journey by itself")
    parser.add_argument("--out", type=Path, default=HOME / "pictures", help="where pictures go")
    asked = parser.parse_args(arguments)
    if asked.headless or not has_display():
        return walk(asked.out.resolve())
    return show()


def walk(pictures: Path) -> int:
    from tools.journey.stage import stage
    from tools.journey.walks import WALKS

    with tempfile.TemporaryDirectory(prefix="seatkeeper-demo-") as work:
        print("Starting the server, a display that nobody sees, and a browser.", flush=True)
        try:
            with stage(Path(work), pictures) as scene:
                for walk_it in WALKS:
                    print(f"\n{walk_it.__doc__}", flush=True)
                    walk_it(scene)
        except Exception as error:
            kept = pictures / "logs"
            shutil.copytree(work, kept, dirs_exist_ok=True, ignore=_not_logs)
            print(f"\nStopped: {error}\nLogs are in {kept}.", file=sys.stderr)
            return 1
    print(f"\nDone: {scene.steps} steps; their pictures are in {pictures}")
    return 0


def _not_logs(folder: str, names: list[str]) -> list[str]:
    """Keys, databases and mails stay behind."""
    return [
        n for n in names if Path(n).suffix not in {".log", ".trace"} and Path(folder, n).is_file()
    ]


def show() -> int:
    server = Server(HOME / "server")
    print("Starting the server …", flush=True)
    address = server.start("--sample")
    try:
        print(f"The portal: {address}\n\n{_people(server)}\n")
        print(f"Mails are written to {server.data / 'mail'}", flush=True)
        print("The desktop opens now; closing it ends the demo.", flush=True)
        line = ["--server", address, "--profile", str(HOME / "computer")]
        brand = _brand_that_opens_the_product(server.data / "brand.toml", line)
        return subprocess.call([sys.executable, DEV, "desktop", *line, "--brand", str(brand)])
    except KeyboardInterrupt:
        return 0
    finally:
        server.stop()


def _brand_that_opens_the_product(servers: Path, line: list[str]) -> Path:
    """The sample product starts the manager again by the command that starts it here."""
    brand = HOME / "brand.toml"
    manager = shlex.join([sys.executable, "-P", "-m", "app", *line, "--brand", str(brand)])
    product = [sys.executable, "-P", "-m", "examples.memo_editor", "--brand", str(servers)]
    opens = [*product, "--manager", manager, "--home", str(HOME / "memos")]
    brand.write_text(opening(servers.read_text("utf-8"), opens), "utf-8")
    return brand


def _people(server: Server) -> str:
    """Who plays: Ada owns 2 seats, Ben is her member, Cleo owns for good, Dora tries."""
    rows = [(p["name"], p["email"], p["password"]) for p in server.sample()["people"]]
    return "\n".join(f"  {name:16} {email:22} {password}" for name, email, password in rows)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
