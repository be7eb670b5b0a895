"""Steps that several faces offer, always in the same words."""

from __future__ import annotations

from app.language import _
from app.license.events import CheckAsked, TryAgainAsked, WaitAsked
from app.license.picture import NetFault, Offline
from app.views.acts import Go, Hand, OpenLink, Post, Screen
from app.views.links import mail_to
from app.views.owner import owner_of
from app.views.problem_card import Step
from app.views.seen import Seen


def try_again() -> Step:
    return Step(_("Try again"), Post(TryAgainAsked()), "refresh-cw")


def check() -> Step:
    return Step(_("Check for Updated License"), Post(CheckAsked()), "refresh-cw")


def validate_offline() -> Step:
    return Step(_("Validate offline"), Go(Screen.OFFLINE), "usb")


def open_response() -> Step:
    return Step(_("Open response file"), Hand.OPEN_RESPONSE, "file-check")


def open_portal(seen: Seen, words: str) -> Step:
    return Step(words, OpenLink(f"{seen.portal}/licenses"), "external-link")


def sign_in_to_network(seen: Seen) -> tuple[Step, ...]:
    """Where a network puts a page of its own in the server's place."""
    lost = seen.picture.connection
    if not isinstance(lost, Offline) or lost.fault is not NetFault.CAPTIVE:
        return ()
    return (Step(_("Open a web page"), OpenLink(seen.portal), "globe"),)


def diagnostics() -> Step:
    return Step(_("Diagnostics"), Go(Screen.DIAGNOSTICS), "stethoscope")


def wait_in_line() -> Step:
    return Step(_("Wait in line"), Post(WaitAsked()), "list-ordered")


def my_computers(seen: Seen) -> Step:
    """On the portal: a computer that is lost or broken is freed there (SEAT-14)."""
    return Step(_("My computers"), OpenLink(seen.computers), "laptop")


def support() -> Step:
    return Step(_("Support information"), Go(Screen.SUPPORT), "life-buoy")


def contact_owner(seen: Seen) -> tuple[Step, ...]:
    """A way to write to whose license it is; nothing where it is one's own or unknown."""
    owner = owner_of(seen)
    if owner is None or not owner.email:
        return ()
    subject = _("A seat for {product}").format(product=seen.product)
    return (Step(_("Write to the owner"), OpenLink(mail_to(owner.email, subject)), "mail"),)
