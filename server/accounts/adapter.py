"""Where django-allauth's flows meet ours: blocks, names, mails, and what a password ends.

Registering, signing in, resetting on the portal are allauth's; this gives them the same
counts, texts and limits as the API has.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from server.accounts import mails
from server.accounts.blocks import attempt_failed, attempt_succeeded, begin_attempt
from server.accounts.create import store_account
from server.accounts.models import Account
from server.accounts.networks import client_address, network_of
from server.accounts.passwords import set_password
from server.clock import now
from server.rulebook.accounts import read_name
from server.rulebook.facts import Refusal


class AddressTaken(Exception):
    """Two registered it at the same instant, and the other one was first."""


class Adapter(DefaultAccountAdapter):
    def pre_authenticate(self, request: HttpRequest, **credentials: str) -> None:
        refusal = begin_attempt(credentials.get("email", ""), network_of(request))
        if refusal is not None:
            raise _blocked(refusal)

    def authenticate(self, request: HttpRequest, **credentials: str) -> Account | None:
        account = super().authenticate(request, **credentials)
        if account is not None:
            attempt_succeeded(credentials.get("email", ""), network_of(request))
        return account

    def authentication_failed(self, request: HttpRequest, **credentials: str) -> None:
        refusal = attempt_failed(network_of(request))
        if refusal is not None:
            raise _blocked(refusal)

    def get_client_ip(self, request: HttpRequest) -> str:
        return str(client_address(request) or "0.0.0.0")  # noqa: S104  # a name for "unknown"

    def save_user(
        self, request: HttpRequest, user: Account, form: Any, commit: bool = True
    ) -> Account:
        """Its form has hashed the password by now: not under SQLite's lock."""
        name = read_name(form.cleaned_data.get("name") or "")
        user.name = "" if isinstance(name, Refusal) else name
        user.language = _chosen_language(request)
        user.email, user.password = form.cleaned_data["email"], form.hashed_password
        if commit and store_account(user) is not None:
            raise AddressTaken
        return user

    def set_password(self, user: Account, password: str) -> None:
        set_password(user, password)

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        if template_prefix.endswith("unknown_account"):
            now()  # a known account's token reads the clock: both ways ask as much (ACC-5)
            context |= {"signup_url": mails.absolute(reverse("account_signup"))}  # not the Host's
        mails.send(template_prefix, email, context)

    def send_confirmation_mail(
        self, request: HttpRequest, emailconfirmation: Any, signup: bool
    ) -> None:
        """The link carries where the person was on the way to: another browser has no
        session that remembers it."""
        address: EmailAddress = emailconfirmation.email_address
        mails.send_confirmation(address, signup=signup, then=get_next_redirect_url(request) or "")

    def send_account_already_exists_mail(self, email: str) -> None:
        links = {
            "sign_in_url": mails.absolute(reverse("account_login")),
            "password_reset_url": mails.absolute(reverse("account_reset_password")),
        }
        self.send_mail("account/email/account_already_exists", email, links)

    def get_reset_password_from_key_url(self, key: str) -> str:
        uid, _, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
        return mails.absolute(path)


def _chosen_language(request: HttpRequest) -> str:
    """What the page spoke. English, unless it was asked for here, is only what nobody chose."""
    spoken = (translation.get_language() or settings.LANGUAGE_CODE)[:2]
    asked = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
    return spoken if asked or spoken != settings.LANGUAGE_CODE else ""


def _blocked(refusal: Refusal) -> ValidationError:
    """The portal tells until when, in its own words."""
    wait = timedelta(seconds=int(str(refusal.members["retry_after"])))
    return ValidationError(
        _("Too many failed sign-ins. Try again later."),
        code=refusal.code.value,
        params={"until": now() + wait},
    )
