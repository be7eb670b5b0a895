"""The portal's addresses; those with allauth's names are where its flows lead to."""

from __future__ import annotations

from allauth.account import views as allauth
from django.urls import path, re_path

from server.portal import (
    computers,
    entrance,
    join,
    language,
    licenses,
    look,
    offline,
    organization,
    profile,
    returns,
    support,
)

urlpatterns = [
    path("", entrance.home, name="home"),
    path("look/<str:digest>/<str:name>", look.look, name="look"),
    path("language", language.language, name="language"),
    path("support", support.support, name="support"),
    # coming in
    path("register", entrance.Register.as_view(), name="account_signup"),
    path("login", entrance.SignIn.as_view(), name="account_login"),
    path("logout", entrance.LogOut.as_view(), name="account_logout"),
    path("confirm", entrance.wait_for_mail, name="account_email_verification_sent"),
    re_path(r"^confirm/(?P<key>[-:\w]+)$", entrance.confirm, name="account_confirm_email"),
    path("inactive", allauth.account_inactive, name="account_inactive"),
    path("profile/reset-password", entrance.AskForReset.as_view(), name="account_reset_password"),
    path(
        "profile/reset-password/sent",
        allauth.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^profile/reset-password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        entrance.NewPassword.as_view(),
        name="account_reset_password_from_key",
    ),
    path(
        "profile/reset-password/done",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    # the account
    path("profile", profile.profile, name="profile"),
    path("profile/password", profile.ChangePassword.as_view(), name="account_change_password"),
    # licenses and organizations
    path("licenses", licenses.licenses, name="licenses"),
    path("licenses/enter", licenses.enter_text, name="enter"),
    path("licenses/trial", licenses.trial, name="trial"),
    path("licenses/key", licenses.show_key, name="show-key"),
    path("licenses/leave/<str:owner_id>", licenses.leave_organization, name="leave"),
    path("join/<str:code>", join.join, name="join"),
    path("organization/", organization.organization, name="organization"),
    path("organization/block", organization.block_member, name="block"),
    path("organization/unblock", organization.unblock_member, name="unblock"),
    path("organization/delete/<str:member_id>", organization.delete_member, name="delete"),
    path("organization/new-code", organization.new_code, name="new-code"),
    path("organization/free/<str:seat>", organization.free_seat, name="free-seat"),
    path("organization/settings", organization.set_terms, name="pool-terms"),
    # one's own computers
    path("computers", computers.computers, name="computers"),
    path("computers/name", computers.name_computer, name="name-computer"),
    path("computers/free/<str:device>", computers.free_computer, name="free-computer"),
    # a computer that never goes online
    path("offline/validate", offline.validate, name="offline"),
    path("offline/validate/other-account", offline.other_account, name="offline-other-account"),
    path("offline/validate/done", offline.done, name="offline-done"),
    path("offline/return", returns.return_file, name="offline-return"),
    path("offline/validate/response", offline.response_file, name="offline-response"),
]
