"""PySide's own Python modules (signatures of Qt's functions), as files with byte code.

PySide carries them as source text inside a library and compiles them at each start: 10 ms. Where
`files.dir` lies beside its loader, it takes them from there; that is its own switch, `SBK_EMBED`.
"""

from __future__ import annotations

import compileall
import py_compile
import subprocess
import sys
from pathlib import Path

FOLDER = "files.dir"
UNPACK = """
import sys
import PySide6
archive = sys.modules["shibokensupport"].__spec__.loader.zfile
archive.extractall(sys.argv[1], [name for name in archive.namelist() if name.endswith(".py")])
"""


def unpack(shiboken: Path) -> Path:
    """Into the package's `shiboken6`; the byte code fits whatever time the files will have."""
    folder = shiboken / FOLDER
    subprocess.run([sys.executable, "-c", UNPACK, str(folder)], check=True)
    whole = compileall.compile_dir(
        folder, quiet=1, force=True,
        invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
    )  # fmt: skip
    if not whole:
        raise RuntimeError("PySide's own modules could not be compiled")
    return folder
