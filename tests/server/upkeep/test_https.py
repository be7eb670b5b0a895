"""A server behind a proxy with TLS: secure cookies, links with its own address, no other host."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from contract.brand import read_brand
from tests.fakes.mails import the_mail
from tests.server.upkeep.test_serve import run, start, stop

EMAIL, PASSWORD = "ada@lab.example", "ada-counts-seven-lamps"
NAME = "seats.example.org"
SETTINGS = f'address = "https://{NAME}"\ntrusted_proxies = ["127.0.0.0/8"]\n'


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("https") / "data"
    folder.mkdir()
    (folder / "server.toml").write_text(SETTINGS)
    assert run(folder, "admin", "account-create", EMAIL, PASSWORD, "--confirmed").returncode == 0
    return folder


@pytest.fixture(scope="module")
def address(data: Path) -> Iterator[str]:
    process, address = start(data, "serve")
    yield address
    stop(process)


@pytest.fixture
def proxied(address: str) -> Iterator[httpx.Client]:
    """What a proxy hands on of a browser that came over TLS."""
    headers = {"Host": NAME, "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}
    with httpx.Client(base_url=address, headers=headers, trust_env=False) as client:
        yield client


def cookies_of(answer: httpx.Response) -> dict[str, str]:
    told = answer.headers.get_list("set-cookie")
    return {line.partition("=")[0]: line for line in told}


def form_token(page: httpx.Response) -> str:
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)[1]


def cookie_header(cookies: dict[str, str]) -> str:
    """By hand: this client speaks plain HTTP to the server, and would keep secure ones back."""
    return "; ".join(line.partition(";")[0] for line in cookies.values())


@pytest.mark.rule("SAFE-5", "SAFE-2")
def test_sign_in_sets_cookies_for_tls_alone(proxied: httpx.Client) -> None:
    page = proxied.get("/login")
    before = cookies_of(page)
    form = {"login": EMAIL, "password": PASSWORD, "csrfmiddlewaretoken": form_token(page)}
    headers = {"Cookie": cookie_header(before), "Origin": f"https://{NAME}"}
    answer = proxied.post("/login", data=form, headers=headers)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/licenses")
    session = cookies_of(answer)["seatkeeper"]
    for cookie in (*before.values(), session):
        assert "Secure" in cookie
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
    inside = proxied.get("/licenses", headers={"Cookie": session.partition(";")[0]})
    assert inside.status_code == 200


@pytest.mark.rule("SAFE-5")
def test_form_from_another_site_is_refused(proxied: httpx.Client) -> None:
    page = proxied.get("/login")
    form = {"login": EMAIL, "password": PASSWORD, "csrfmiddlewaretoken": form_token(page)}
    for origin in ("https://evil.example", f"http://{NAME}", "null"):
        headers = {"Cookie": cookie_header(cookies_of(page)), "Origin": origin}
        assert proxied.post("/login", data=form, headers=headers).status_code == 403


@pytest.mark.rule("SAFE-5")
def test_browsers_are_told_to_come_by_tls_alone(proxied: httpx.Client) -> None:
    for path in ("/login", "/api/v1/meta", "/.well-known/seatkeeper-keys"):
        assert proxied.get(path).headers["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.rule("ACC-2", "PORT-1")
def test_addresses_are_its_own_whatever_the_host_says(data: Path, proxied: httpx.Client) -> None:
    own = f"https://{NAME}"
    assert proxied.get("/api/v1/meta", headers={"Host": "evil.example"}).json()["portal"] == own
    assert proxied.get("/login", headers={"Host": "evil.example"}).status_code == 400
    brand = read_brand((data / "brand.toml").read_text())
    assert (brand.server, brand.portal) == (own, own)
    page = proxied.get("/register")
    form = {
        "email": "eve@lab.example", "password1": "eve-opens-eleven-doors", "name": "Eve",
        "csrfmiddlewaretoken": form_token(page),
    }  # fmt: skip
    headers = {"Cookie": cookie_header(cookies_of(page)), "Origin": own}
    assert proxied.post("/register", data=form, headers=headers).status_code == 302
    mail = the_mail(data)
    assert f"{own}/confirm/" in mail.replace("=\n", "")
