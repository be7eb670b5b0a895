"""One plain sentence for people for each code and each fault, in English.

They are the texts of the gettext domain `contract`; desktop and portal translate them where they
are shown. What happened comes first, then what to do. Numbers, names and dates are not in
them: they are shown beside, from the members.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from contract.faults import Fault
from contract.offline_files import FileFault
from contract.problems import Code


def N_(text: str) -> str:  # noqa: N802  the name that gettext's tools look for
    """Marks a text for the catalogs; translated where it is shown."""
    return text


def sentence(what: Code | Fault | FileFault) -> str:
    """The English sentence, to be translated from the domain `contract`."""
    if isinstance(what, Fault):
        return OF_LEASES[what]
    return OF_FILES[what] if isinstance(what, FileFault) else OF_REFUSALS[what]


_REFUSALS = {
    Code.TOKEN_INVALID: N_("Your session on this computer has ended. Please sign in again."),
    Code.FORBIDDEN: N_("This is not allowed with your account."),
    Code.NOT_FOUND: N_("There is nothing at this address."),
    Code.METHOD_NOT_ALLOWED: N_("This address is not used in this way."),
    Code.TOO_LARGE: N_("This is too large to be taken."),
    Code.INVALID_INPUT: N_("Something in this input cannot be right. Please check it."),
    Code.IDEMPOTENCY_KEY_REUSED: N_(
        "This request was already used for something else. Please begin anew."
    ),
    Code.CLIENT_TOO_OLD: N_("This version is too old for the server. Please install a newer one."),
    Code.RATE_LIMITED: N_("That was too often in a short time. Please wait a little."),
    Code.INTERNAL: N_("The server made a mistake. It was written down; please try again later."),
    Code.MAINTENANCE: N_("The server is being worked on. Please try again in a little while."),
    Code.CREDENTIALS_INVALID: N_("The email address or the password is not right."),
    Code.SIGN_IN_BLOCKED: N_(
        "After too many wrong passwords, signing in is blocked for a while. "
        "Resetting the password ends the block."
    ),
    Code.EMAIL_UNCONFIRMED: N_(
        "The email address has not been confirmed yet. Please open the link in our mail."
    ),
    Code.SECOND_FACTOR_REQUIRED: N_("Please enter the code of your second factor as well."),
    Code.CODE_INVALID: N_("This code is not right."),
    Code.CHALLENGE_ENDED: N_("Signing in took too long. Please begin again."),
    Code.BROWSER_SIGN_IN_REQUIRED: N_("This account signs in with the browser."),
    Code.DEVICE_ID_MISMATCH: N_(
        "The server could not recognize this computer's key. Please start the program again."
    ),
    Code.PRODUCT_UNKNOWN: N_("This server gives out no licenses for this product."),
    Code.NO_LICENSE: N_(
        "There is no license for your account yet. You can enter a key, start a trial, "
        "or join an organization in the portal."
    ),
    Code.SEATS_EXHAUSTED: N_(
        "All seats are in use at the moment. Please try again later, or ask the license owner."
    ),
    Code.TRIAL_OVER: N_("Your free trial is over. Documents can still be opened and shown."),
    Code.LICENSE_EXPIRED: N_("The license has ended. Documents can still be opened and shown."),
    Code.LICENSE_SUSPENDED: N_("The license is suspended. Please ask the license owner."),
    Code.PLATFORM_NOT_COVERED: N_("The license does not cover this kind of computer."),
    Code.MEMBERSHIP_BLOCKED: N_(
        "The license owner has blocked your use of their license. Please ask them."
    ),
    Code.MEMBERSHIP_ENDED: N_("You are no longer a member of the organization with the license."),
    Code.SEAT_LOST: N_("The seat of this computer was taken away."),
    Code.WEB_SESSION_OPEN: N_("You have the web edition open somewhere else already."),
    Code.NO_SEAT: N_("This computer holds no seat at the moment."),
    Code.OFFLINE_NOT_ALLOWED: N_("This license cannot be used without a connection."),
    Code.PERIOD_NOT_GRANTED: N_(
        "The seat cannot be reserved for that long. Choose an earlier date."
    ),
    Code.OFFLINE_QUOTA_REACHED: N_(
        "As many seats are away offline as the license owner allows. "
        "Please try again later, or ask them."
    ),
    Code.SEAT_FREE: N_("A seat is free: there is no need to wait in line."),
    Code.LINE_NOT_OFFERED: N_("There is no line to wait in for this license."),
    Code.RELEASE_LIMIT_REACHED: N_(
        "You have released as many computers as is possible in a year. Support can help."
    ),
    Code.DEVICE_BOUND_OFFLINE: N_(
        "A license is bound to this computer for good, so its seat cannot be freed here."
    ),
    Code.DEVICE_IS_THIS: N_("This is the computer that you are using. Log out on it instead."),
    Code.REQUEST_DAMAGED: N_(
        "This request is damaged or incomplete. Please save it again on the other computer."
    ),
    Code.DEVICE_BOUND_ELSEWHERE: N_("Another account has bound a license to this computer."),
    Code.LICENSE_NOT_PERPETUAL: N_("Only a perpetual license can be bound to a computer for good."),
    Code.SIGN_IN_TOO_OLD: N_("Please enter your password again before you go on."),
    Code.RETURN_DAMAGED: N_(
        "This return file is damaged or incomplete. Please save it again on the other computer."
    ),
    Code.RETURN_UNKNOWN: N_("This return file belongs to no computer that is bound here."),
    Code.RETURN_SUPERSEDED: N_(
        "That computer was given a newer response since, so this return frees nothing."
    ),
    Code.RETURN_LIMIT_REACHED: N_(
        "This license was returned as often as is possible in a year. Support can help."
    ),
    Code.SHOP_KEY_INVALID: N_("The key of the shop is not right."),
    Code.BUYER_TOKEN_INVALID: N_("The buyer's token has ended or was used already."),
    Code.LICENSE_UNKNOWN: N_("There is no license with this id."),
    Code.KEY_EMPTY: N_("Please enter a license key or an invite code."),
    Code.KEY_INVALID: N_(
        "This is neither a license key (R- and six groups) nor an invite code "
        "(I- and four groups). Please check it."
    ),
    Code.KEY_OLDER_VERSION: N_(
        "This key belongs to an older version of the program and cannot be used here."
    ),
    Code.KEY_UNKNOWN: N_(
        "This key or code is not valid. Please check it, or ask who gave it to you."
    ),
    Code.KEY_IS_ID: N_(
        "This is an account id or a license id: a name, not a key. A license key begins with R-."
    ),
    Code.LICENSE_TAKEN: N_("This license key was activated by another account."),
    Code.LICENSE_ALREADY_YOURS: N_("You have activated this license already. Nothing has changed."),
    Code.LICENSE_KINDS_DIFFER: N_(
        "Commercial, educational and government licenses cannot be used together in one account."
    ),
    Code.OWN_INVITE_CODE: N_("This is your own invite code: you use your licenses without it."),
    Code.ALREADY_MEMBER: N_("You are a member of this organization already."),
    Code.NOT_A_MEMBER: N_("This account is not a member."),
    Code.TRIAL_LICENSE_HELD: N_("You have a license already, so there is nothing to try."),
    Code.TRIAL_ACTIVE: N_("Your free trial is running already."),
    Code.TRIAL_RECENT: N_("You had a free trial not long ago."),
    Code.LINK_ENDED: N_("This link has ended or was used already. You can ask for a new one."),
    Code.NAME_INVALID: N_("A name has 1 to 60 printable characters."),
    Code.PASSWORD_INVALID: N_("This password is too easy to guess. Please choose another one."),
    Code.LANGUAGE_UNKNOWN: N_("This language is not offered."),
    Code.ACCOUNT_UNKNOWN: N_("There is no such account."),
    Code.ACCOUNT_EXISTS: N_("There is an account with this address already."),
    Code.ID_TAKEN: N_("This id or code is in use already."),
}

_LEASES = {
    Fault.TOO_LARGE: N_("The license file on this computer is far too large to be one."),
    Fault.DAMAGED: N_("The license file on this computer is damaged."),
    Fault.NOT_A_LEASE: N_("The license file on this computer was made for something else."),
    Fault.UNKNOWN_KEY: N_(
        "The license file on this computer was signed with a key that is not known here. "
        "The next connection to the server brings a new one."
    ),
    Fault.FORGED: N_("The license file on this computer was changed and cannot be believed."),
    Fault.TOO_NEW: N_(
        "The license file on this computer is of a newer version. Please update this program."
    ),
    Fault.OTHER_SERVER: N_("The license file on this computer comes from another license server."),
    Fault.OTHER_PRODUCT: N_("The license file on this computer is for another product."),
    Fault.OTHER_DEVICE: N_(
        "The license file here belongs to another computer or another user. "
        "Please sign in, so that this one gets its own."
    ),
    Fault.OTHER_ACCOUNT: N_("The license file on this computer belongs to another account."),
    Fault.OUTDATED: N_("The list of signing keys is older than the one that is known here."),
}

_FILES = {
    FileFault.TOO_LARGE: N_("This file is too large to be one of ours."),
    FileFault.DAMAGED: N_(
        "This file is empty or damaged. Please copy it again, "
        "and remove the stick only when it is safe."
    ),
    FileFault.REQUEST_INSTEAD: N_(
        "This is the request, not the response. "
        "Take it to a computer with internet and open it there."
    ),
    FileFault.RESPONSE_INSTEAD: N_(
        "This is the response, not the request. Open it on the computer that wrote the request."
    ),
    FileFault.RETURN_INSTEAD: N_("This is a return file. It belongs into the portal."),
    FileFault.NOT_SUCH_A_FILE: N_("This file has nothing to do with validating a license."),
    FileFault.TOO_NEW: N_("This file is of a newer version. Please update this program."),
    FileFault.FORGED: N_(
        "This file was changed or does not come from the license server, so it cannot be used."
    ),
    FileFault.OTHER_PRODUCT: N_("This response is for another product."),
    FileFault.OTHER_COMPUTER: N_(
        "This response is for another computer. Open it on the one that wrote its request."
    ),
    FileFault.OTHER_REQUEST: N_(
        "This response answers another request than the one that is waiting. "
        "Please look for the newer file."
    ),
    FileFault.USED_UP: N_(
        "This response was used up when this computer gave its license back. "
        "Please save a new request."
    ),
    FileFault.CANNOT_READ: N_(
        "This file cannot be read. Please copy it again or look at the stick."
    ),
}

OF_REFUSALS: Mapping[Code, str] = MappingProxyType(_REFUSALS)
OF_LEASES: Mapping[Fault, str] = MappingProxyType(_LEASES)
OF_FILES: Mapping[FileFault, str] = MappingProxyType(_FILES)
