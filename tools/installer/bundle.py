"""The desktop in one folder (PyInstaller's *onedir*): Python, Qt's used parts, our resources.

One folder and not one file: Qt stays replaceable (LGPL), and nothing is unpacked at each start.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

from tools.bootstrap import ROOT
from tools.installer import icon, signatures
from tools.installer.names import Names

LEFT_OUT = """tkinter unittest pydoc doctest test lib2to3 distutils setuptools pip django server
    click rich pygments
    PySide6.QtQml PySide6.QtQuick PySide6.QtSql PySide6.QtTest PySide6.QtPrintSupport
    PySide6.QtOpenGL PySide6.QtOpenGLWidgets PySide6.QtUiTools PySide6.QtDesigner PySide6.QtHelp
    PySide6.QtXml PySide6.QtConcurrent PySide6.QtSvgWidgets""".split()
"""Modules that no start needs; what finds them is an optional import of some library."""

UNUSED = """
    PySide6/Qt/lib/libQt6{Qml*,Quick*,Sql*,Test*,OpenGL*,PrintSupport*,Pdf*,VirtualKeyboard*}
    PySide6/Qt/lib/libQt6{WaylandEgl*,EglFS*,EglFs*,Concurrent*,Xml*,Designer*,Help*,ShaderTools*}
    PySide6/Qt/plugins/platforms/libq{eglfs,minimal,minimalegl,vnc,linuxfb,vkkhrdisplay}*
    PySide6/Qt/plugins/platforms/q{minimal,direct2d}*
    PySide6/Qt/plugins/{egldeviceintegrations,generic,sqldrivers,qmltooling,printsupport}/*
    PySide6/Qt/plugins/{platforminputcontexts/libqtvirtualkeyboard*,platformthemes/libqgtk3*}
    PySide6/Qt/plugins/imageformats/*q{pdf,tga,tiff,wbmp,webp,icns,jpeg,gif}*
    PySide6/Qt/qml/*
    PySide6/Qt/translations/qt_* PySide6/Qt/translations/qtdeclarative_*
    PySide6/Qt/resources/*
    PySide6/Qt/plugins/{networkinformation,xcbglintegrations/libqxcb-glx*}*
    lib{stdc++,gcc_s,X11,Xcomposite,Xcursor,Xdamage,Xext,Xfixes,Xi,Xinerama,Xrandr,Xrender}.so*
    lib{gtk-3,gdk-3,gdk_pixbuf,cairo,pango,atk,atspi,epoxy,pixman,thai,datrie,fribidi,graphite}*
    lib{gio,glib,gobject,gmodule,gthread,pcre2,mount,blkid,selinux,harfbuzz,jpeg,tiff}*
    lib{dbus-1,systemd,gcrypt,gpg-error,cap,lz4,zstd,fontconfig,freetype,brotli}*
""".split()
"""Of Qt what a few labels, dialogs and a tray do not use; of the system what it brings itself."""

LANGUAGES = ("de", "es")


def build(names: Names, brand: Path, out: Path) -> Path:
    """The folder, with the program in it. `out` holds what is made on the way, too."""
    made = out / "dist" / names.package
    shutil.rmtree(made, ignore_errors=True)
    subprocess.run(_order(names, brand, out), cwd=ROOT, check=True, env=_environment())
    for path in unused(made):
        path.unlink()
    _tidy(made)
    signatures.unpack(made / "_internal" / "shiboken6")
    return made


def _order(names: Names, brand: Path, out: Path) -> list[str]:
    words = [
        "--noconfirm", "--clean", "--onedir", "--windowed", "--log-level=WARN",
        "--debug=noarchive",  # modules as files: read a fifth faster than out of an archive
        "--name", names.package, "--paths", str(ROOT),
        "--distpath", str(out / "dist"), "--workpath", str(out / "work"),
        "--specpath", str(out),
    ]  # fmt: skip
    words += ["--icon", _icon(names, out)] if sys.platform in ("win32", "darwin") else ["--strip"]
    for module in LEFT_OUT:
        words += ["--exclude-module", module]
    for source, target in data(_stage(brand, out)):
        words += ["--add-data", f"{source}{os.pathsep}{target}"]
    return [sys.executable, "-m", "PyInstaller", *words, str(ROOT / "app" / "__main__.py")]


def _environment() -> dict[str, str]:
    """Nothing of Qt may ask for a display while it is looked through."""
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen"}


def _icon(names: Names, out: Path) -> str:
    ending = "ico" if sys.platform == "win32" else "icns"
    path = out / f"{names.package}.{ending}"
    icon.write(names.brand, path, 256)
    return str(path)


def _stage(brand: Path, out: Path) -> Path:
    """The resources with this brand in the place of the shipped one."""
    stage = out / "resources"
    shutil.rmtree(stage, ignore_errors=True)
    shutil.copytree(ROOT / "resources", stage, ignore=shutil.ignore_patterns("*.woff2"))
    shutil.copyfile(brand, stage / "brand.toml")
    return stage


def data(resources: Path) -> Iterator[tuple[Path, str]]:
    """What lies beside the code, where the code looks for it."""
    yield resources, "resources"
    for language in LANGUAGES:
        for domain in ("app", "contract"):
            inside = Path("i18n", language, "LC_MESSAGES")
            yield ROOT / inside / f"{domain}.mo", str(inside)


# --- what is not used ------------------------------------------------------------------------


def unused(made: Path) -> list[Path]:
    inside = made / "_internal"
    files = [path for path in inside.rglob("*") if path.is_file() or path.is_symlink()]
    return [path for path in files if is_unused(path.relative_to(inside).as_posix())]


def is_unused(name: str) -> bool:
    if name.startswith("PySide6/Qt/translations/qtbase_"):
        return Path(name).stem.removeprefix("qtbase_") not in LANGUAGES
    if name.startswith("babel/locale-data/"):
        return Path(name).stem.partition("_")[0] not in ("root", "en", *LANGUAGES)
    return any(fnmatch(name, pattern) for pattern in _patterns())


def _patterns() -> Iterator[str]:
    """`a/{b,c}` stands for `a/b` and `a/c`, as in a shell."""
    for pattern in UNUSED:
        before, brace, rest = pattern.partition("{")
        choice, _, after = rest.partition("}")
        yield from (before + each + after for each in choice.split(",")) if brace else [before]


def _tidy(folder: Path) -> None:
    """Links to what was removed, and folders that are empty now."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_symlink() and not path.exists():
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()


def size(folder: Path) -> int:
    """Bytes on the disk, links not followed."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir())
