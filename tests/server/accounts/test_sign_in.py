"""Signing a device in and out over HTTP, and the block after ten failures."""

from __future__ import annotations

import hashlib

import pytest

from server.accounts.blocks import lift
from server.accounts.models import Account, Device, Session, SignInFailures
from tests.cast import ADA, BEN
from tests.server.conftest import Api, Computer

pytestmark = pytest.mark.django_db


def wrong(api: Api, computer: Computer, email: str = ADA.email, **headers: str):
    body = {"email": email, "password": "not-this-one", "device": computer.told}
    return api("POST", "/session", body, **headers)


def code(response) -> str:
    return response.json()["code"]


@pytest.mark.rule("ACC-3")
def test_email_and_password_sign_a_computer_in(api: Api, ada: Account, computer: Computer) -> None:
    response = api.sign_in(ADA, computer)
    told = {"id": ada.public_id, "name": ADA.name, "email": ADA.email, "language": "en"}
    assert (response.status_code, response.json()["account"]) == (201, told)


@pytest.mark.rule("SAFE-2")
def test_token_is_long_and_only_its_hash_is_kept(
    api: Api, ada: Account, computer: Computer
) -> None:
    token = api.sign_in(ADA, computer).json()["token"]
    stored = Session.objects.get().token_hash
    assert (len(token), stored) == (43, hashlib.sha256(token.encode()).hexdigest())


@pytest.mark.rule("SAFE-2")
def test_passwords_are_hashed_with_argon2(ada: Account) -> None:
    assert ada.password.startswith("argon2$argon2id$")


@pytest.mark.rule("PRI-1")
def test_device_is_kept_as_id_key_and_platform_alone(
    api: Api, ada: Account, computer: Computer
) -> None:
    api.sign_in(ADA, computer)
    names = {field.name for field in Device._meta.get_fields() if field.concrete}
    assert names == {
        "id", "device_id", "product", "public_key", "platform", "app_version", "counter",
        "first_seen_at", "last_seen_at",
    }  # fmt: skip


@pytest.mark.rule("ACC-3", "SAFE-1")
def test_wrong_password_and_unknown_address_answer_the_same(
    api: Api, ada: Account, computer: Computer
) -> None:
    answers = [wrong(api, computer), wrong(api, computer, "nobody@lab.example")]
    told = [{k: v for k, v in a.json().items() if k != "instance"} for a in answers]
    assert (answers[0].status_code, told[0]["code"], told[0]) == (
        401,
        "credentials-invalid",
        told[1],
    )


@pytest.mark.rule("ACC-2")
def test_unconfirmed_address_is_told_after_the_right_password_alone(
    api: Api, people, computer: Computer
) -> None:
    people(ADA, confirmed=False)
    refusals = [
        (r.status_code, code(r)) for r in (wrong(api, computer), api.sign_in(ADA, computer))
    ]
    assert refusals == [(401, "credentials-invalid"), (403, "email-unconfirmed")]


@pytest.mark.rule("LEASE-6")
@pytest.mark.parametrize(
    "change",
    [
        {"id": "A" * 26},
        {"public_key": "AAAA"},
        {"public_key": "not base64url"},
    ],
)
def test_device_id_that_does_not_follow_from_the_key_is_refused(
    api: Api, ada: Account, computer: Computer, change: dict[str, str]
) -> None:
    body = {"email": ADA.email, "password": ADA.password, "device": computer.told | change}
    response = api("POST", "/session", body)
    assert (response.status_code, code(response)) == (422, "device-id-mismatch")
    assert not Device.objects.exists()


def test_device_of_another_product_is_refused(api: Api, ada: Account, computer: Computer) -> None:
    device = computer.told | {"product": "another"}
    body = {"email": ADA.email, "password": ADA.password, "device": device}
    assert code(api("POST", "/session", body)) == "product-unknown"


