"""What the installers are written from: each system's files, without building anything."""

from __future__ import annotations

import ast
import configparser
import os
import plistlib
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from contract.brand import read_brand
from tools.bootstrap import ROOT
from tools.installer import bundle, deb, icon, macos, signatures, windows
from tools.installer.__main__ import main
from tools.installer.names import Names

SHIPPED = read_brand((ROOT / "resources" / "brand.toml").read_text(encoding="utf-8"))
NAMES = Names(replace(SHIPPED, product_name="Memo & Editor", vendor_name="Ex <Ample> GmbH"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A stand-in for what PyInstaller makes."""
    inside = tmp_path / "made" / "_internal" / "PySide6"
    inside.mkdir(parents=True)
    (tmp_path / "made" / NAMES.package).write_bytes(b"program")
    (inside / "QtCore.abi3.so").write_bytes(b"library")
    return tmp_path / "made"


@pytest.mark.rule("APP-11")
def test_menu_entry_opens_response_files_and_is_valid(tmp_path: Path) -> None:
    path = tmp_path / "seatkeeper-memo-editor.desktop"
    path.write_text(deb.desktop_entry(NAMES), encoding="utf-8")
    entry = configparser.ConfigParser(interpolation=None)
    entry.read(path, encoding="utf-8")
    told = entry["Desktop Entry"]
    assert (told["exec"], told["mimetype"]) == (
        "seatkeeper-memo-editor %f",
        "application/x-seatkeeper;",
    )
    if validator := shutil.which("desktop-file-validate"):
        said = subprocess.run([validator, path], capture_output=True, text=True, check=False)
        assert (said.stdout, said.returncode) == ("", 0)


@pytest.mark.rule("APP-11")
def test_file_type_is_known_by_its_ending() -> None:
    kind = ElementTree.fromstring(deb.media_type())[0]
    globs = [each.get("pattern") for each in kind if each.tag.endswith("glob")]
    assert (kind.get("type"), globs) == ("application/x-seatkeeper", ["*.seatkeeper"])


@pytest.mark.rule("APP-11", "AIR-4")
def test_double_click_on_a_response_leads_to_the_desktop(tmp_path: Path) -> None:
    """Asked of the system's own programs, over folders of its own."""
    tools = ("update-mime-database", "update-desktop-database", "gio", "xdg-mime")
    if not all(map(shutil.which, tools)):
        pytest.skip("the desktop's tools are not installed")
    (tmp_path / "mime" / "packages").mkdir(parents=True)
    (tmp_path / "applications").mkdir()
    (tmp_path / "mime" / "packages" / "seatkeeper.xml").write_text(deb.media_type())
    (tmp_path / "applications" / "seatkeeper.desktop").write_text(deb.desktop_entry(NAMES))
    file = tmp_path / "answer (1).seatkeeper"
    file.write_text("{}")
    own = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("DBUS_", "XDG_"))},
        "XDG_DATA_HOME": str(tmp_path), "XDG_DATA_DIRS": str(tmp_path), "HOME": str(tmp_path),
    }  # fmt: skip

    def say(*line: str) -> str:
        done = subprocess.run(line, env=own, capture_output=True, text=True, check=True)
        return done.stdout

    say("update-mime-database", str(tmp_path / "mime"))
    say("update-desktop-database", str(tmp_path / "applications"))
    told = say("gio", "info", "-a", "standard::content-type", str(file))
    assert "application/x-seatkeeper" in told
    default = say("xdg-mime", "query", "default", "application/x-seatkeeper")
    assert default.strip() == "seatkeeper.desktop"


def test_control_file_names_package_needs_and_size() -> None:
    lines = deb.control(NAMES, 3 * 1024 * 1024).splitlines()
    told = dict(line.split(": ", 1) for line in lines if not line.startswith(" "))
    assert told["Package"] == "seatkeeper-memo-editor"
    assert told["Installed-Size"] == "3072"
    assert told["Maintainer"] == "Ex <Ample> GmbH <support@example.com>"
    assert "libegl1" in told["Depends"].split(", ")
    assert "fonts" not in told["Depends"]


def test_program_icon_wears_the_colour_of_the_brand() -> None:
    drawn = ElementTree.fromstring(icon.svg(NAMES.brand))
    tile = drawn.find("{http://www.w3.org/2000/svg}rect")
    assert tile is not None
    assert tile.get("fill") == NAMES.brand.tokens["light"]["accent"]


@pytest.mark.parametrize(("ending", "begins"), [("ico", b"\0\0\1\0"), ("icns", b"icns")])
def test_program_icon_is_drawn_in_the_form_of_each_system(
    tmp_path: Path, ending: str, begins: bytes
) -> None:
    icon.write(NAMES.brand, tmp_path / f"icon.{ending}", 256)
    assert (tmp_path / f"icon.{ending}").read_bytes().startswith(begins)


