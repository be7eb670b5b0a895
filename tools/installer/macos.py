"""The macOS image: the .app that PyInstaller made, its property list, and `hdiutil` around it."""

from __future__ import annotations

import plistlib
import subprocess
from pathlib import Path
from typing import Any

from tools.installer.names import EXTENSION, MEDIA_TYPE, Names


def build(names: Names, bundle: Path, out: Path) -> Path:
    """Signing and notarizing are the vendor's own, with the vendor's own key."""
    app = bundle.with_suffix(".app")
    place = app / "Contents" / "Info.plist"
    made = plistlib.loads(place.read_bytes()) | property_list(names)
    place.write_bytes(plistlib.dumps(made))
    image = out / f"{names.package}-{names.version}.dmg"
    order = ["hdiutil", "create", "-ov", "-format", "UDZO", "-volname", names.title]
    subprocess.run([*order, "-srcfolder", str(app), str(image)], check=True)
    return image


def property_list(names: Names) -> dict[str, Any]:
    """What PyInstaller does not write: who it is, and the file type that it opens."""
    kind = f"{names.identifier}.file"
    return {
        "CFBundleIdentifier": names.identifier,
        "CFBundleDisplayName": names.title,
        "CFBundleShortVersionString": names.version,
        "CFBundleVersion": names.version,
        "NSHighResolutionCapable": True,
        "CFBundleLocalizations": ["en", "de", "es"],
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": "License file",
                "CFBundleTypeRole": "Viewer",
                "LSHandlerRank": "Owner",
                "LSItemContentTypes": [kind],
            }
        ],
        "UTExportedTypeDeclarations": [
            {
                "UTTypeIdentifier": kind,
                "UTTypeDescription": "License file",
                "UTTypeConformsTo": ["public.data"],
                "UTTypeTagSpecification": {
                    "public.filename-extension": [EXTENSION],
                    "public.mime-type": [MEDIA_TYPE],
                },
            }
        ],
    }
