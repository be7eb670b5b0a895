"""The Debian package: the folder under /opt, a command, a menu entry, the file type, an icon.

No script runs at installing or removing: the systems' own triggers read what lies there.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from tools import debian
from tools.installer import icon
from tools.installer.bundle import size
from tools.installer.names import EXTENSION, MEDIA_TYPE, Names

OTHER_NAMES = {"libglib2.0-0": "libglib2.0-0t64"}
"""As newer systems call them."""


def build(names: Names, bundle: Path, out: Path, *, quick: bool = False) -> Path:
    root = out / "deb"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(bundle, root / "opt" / names.package, symlinks=True)
    for path, text in files(names, size(bundle)).items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    command = root / "usr" / "bin" / names.package
    command.parent.mkdir(parents=True)
    command.symlink_to(f"/opt/{names.package}/{names.package}")
    _open_to_all(root)
    made = out / f"{names.package}_{names.version}_{architecture()}.deb"
    packed = "-Zzstd" if quick else "-Zxz"
    line = ["dpkg-deb", "--root-owner-group", packed, "-b", str(root), str(made)]
    subprocess.run(line, check=True, stdout=subprocess.DEVNULL)
    return made


def files(names: Names, installed: int) -> dict[str, str]:
    """Texts by where they lie; a pure function of the brand."""
    share, icons = "usr/share", "usr/share/icons/hicolor/scalable"
    picture = icon.svg(names.brand)
    return {
        "DEBIAN/control": control(names, installed),
        f"{share}/applications/{names.package}.desktop": desktop_entry(names),
        f"{share}/mime/packages/{names.package}.xml": media_type(),
        f"{icons}/apps/{names.package}.svg": picture,
        f"{share}/doc/{names.package}/copyright": COPYRIGHT.format(vendor=names.vendor),
    }


def control(names: Names, installed: int) -> str:
    fields = {
        "Package": names.package,
        "Version": names.version,
        "Architecture": architecture(),
        "Maintainer": f"{names.vendor} <{_address(names)}>",
        "Installed-Size": str(installed // 1024),
        "Depends": ", ".join(depends()),
        "Section": "science",
        "Priority": "optional",
        "Description": f"license manager of {names.brand.product_name}\n"
        " Keeps a license seat for this computer, with and without a connection.",
    }
    return "".join(f"{name}: {value}\n" for name, value in fields.items())


def _address(names: Names) -> str:
    """Of support, where it is one; a package must have an address."""
    scheme, _, rest = names.brand.links.support.partition(":")
    return rest.partition("?")[0] if scheme == "mailto" else "noreply@localhost"


def depends() -> list[str]:
    """Qt's own needs (fonts are for the tests' pictures), and the C library it was built with."""
    libraries = [name for name in debian.QT if name.startswith("lib")]
    wanted = [f"{name} | {OTHER_NAMES[name]}" if name in OTHER_NAMES else name
              for name in libraries]  # fmt: skip
    return [f"libc6 (>= {_libc()})", "libstdc++6", "libx11-6", *wanted]


def _libc() -> str:
    import platform

    return platform.libc_ver()[1] or "2.34"


def architecture() -> str:
    order = ["dpkg", "--print-architecture"]
    return subprocess.run(order, check=True, capture_output=True, text=True).stdout.strip()


def desktop_entry(names: Names) -> str:
    return f"""[Desktop Entry]
Type=Application
Version=1.0
Name={names.title}
Name[de]={names.brand.product_name} Lizenz
Name[es]=Licencia de {names.brand.product_name}
Comment=Keeps your seat of {names.brand.product_name}
Comment[de]=Verwahrt Ihren Platz von {names.brand.product_name}
Comment[es]=Guarda su puesto de {names.brand.product_name}
Exec={names.package} %f
Icon={names.package}
Terminal=false
Categories=Utility;
MimeType={MEDIA_TYPE};
StartupNotify=true
"""


def media_type() -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
  <mime-type type="{MEDIA_TYPE}">
    <comment>License file</comment>
    <comment xml:lang="de">Lizenzdatei</comment>
    <comment xml:lang="es">Archivo de licencia</comment>
    <glob pattern="*.{EXTENSION}"/>
  </mime-type>
</mime-info>
"""


COPYRIGHT = """This package is {vendor}'s. It holds, each under its own terms: Qt and PySide6
(LGPL-3.0, as replaceable files in /opt), Python (PSF-2.0), the typeface Inter (OFL-1.1), icons of
Lucide (ISC), and the libraries listed under /opt (*.dist-info).
"""


def _open_to_all(root: Path) -> None:
    """Whatever the builder's umask was."""
    for path in root.rglob("*"):
        if not path.is_symlink():
            runs = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if runs else 0o644)
