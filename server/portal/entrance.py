"""Coming in: register, sign in, wait for the mail, confirm, reset, log out (ACC-2 to ACC-5).

allauth does the work; here its views get addresses, keep the way on, and stay quiet on a GET.
"""

from __future__ import annotations

from allauth.account import views as allauth
from allauth.account.internal.flows.email_verification import send_verification_email_at_login
from allauth.account.internal.flows.logout import logout
from allauth.account.internal.stagekit import clear_login
from allauth.account.stages import LoginStage
from allauth.account.utils import has_verified_email
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from contract.problems import Code
from server.accounts.confirm import confirm as confirm_address
from server.accounts.confirm import read_link
from server.portal import fresh
from server.portal.forms import AskForResetForm, NewPasswordForm, RegisterForm, SignInForm
from server.portal.headers import secret_in_address
from server.portal.refusals import say
from server.portal.refused import TellsRefusals, told
from server.portal.targets import enter, keep_target, own_address, waiting_for_mail, with_next
from server.rulebook.facts import Refusal
from server.transaction import one_transaction


def home(request: HttpRequest) -> HttpResponse:
    return redirect("licenses")


class OneMoment:
    """Whoever waits for the confirmation mail sees that one page alone (ACC-2)."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method in ("GET", "HEAD") and waiting_for_mail(request) is not None:
            keep_target(request, own_address(request, request.GET.get("next")))
            return HttpResponseRedirect(reverse("account_email_verification_sent"))
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # a mixin


class SignIn(TellsRefusals, OneMoment, allauth.LoginView):
    form_class = SignInForm

    def get_form_class(self) -> type[SignInForm]:
        return self.form_class

    def form_valid(self, form: SignInForm) -> HttpResponse:
        response = super().form_valid(form)
        fresh.remember(self.request)
        return response


class Register(TellsRefusals, OneMoment, allauth.SignupView):
    form_class = RegisterForm

    def get_form_class(self) -> type[RegisterForm]:
        return self.form_class

    def form_valid(self, form: RegisterForm) -> HttpResponse:
        form.hash_password()  # takes a while: not under SQLite's lock
        response = self._store(form)
        keep_target(self.request, self.get_next_url())
        fresh.remember(self.request)
        return response

    @one_transaction
    def _store(self, form: RegisterForm) -> HttpResponse:
        """The account, its address and the mail that confirms it: all of them, or none."""
        return super().form_valid(form)


class AskForReset(TellsRefusals, allauth.PasswordResetView):
    def get_form_class(self) -> type[AskForResetForm]:
        return AskForResetForm


@method_decorator(secret_in_address, name="dispatch")
class NewPassword(TellsRefusals, allauth.PasswordResetFromKeyView):
    def get_form_class(self) -> type[NewPasswordForm]:
        return NewPasswordForm

    def render_to_response(self, context: dict[str, object], **how: object) -> HttpResponse:
        response: HttpResponse = super().render_to_response(context, **how)
        return told(response, Refusal(Code.LINK_ENDED)) if context.get("token_fail") else response


class LogOut(allauth.LogoutView):
    """A GET asks, a POST logs out."""


@never_cache
def wait_for_mail(request: HttpRequest) -> HttpResponse:
    """The one page of an unconfirmed account: the address, *Resend email*, *Log out*."""
    stage = waiting_for_mail(request)
    if stage is None:
        return redirect("licenses" if request.user.is_authenticated else "account_login")
    if request.method == "POST" and request.POST.get("do") == "log-out":
        clear_login(request)
        return redirect("account_login")
    if _is_confirmed(stage):  # in whatever browser that was: seen at the next click
        return stage.exit()
    if request.method == "POST":
        return _send_again(request, stage)
    return render(
        request, "account/verification_sent.html", {"email": _address(stage), "alone": True}
    )


def _send_again(request: HttpRequest, stage: LoginStage) -> HttpResponse:
    if send_verification_email_at_login(request, stage.login):
        messages.success(request, _("Sent once more. It can take a few minutes to arrive."))
    else:
        messages.info(request, _("A mail was sent a moment ago. Please wait half a minute."))
    return redirect("account_email_verification_sent")


def _is_confirmed(stage: LoginStage) -> bool:
    return stage.login.user is not None and has_verified_email(stage.login.user, stage.login.email)


def _address(stage: LoginStage) -> str:
    """For an address that has an account already, the page looks the same (ACC-5)."""
    return stage.login.email or stage.login.user.email


@never_cache
@secret_in_address
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """The mailed link: looking at it changes nothing, its button confirms (ACC-2)."""
    target = own_address(request, request.POST.get("next") or request.GET.get("next"))
    if request.method == "POST":
        return _confirmed(request, key, target)
    found = read_link(key)
    if isinstance(found, Refusal):
        return _link_ended(request, found, target)
    return render(request, "account/email_confirm.html", {"email": found.email, "next": target})


def _confirmed(request: HttpRequest, key: str, target: str | None) -> HttpResponse:
    done = confirm_address(key)
    if isinstance(done, Refusal):
        return _link_ended(request, done, target)
    if request.user.is_authenticated and request.user != done:
        logout(request)
    keep_target(request, target)
    stage = waiting_for_mail(request)
    if stage is not None and _is_confirmed(stage):  # the browser that registered goes on
        return stage.exit()
    messages.success(request, _("Your address is confirmed. You can sign in now."))
    return enter(request, target or reverse("licenses"))


def _link_ended(request: HttpRequest, refusal: Refusal, target: str | None) -> HttpResponse:
    where = with_next(reverse("account_login"), target)
    said = {"refusal": say(refusal), "sign_in": where, "email": None}
    return told(render(request, "account/email_confirm.html", said), refusal)
