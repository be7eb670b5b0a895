"""Running a program without a word: what it said is kept for the case that it fails."""

from __future__ import annotations

import os
import subprocess


def quietly(*command: object, **surroundings: str) -> str:
    """Returns what the program printed; raises CalledProcessError with it as `stdout`."""
    done = subprocess.run(
        [str(word) for word in command],
        env={**os.environ, **surroundings},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=True,
    )
    return done.stdout
