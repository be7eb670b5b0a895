"""The profile: account id, name, language, password (ACC-6)."""

from __future__ import annotations

from allauth.account.views import PasswordChangeView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from server.accounts.profile import change_language, change_name
from server.portal import fresh
from server.portal.forms import NewPasswordHereForm, ProfileForm
from server.portal.language import remember
from server.portal.refusals import say
from server.portal.refused import TellsRefusals
from server.portal.targets import signed_in


@signed_in
def profile(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _changed(request, ProfileForm(request.POST))
    now = {"name": request.user.name, "language": request.user.language or get_language()}
    return _page(request, ProfileForm(initial=now))


def _changed(request: HttpRequest, form: ProfileForm) -> HttpResponse:
    if not form.is_valid():
        return _page(request, form, status=422)
    chosen = form.cleaned_data["language"]
    name = form.cleaned_data["name"]
    refusal = change_name(request.user, name) or change_language(request.user, chosen)
    if refusal is not None:
        form.add_error(None, say(refusal).sentence)
        return _page(request, form, status=422)
    with override(chosen):
        messages.success(request, _("Saved."))
    return remember(redirect("profile"), chosen)


def _page(request: HttpRequest, form: ProfileForm, status: int = 200) -> HttpResponse:
    return render(request, "portal/profile.html", {"form": form}, status=status)


@method_decorator(signed_in, name="dispatch")
class ChangePassword(TellsRefusals, PasswordChangeView):
    success_url = reverse_lazy("profile")

    def get_form_class(self) -> type[NewPasswordHereForm]:
        return NewPasswordHereForm

    def form_valid(self, form: NewPasswordHereForm) -> HttpResponse:
        response = super().form_valid(form)
        fresh.remember(self.request)
        return response

    def get_default_success_url(self) -> str:
        return reverse("profile")
