"""The Windows installer: an MSI by `wixl` (msitools), per machine, silent with `msiexec /qn`."""

from __future__ import annotations

import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import quoteattr

from tools.installer.names import EXTENSION, MEDIA_TYPE, Names

SPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "seatkeeper.invalid")
"""Ids follow from names: the next version of the same product replaces this one."""


def build(names: Names, bundle: Path, out: Path) -> Path:
    """`bundle` is OUT/dist/NAME, the description lies in OUT."""
    source, made = out / f"{names.package}.wxs", out / f"{names.package}-{names.version}.msi"
    source.write_text(wxs(names, bundle), encoding="utf-8")
    subprocess.run(["wixl", "-a", "x64", "-o", str(made), str(source)], check=True)
    return made


def wxs(names: Names, bundle: Path) -> str:
    components: list[str] = []
    tree = "\n".join(_folder(names, bundle, bundle, components))
    features = "\n".join(f'<ComponentRef Id="{each}"/>' for each in components)
    return f"""<?xml version="1.0" encoding="utf-8"?>
<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">
<Product Id="*" Name={quoteattr(names.title)} Language="1033" Version={quoteattr(names.version)}
 Manufacturer={quoteattr(names.vendor)} UpgradeCode="{_id(names, "upgrade")}">
<Package InstallerVersion="500" Compressed="yes" InstallScope="perMachine"/>
<Property Id="ALLUSERS" Value="1"/>
<MajorUpgrade DowngradeErrorMessage="A newer version is installed already."/>
<Media Id="1" Cabinet="files.cab" EmbedCab="yes"/>
<Directory Id="TARGETDIR" Name="SourceDir">
<Directory Id="ProgramFiles64Folder"><Directory Id="INSTALLDIR" Name="{names.package}">
{tree}
</Directory></Directory>
<Directory Id="ProgramMenuFolder">
<Component Id="menu" Guid="{_id(names, "menu")}" Win64="yes">
<Shortcut Id="entry" Name={quoteattr(names.title)} Target="[INSTALLDIR]{names.package}.exe"
 WorkingDirectory="INSTALLDIR"/>
<RegistryValue Root="HKLM" Key="Software\\{names.package}" Name="menu" Type="integer" Value="1"
 KeyPath="yes"/>
</Component></Directory>
<Component Id="type" Guid="{_id(names, "type")}" Win64="yes">
{_file_type(names)}
</Component>
</Directory>
<Feature Id="all" Level="1">
{features}
<ComponentRef Id="menu"/><ComponentRef Id="type"/>
</Feature>
</Product></Wix>
"""


def _file_type(names: Names) -> str:
    """A double click on a response file opens the desktop."""
    kind, classes = f"{names.package}.file", "Software\\Classes"
    command = f'"[INSTALLDIR]{names.package}.exe" "%1"'
    values = {
        (f"{classes}\\.{EXTENSION}", ""): kind,
        (f"{classes}\\.{EXTENSION}", "Content Type"): MEDIA_TYPE,
        (f"{classes}\\{kind}", ""): "License file",
        (f"{classes}\\{kind}\\DefaultIcon", ""): f"[INSTALLDIR]{names.package}.exe,0",
        (f"{classes}\\{kind}\\shell\\open\\command", ""): command,
    }
    lines = []
    for number, ((key, name), value) in enumerate(values.items()):
        named = f" Name={quoteattr(name)}" if name else ""
        path = ' KeyPath="yes"' if number == 0 else ""
        lines.append(
            f'<RegistryValue Root="HKLM" Key={quoteattr(key)}{named} Type="string"'
            f" Value={quoteattr(value)}{path}/>"
        )
    return "\n".join(lines)


def _folder(names: Names, folder: Path, top: Path, components: list[str]) -> Iterator[str]:
    """A component for each file, as the system's installer counts them."""
    for path in sorted(folder.iterdir()):
        inside = path.relative_to(top).as_posix()
        key = "f" + _id(names, inside).replace("-", "")
        if path.is_dir():
            yield f'<Directory Id="d{key}" Name={quoteattr(path.name)}>'
            yield from _folder(names, path, top, components)
            yield "</Directory>"
        else:
            components.append(key)
            yield f'<Component Id="{key}" Guid="{_id(names, inside)}" Win64="yes">'
            yield f'<File Id="x{key}" Name={quoteattr(path.name)} KeyPath="yes"'
            yield f" Source={quoteattr(_source(path, top))}/></Component>"


def _source(path: Path, top: Path) -> str:
    """From where the description lies, two folders up: `wixl` takes no whole path."""
    return path.relative_to(top.parents[1]).as_posix()


def _id(names: Names, what: str) -> str:
    return str(uuid.uuid5(SPACE, f"{names.identifier}/{what}"))
