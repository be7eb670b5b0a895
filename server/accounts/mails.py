"""The mails about accounts: in the account's language, with links to this server's address.

The address comes from the settings, never from the request: a forged Host would lead people's
links elsewhere. The texts are templates (account/email/*.txt).
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from allauth.account.models import EmailAddress
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from server.accounts.confirm import make_link
from server.accounts.models import Account
from server.config.brand import brand
from server.outbox.mails import queue


def absolute(path: str) -> str:
    return f"{settings.ADDRESS}{path}"


def send_confirmation(address: EmailAddress, *, signup: bool = False, then: str = "") -> None:
    """`then` is the path to go on to; the page behind the link checks it."""
    link = absolute(reverse("account_confirm_email", args=[make_link(address)]))
    link += f"?{urlencode({'next': then})}" if then else ""
    template = "email_confirmation_signup" if signup else "email_confirmation"
    send(f"account/email/{template}", address.email, {"user": address.user, "activate_url": link})


def send(template: str, email: str, context: Mapping[str, object]) -> None:
    """`template` names a pair: TEMPLATE_subject.txt and TEMPLATE_message.txt.

    In the language of `context["user"]`, else in the one it names, else in the addressee's; for
    whoever has chosen none, in the one spoken here. It leaves with what is committed now.
    """
    with translation.override(_language_for(email, context)):
        words = {"brand": brand(), "portal": settings.ADDRESS, "email": email, **context}
        subject = " ".join(render_to_string(f"{template}_subject.txt", words).split())
        body = render_to_string(f"{template}_message.txt", words).strip() + "\n"
    queue(template, email, subject, body)


def _language_for(email: str, context: Mapping[str, object]) -> str:
    here = translation.get_language() or settings.LANGUAGE_CODE
    account = context.get("user")
    if isinstance(account, Account):
        return account.language or here
    named = str(context.get("language", ""))
    if named in dict(settings.LANGUAGES):
        return named
    known = Account.objects.filter(email=email.strip().lower()).values_list("language", flat=True)
    return known.first() or here