@pytest.mark.rule("ACC-4")
def test_tenth_failure_blocks_even_the_right_password(
    api: Api, ada: Account, computer: Computer
) -> None:
    for _ in range(10):
        assert code(wrong(api, computer)) == "credentials-invalid"
    response = api.sign_in(ADA, computer)
    wait = response.json()["retry_after"]
    assert (response.status_code, code(response)) == (429, "sign-in-blocked")
    assert response.headers["Retry-After"] == str(wait)
    assert 0 < wait <= 30 * 60


@pytest.mark.rule("ACC-4")
def test_success_starts_the_count_anew(api: Api, ada: Account, computer: Computer) -> None:
    for _ in range(2):
        for _ in range(9):
            wrong(api, computer)
        assert api.sign_in(ADA, computer).status_code == 201


@pytest.mark.rule("ACC-4")
def test_block_ends_by_itself(api: Api, ada: Account, computer: Computer, move_clock) -> None:
    for _ in range(10):
        wrong(api, computer)
    move_clock(minutes=29)
    assert code(api.sign_in(ADA, computer)) == "sign-in-blocked"
    move_clock(minutes=1, seconds=1)
    assert api.sign_in(ADA, computer).status_code == 201


@pytest.mark.rule("ACC-4")
def test_support_ends_a_block(api: Api, ada: Account, computer: Computer) -> None:
    for _ in range(10):
        wrong(api, computer)
    lift(" ADA@Lab.example ")
    assert api.sign_in(ADA, computer).status_code == 201


@pytest.mark.rule("ACC-4")
def test_other_accounts_of_the_same_address_are_untouched(
    api: Api, ada: Account, ben: Account, computer: Computer
) -> None:
    for _ in range(10):
        wrong(api, computer)
    assert api.sign_in(BEN, computer).status_code == 201


@pytest.mark.rule("ACC-4")
def test_only_the_client_behind_a_trusted_proxy_is_blocked(
    api: Api, ada: Account, computer: Computer, settings
) -> None:
    from server.config.deployment import Deployment

    settings.DEPLOYMENT = Deployment(trusted_proxies=("127.0.0.0/8",))
    one, two = {"X-Forwarded-For": "203.0.113.7"}, {"X-Forwarded-For": "203.0.113.8"}
    for _ in range(10):
        wrong(api, computer, **one)
    forged = {"X-Forwarded-For": "203.0.113.8, 203.0.113.7"}
    codes = [api.sign_in(ADA, computer, **headers).status_code for headers in (one, forged, two)]
    assert codes == [429, 429, 201]


@pytest.mark.rule("ACC-4")
@pytest.mark.logs("is not believed")
def test_forwarded_addresses_of_strangers_are_not_believed(
    api: Api, ada: Account, computer: Computer
) -> None:
    for last in range(10):
        wrong(api, computer, **{"X-Forwarded-For": f"203.0.113.{last}"})
    response = api.sign_in(ADA, computer, **{"X-Forwarded-For": "203.0.113.99"})
    assert code(response) == "sign-in-blocked"


@pytest.mark.rule("ACC-4")
def test_whole_ipv6_network_counts_as_one_address(
    api: Api, ada: Account, computer: Computer
) -> None:
    for last in range(10):
        api.client.defaults["REMOTE_ADDR"] = f"2001:db8:1:2::{last:x}"
        wrong(api, computer)
    assert SignInFailures.objects.get().network == "2001:db8:1:2::/64"
    api.client.defaults["REMOTE_ADDR"] = "2001:db8:1:3::1"
    assert api.sign_in(ADA, computer).status_code == 201


@pytest.mark.rule("ACC-4")
def test_guessing_over_many_accounts_is_slowed(api: Api, computer: Computer, settings) -> None:
    from server.config.terms import Terms

    settings.TERMS = Terms(sign_in_guesses=5)
    codes = [code(wrong(api, computer, f"guess{n}@lab.example")) for n in range(6)]
    assert codes == ["credentials-invalid"] * 5 + ["rate-limited"]


