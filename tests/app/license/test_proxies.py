"""The way to the server: environment, exceptions, a PAC file; odd entries stop nothing (APP-10)."""

from __future__ import annotations

import pytest

from app.license.proxies import Way, way_to
from app.license.system_proxy import system_proxy

NAMES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
SERVER = "https://license.example"


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def straight(_address: str) -> None:
    """What a system without a proxy says."""


@pytest.mark.rule("APP-10")
@pytest.mark.parametrize(
    ("environment", "way"),
    [
        ({}, Way()),
        ({"https_proxy": "http://proxy.test:3128"}, Way("environment", "http://proxy.test:3128")),
        ({"HTTPS_PROXY": "proxy.test:3128"}, Way("environment", "http://proxy.test:3128")),
        ({"all_proxy": "http://[::1]:3128"}, Way("environment", "http://[::1]:3128")),
        ({"http_proxy": "http://proxy.test:3128"}, Way()),
        ({"all_proxy": "socks5h://127.0.0.1:1080"}, Way()),
        ({"https_proxy": "::nonsense::"}, Way()),
        ({"https_proxy": "http://proxy.test:99999"}, Way()),
        ({"https_proxy": ""}, Way()),
    ],
)
def test_environment_names_the_proxy_and_nonsense_names_none(monkeypatch, environment, way) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert way_to(SERVER, straight) == way


@pytest.mark.rule("APP-10")
@pytest.mark.parametrize(
    ("exceptions", "straight_on"),
    [
        ("license.example", True),
        (".example", True),
        ("*", True),
        ("127.0.0.0/8,license.example,fd07:b51a:cc66:f0::/64,[::1]", True),
        ("localhost,127.0.0.0/8,::1,[::1],fd07:b51a:cc66:f0::/64", False),
        ("license.example.org", False),
        (",, ,", False),
    ],
)
def test_exceptions_are_kept_whatever_stands_among_them(
    monkeypatch, exceptions, straight_on
) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.test:3128")
    monkeypatch.setenv("no_proxy", exceptions)
    assert (way_to(SERVER, straight).proxy is None) is straight_on


@pytest.mark.rule("APP-10")
@pytest.mark.parametrize("server", ["http://localhost:1", "https://127.0.0.1", "http://[::1]:80"])
def test_this_machine_is_never_reached_through_a_proxy(monkeypatch, server: str) -> None:
    monkeypatch.setenv("all_proxy", "http://proxy.test:3128")
    assert way_to(server, lambda _address: "http://pac.test:8080") == Way("loopback")


@pytest.mark.rule("APP-10")
def test_pac_file_is_asked_where_the_environment_is_silent(monkeypatch) -> None:
    asked: list[str] = []

    def pac(address: str) -> str:
        asked.append(address)
        return "http://pac.test:8080"

    assert way_to(SERVER, pac) == Way("system", "http://pac.test:8080")
    monkeypatch.setenv("https_proxy", "http://proxy.test:3128")
    assert way_to(SERVER, pac).source == "environment"
    assert asked == [SERVER]


@pytest.mark.rule("APP-10")
def test_qt_says_what_the_system_says(monkeypatch) -> None:
    """On Linux that is the environment again; on Windows and macOS its settings and PAC files."""
    assert system_proxy(SERVER) is None
    monkeypatch.setenv("https_proxy", "http://ada:p%40ss@proxy.test:3128")
    assert system_proxy(SERVER) == "http://ada:p%40ss@proxy.test:3128"
    monkeypatch.setenv("https_proxy", "socks5://proxy.test:1080")
    assert system_proxy(SERVER) is None


@pytest.mark.rule("APP-12", "SAFE-2")
@pytest.mark.parametrize(
    ("proxy", "shown"),
    [
        (None, ""),
        ("http://ada:hidden@proxy.test:3128", "proxy.test:3128"),
        ("http://proxy.test", "proxy.test"),
        ("http://[fd00::1]:3128", "[fd00::1]:3128"),
    ],
)
def test_proxy_is_shown_without_its_password(proxy: str | None, shown: str) -> None:
    way = Way("environment", proxy)
    assert way.shown == shown
    assert "hidden" not in repr(way)


@pytest.mark.rule("APP-7", "APP-10", "SAFE-2")
@pytest.mark.parametrize(
    "proxy", ["ada:hid://den@proxy.test:1", "http://ada:1234#den@proxy.test:1"]
)
def test_password_with_odd_signs_reaches_neither_log_nor_screen(monkeypatch, caplog, proxy) -> None:
    monkeypatch.setenv("https_proxy", proxy)
    monkeypatch.setattr("app.license.proxies._left_out", set())
    caplog.set_level("DEBUG")
    way = way_to("https://license.example", lambda _address: None)
    assert (way.proxy, way.shown) == (None, "")
    assert "left out of the proxy settings" in caplog.text
    assert not [part for part in ("hid", "den", "1234") if part in caplog.text]
