"""The forms of the entrance: allauth's, with plain labels and one name."""

from __future__ import annotations

import math
from secrets import token_hex

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SignupForm,
)
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from contract.problems import Code
from server.accounts.adapter import AddressTaken
from server.accounts.models import Account
from server.clock import now
from server.portal.refusals import say
from server.rulebook.accounts import read_name
from server.rulebook.facts import Refusal
from server.rulebook.licenses import OFFLINE_DAYS_LIMIT, SEATS_LIMIT

LONGEST_NAME = 60
ADDRESS = {
    "type": "email",
    "autocomplete": "email",
    "inputmode": "email",
    "autocapitalize": "none",
    "spellcheck": "false",
}


class Plain:
    """Labels say what a field is; nothing is written inside it, nothing takes the focus unasked."""

    def plain(self, **labels: object) -> None:
        for name, field in self.fields.items():  # type: ignore[attr-defined]  # a mixin of forms
            field.widget.attrs.pop("placeholder", None)
            field.label = labels.get(name, field.label)


CODES = {"email_password_mismatch": Code.CREDENTIALS_INVALID}  # allauth's codes, as ours


def in_plain_words(error: ValidationError) -> ValidationError:
    """allauth's errors, and the adapter's about a block, as the portal says them (ACC-4)."""
    known = CODES.get(error.code or "") or (Code(error.code) if error.code in set(Code) else None)
    if known is None:
        return error
    until = (error.params or {}).get("until")
    wait = {"retry_after": math.ceil((until - now()).total_seconds())} if until else {}
    said = say(Refusal(known, wait))
    text = f"{said.sentence} {said.advice}".strip()
    return ValidationError(text.replace("%", "%%") if wait else text, said.code, wait or None)


def name_field() -> forms.CharField:
    return forms.CharField(
        label=_("Your name"),
        max_length=LONGEST_NAME,
        help_text=_("License owners who invited you see it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        validators=[_check_name],
    )


def _check_name(text: str) -> None:
    name = read_name(text)
    if isinstance(name, Refusal):
        raise ValidationError(say(name).advice, code=name.code)


class SignInForm(Plain, LoginForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.plain(login=_("Email address"), password=_("Password"))
        self.fields["login"].widget.attrs.update(ADDRESS | {"autocomplete": "username"})
        self.fields["password"].help_text = ""

    def clean(self) -> dict[str, object]:
        try:
            return super().clean()
        except ValidationError as error:
            raise in_plain_words(error) from None


class RegisterForm(Plain, SignupForm):
    name = name_field()
    field_order = ("name", "email", "password1")
    account_already_exists: bool  # allauth's

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.plain(email=_("Email address"), password1=_("Password"))
        self.fields["email"].widget.attrs.update(ADDRESS)
        self.fields["password1"].help_text = password_advice()

    def hash_password(self) -> None:
        """Once, whether there is an account or not: it shows in no answer's time (ACC-5)."""
        nobody = Account()
        nobody.set_password(self.cleaned_data["password1"])
        self.hashed_password = nobody.password

    def try_save(self, request: HttpRequest) -> tuple[object, object]:
        if self.account_already_exists:
            self._store_in_vain(request)
            return super().try_save(request)
        try:
            return super().try_save(request)
        except AddressTaken:
            self.account_already_exists = True
            return super().try_save(request)

    def _store_in_vain(self, request: HttpRequest) -> None:
        """An account of nobody's, taken back at once: so the answer takes as long (ACC-5)."""
        known, nobody = self.cleaned_data["email"], f"{token_hex(8)}@nobody.invalid"
        self.cleaned_data["email"], self.account_already_exists = nobody, False
        with transaction.atomic():
            self.save(request)
            transaction.set_rollback(True)
        self.cleaned_data["email"], self.account_already_exists = known, True


class AskForResetForm(Plain, ResetPasswordForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.plain(email=_("Email address"))
        self.fields["email"].widget.attrs.update(ADDRESS)


class NewPasswordForm(Plain, ResetPasswordKeyForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)
        self.plain(password1=_("New password"))
        self.fields["password1"].help_text = password_advice()


class NewPasswordHereForm(Plain, ChangePasswordForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)
        self.plain(oldpassword=_("Current password"), password1=_("New password"))
        self.fields["password1"].help_text = password_advice()


class ProfileForm(forms.Form):
    name = name_field()
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class PoolTermsForm(forms.Form):
    """Where a number is left out, only the vendor's limit holds."""

    offline_days = forms.IntegerField(
        label=_("Longest time offline, in days"),
        min_value=0,
        max_value=OFFLINE_DAYS_LIMIT,
        required=False,
    )
    offline_seats = forms.IntegerField(
        label=_("Seats away offline at one time"),
        min_value=0,
        max_value=SEATS_LIMIT,
        required=False,
        help_text=_("Empty: no limit."),
    )
    members_may_bind = forms.BooleanField(
        label=_("Members may bind computers that never go online"),
        required=False,
        help_text=_("Such a computer keeps a whole seat for good."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        text = _(
            "0: nobody keeps a seat offline. Empty: up to %(days)d days, as the vendor allows."
        )
        self.fields["offline_days"].help_text = text % {"days": settings.TERMS.offline_days}


def password_advice() -> object:
    return _(
        "At least 10 characters. A few unrelated words are easy to keep in mind and hard to guess."
    )
