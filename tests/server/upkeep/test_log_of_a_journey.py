"""A whole journey by API and portal, right and wrong; then its log is searched for each secret."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_string, policy
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contract.encoding import to_base64url
from contract.keys import device_id
from tests.fakes.mails import the_mail
from tests.server.portal.conftest import new_request
from tests.server.upkeep.test_serve import run, start, stop

EMAIL, PASSWORD, NEW = "eve@lab.example", "eve-opens-eleven-doors", "eve-shuts-every-window"


class Journey:
    """What was secret on the way is remembered by name."""

    def __init__(self, data: Path, client: httpx.Client) -> None:
        self.data, self.client = data, client
        self.secrets: dict[str, str] = {"password": PASSWORD, "new password": NEW}

    def form(self, path: str, to: str = "", **fields: str) -> httpx.Response:
        page = self.client.get(path)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        assert token, (path, page.status_code)
        sent = {"csrfmiddlewaretoken": token[1], **fields}
        return self.client.post(
            to or path, data=sent, headers={"Origin": str(self.client.base_url)}
        )

    def link(self, name: str) -> str:
        mail = message_from_string(the_mail(self.data), policy=policy.default)
        for file in (self.data / "mail").iterdir():
            file.unlink()
        link = re.search(r"http://\S+", mail.get_content())
        assert link
        path = urlsplit(link[0]).path
        self.secrets[name] = path.rstrip("/").rpartition("/")[2]
        return path

    def call(self, method: str, path: str, body: object = None) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.secrets.get('token', 'none')}"}
        return self.client.request(method, f"/api/v1{path}", json=body, headers=headers)


@contextmanager
def journey(data: Path) -> Iterator[Journey]:
    process, address = start(data, "serve", "--threads", "4")
    with httpx.Client(base_url=address, trust_env=False, timeout=30) as client:
        try:
            yield Journey(data, client)
        finally:
            stop(process)


def device() -> dict[str, str]:
    public = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    return {
        "id": device_id("memo-editor", public), "public_key": to_base64url(public),
        "platform": "linux", "app_version": "0.1.0",
    }  # fmt: skip


def comes_in(there: Journey) -> None:
    there.form("/register", email=EMAIL, password1=PASSWORD, name="Eve")
    confirm = there.link("confirmation link")
    there.form(confirm)  # and is signed in: it is the browser that registered
    there.secrets["browser session"] = there.client.cookies["seatkeeper"]
    there.client.cookies.clear()
    there.form("/profile/reset-password", email=EMAIL)
    asked = there.client.get(there.link("reset link"), follow_redirects=True)
    there.form(asked.url.path, password1=NEW, password2=NEW)
    there.form("/login", login=EMAIL, password=NEW)


def works(there: Journey) -> None:
    made = run(there.data, "admin", "license-create", "educational", "2")
    there.secrets["license key"] = json.loads(made.stdout)["license_key"]
    there.form("/licenses", "/licenses/enter", text=there.secrets["license key"])
    there.form("/licenses", "/licenses/enter", text="R-000-000-000-000-000-000")
    person = {"email": EMAIL, "password": NEW, "device": device()}
    signed_in = there.call("POST", "/session", person)
    there.secrets["token"] = signed_in.json()["token"]
    given = there.call("PUT", "/seat", {}).json()
    there.secrets["lease"] = given["lease"]
    contact = there.call("PUT", "/seat", {"seat": given["seat"]}).json()
    there.secrets["next lease"] = contact["lease"]
    page = there.client.get("/organization/").text
    code = re.search(r"I-[0-9A-F-]{15}", page)
    assert code
    there.secrets["invite code"] = code[0]
    there.client.get(f"/join/{code[0]}")


def goes_wrong(there: Journey) -> None:
    request = new_request(Ed25519PrivateKey.generate())
    there.secrets["request"] = request
    there.client.get("/offline/validate", params={"request": request})
    there.call("POST", "/offline/bindings", {"request": request, "password": NEW})
    there.call("POST", "/session", {"email": EMAIL, "password": NEW, "device": "none"})
    token, key = there.secrets["token"], there.secrets["license key"]
    for path in (f"/nothing/{key}", f"/api/v1/nothing?token={token}", f"/join/{key}"):
        there.client.get(path)
    there.client.get("/api/v1/seat", headers={"Authorization": f"Basic {token}"})
    there.client.post("/api/v1/session", content=f'{{"password": "{NEW}"')
    there.client.post("/login", data={"login": EMAIL, "password": NEW})  # without a form's token


@pytest.mark.rule("SAFE-2")
def test_no_secret_of_a_journey_stands_in_the_log(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with journey(data) as there:
        comes_in(there)
        works(there)
        goes_wrong(there)
    log = (data / "log").read_text()
    assert "refused: 401 token-invalid" in log  # it does say what happened
    assert [name for name, secret in there.secrets.items() if secret in log] == []
    parts = {"lease": -1, "request": -1}
    assert [name for name, at in parts.items() if there.secrets[name].split(".")[at] in log] == []
    assert len(there.secrets) == 11