@pytest.mark.rule("ACC-4")
def test_hall_signs_in_while_somebody_there_guesses(
    api: Api, ada: Account, computer: Computer, settings, client
) -> None:
    from server.config.terms import Terms

    settings.TERMS = Terms(sign_in_guesses=5)
    for n in range(40):
        wrong(api, computer, f"guess{n}@lab.example")
    assert code(wrong(api, computer)) == "rate-limited"  # mistyped once
    assert api.sign_in(ADA, computer).status_code == 201
    client.post("/login", {"login": ADA.email, "password": ADA.password})
    assert "_auth_user_id" in client.session


@pytest.mark.rule("ACC-4")
def test_guesser_beyond_the_first_tries_waits_for_the_pace(
    api: Api, ada: Account, computer: Computer, settings, move_clock
) -> None:
    from server.config.terms import Terms

    settings.TERMS = Terms(sign_in_guesses=5)
    for n in range(8):
        wrong(api, computer, f"guess{n}@lab.example")
    for _ in range(4):
        assert code(wrong(api, computer)) == "rate-limited"
    assert SignInFailures.objects.get(email=ADA.email).count == 3
    unseen = api.sign_in(ADA, computer)
    assert (unseen.status_code, code(unseen)) == (429, "rate-limited")
    move_clock(seconds=unseen.json()["retry_after"])
    assert api.sign_in(ADA, computer).status_code == 201


@pytest.mark.rule("ACC-4")
def test_portal_and_api_count_together(api: Api, ada: Account, computer: Computer, client) -> None:
    for _ in range(5):
        wrong(api, computer)
        client.post("/login", {"login": ADA.email, "password": "not-this-one"})
    client.post("/login", {"login": ADA.email, "password": ADA.password})
    assert "_auth_user_id" not in client.session
    assert code(api.sign_in(ADA, computer)) == "sign-in-blocked"


@pytest.mark.rule("SEAT-9")
def test_log_out_ends_the_token(api: Api, ada: Account, computer: Computer) -> None:
    api.sign_in(ADA, computer)
    assert api("DELETE", "/session").status_code == 204
    again = api("DELETE", "/session")
    assert (again.status_code, code(again)) == (401, "token-invalid")


def test_signing_in_again_on_a_computer_ends_its_token_before(
    api: Api, ada: Account, computer: Computer
) -> None:
    first = api.sign_in(ADA, computer).json()["token"]
    api.sign_in(ADA, computer)
    assert code(api("DELETE", "/session", Authorization=f"Bearer {first}")) == "token-invalid"


def test_each_computer_has_a_token_of_its_own(
    api: Api, ada: Account, computer: Computer, another_computer: Computer
) -> None:
    first = api.sign_in(ADA, computer).json()["token"]
    api.sign_in(ADA, another_computer)
    assert api("DELETE", "/session", Authorization=f"Bearer {first}").status_code == 204


def test_token_ends_after_180_days_unused(
    api: Api, ada: Account, computer: Computer, move_clock
) -> None:
    api.sign_in(ADA, computer)
    move_clock(days=179)
    assert api("GET", "/license").json().get("code") != "token-invalid"
    move_clock(days=179)
    assert api("GET", "/license").json().get("code") != "token-invalid"
    move_clock(days=181)
    assert code(api("GET", "/license")) == "token-invalid"


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Basic YTpi", "Bearer " + "é" * 30])
def test_anything_but_a_token_is_refused(api: Api, header: str) -> None:
    response = api("GET", "/license", Authorization=header)
    assert (response.status_code, code(response)) == (401, "token-invalid")


def test_account_that_was_closed_signs_in_no_more(
    api: Api, ada: Account, computer: Computer
) -> None:
    api.sign_in(ADA, computer)
    Account.objects.update(is_active=False)
    assert code(api("GET", "/license")) == "token-invalid"
    assert code(api.sign_in(ADA, computer)) == "credentials-invalid"