# --- the folder --------------------------------------------------------------------------------


def qt_modules_of_the_desktop() -> set[str]:
    found = set()
    for path in (ROOT / "app").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("PySide6."):
                found.add(node.module)
    return found


def test_no_module_that_the_desktop_uses_is_left_out() -> None:
    used = qt_modules_of_the_desktop()
    assert "PySide6.QtWidgets" in used
    assert used.isdisjoint(bundle.LEFT_OUT)
    libraries = {f"PySide6/Qt/lib/libQt6{name[10:]}.so.6" for name in used}
    assert [name for name in sorted(libraries) if bundle.is_unused(name)] == []


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt/lib/libQt6Quick.so.6",
        "PySide6/Qt/lib/libQt6QmlModels.so.6",
        "PySide6/Qt/plugins/platforms/libqeglfs.so",
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "PySide6/Qt/translations/qtbase_ja.qm",
        "babel/locale-data/ja.dat",
        "libgtk-3.so.0",
    ],
)
def test_what_is_not_used_is_taken_out(name: str) -> None:
    assert bundle.is_unused(name)


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt/lib/libQt6Core.so.6",
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6/Qt/plugins/imageformats/libqsvg.so",
        "PySide6/Qt/translations/qtbase_de.qm",
        "babel/locale-data/root.dat",
        "babel/locale-data/es_ES.dat",
        "libpython3.11.so.1.0",
    ],
)
def test_what_is_used_stays_in_the_folder(name: str) -> None:
    assert not bundle.is_unused(name)


def test_resources_lie_where_the_code_looks_for_them(tmp_path: Path) -> None:
    from app.language import CATALOGUES
    from app.views.look import RESOURCES

    targets = {target for _, target in bundle.data(tmp_path)}
    assert RESOURCES.relative_to(ROOT).as_posix() in targets
    assert f"{CATALOGUES.relative_to(ROOT).as_posix()}/de/LC_MESSAGES" in targets


# --- Windows and macOS -------------------------------------------------------------------------


@pytest.mark.rule("APP-11")
def test_windows_installer_lists_every_file_once(folder: Path) -> None:
    made = ElementTree.fromstring(windows.wxs(NAMES, folder))
    space = "{http://schemas.microsoft.com/wix/2006/wi}"
    files = [each.get("Name") for each in made.iter(f"{space}File")]
    components = [each.get("Id") for each in made.iter(f"{space}Component")]
    referred = [each.get("Id") for each in made.iter(f"{space}ComponentRef")]
    assert sorted(files) == ["QtCore.abi3.so", NAMES.package]
    assert sorted(components) == sorted(referred)
    keys = [each.get("Key") for each in made.iter(f"{space}RegistryValue")]
    assert "Software\\Classes\\.seatkeeper" in keys


def test_next_version_of_a_product_replaces_the_one_before(folder: Path) -> None:
    def upgrade(names: Names) -> str | None:
        return ElementTree.fromstring(windows.wxs(names, folder))[0].get("UpgradeCode")

    assert upgrade(NAMES) == upgrade(replace(NAMES, version="9.0.0"))
    assert upgrade(NAMES) != upgrade(Names(replace(SHIPPED, product="sister-editor")))


@pytest.mark.rule("APP-11")
def test_property_list_of_macos_claims_response_files() -> None:
    told = plistlib.loads(plistlib.dumps(macos.property_list(NAMES)))
    kind = told["UTExportedTypeDeclarations"][0]
    assert told["CFBundleIdentifier"] == "com.example.license.seatkeeper-memo-editor"
    assert told["CFBundleDocumentTypes"][0]["LSItemContentTypes"] == [kind["UTTypeIdentifier"]]
    assert kind["UTTypeTagSpecification"]["public.filename-extension"] == ["seatkeeper"]


@pytest.mark.rule("LEASE-7")
def test_brand_with_its_private_root_beside_it_is_not_built(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from contract.encoding import to_base64url

    root = Ed25519PrivateKey.generate()
    public = to_base64url(root.public_key().public_bytes_raw())
    shipped = (ROOT / "resources" / "brand.toml").read_text(encoding="utf-8")
    brand = tmp_path / "brand.toml"
    brand.write_text(shipped.replace("roots = []", f'roots = ["{public}"]'), encoding="utf-8")
    (tmp_path / "root.key").write_bytes(root.private_bytes_raw())
    assert main(["--brand", str(brand), "--out", str(tmp_path / "out")]) == 1
    assert "root.key" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_modules_of_pyside_are_unpacked_with_byte_code(tmp_path: Path) -> None:
    folder = signatures.unpack(tmp_path)
    sources = {path.stem for path in folder.rglob("*.py")}
    assert {"loader", "parser", "pyi_generator"} <= sources
    compiled = {path.name.partition(".")[0] for path in folder.rglob("*.pyc")}
    assert compiled == sources
