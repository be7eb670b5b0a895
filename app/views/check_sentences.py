"""The sentences of the diagnostics, by check and code, in English; `check_words.py` speaks them."""

from __future__ import annotations

from collections.abc import Mapping

from app.license.diagnosis.findings import Check
from contract.sentences import N_

SILENT = N_(
    "Is this computer connected? A firewall may be in the way: Seatkeeper needs this one address "
    "and nothing else. Ask whoever runs this network."
)
SET_CLOCK = N_("Set date, time and time zone of this computer right.")
LATER = N_("Nothing is wrong here. Try again later; your seat is not affected.")

FOUND: Mapping[tuple[Check, str], str] = {
    (Check.PROXY, "none"): N_("None: the way to the server is straight."),
    (Check.PROXY, "excepted"): N_("None for this server: the settings except it."),
    (Check.PROXY, "environment"): N_("{proxy}, by this computer's environment."),
    (Check.PROXY, "system"): N_("{proxy}, by the system's settings."),
    (Check.NAME, "known"): N_("{host} is found: {addresses}."),
    (Check.NAME, "address"): N_("{host} is an address; no name has to be looked up."),
    (Check.NAME, "by-proxy"): N_("The proxy looks up {host}."),
    (Check.NAME, "unknown"): N_("{host} cannot be found."),
    (Check.NAME, "unknown-proxy"): N_("The proxy {host} cannot be found."),
    (Check.REACH, "reached"): N_("{at} answers, after {ms} ms."),
    (Check.REACH, "silent"): N_("{at} does not answer at all."),
    (Check.REACH, "refused"): N_("{at} refuses connections."),
    (Check.REACH, "no-way"): N_("No way leads to {at}."),
    (Check.REACH, "no-name"): N_("Not tried: the name is not known."),
    (Check.REACH, "proxy-sign-in"): N_("The proxy {proxy} wants a sign-in ({wants})."),
    (Check.REACH, "proxy-refused"): N_("The proxy {proxy} does not lead on ({status})."),
    (Check.CERTIFICATE, "trusted"): N_("Genuine, issued by “{issuer}”."),
    (Check.CERTIFICATE, "local-authority"): N_(
        "Issued by “{issuer}”, which was added on this computer. Somebody in this network may "
        "look into secure connections; Seatkeeper works with that."
    ),
    (Check.CERTIFICATE, "intercepted"): N_(
        "Issued by “{issuer}”, which this computer does not trust: something between here and "
        "the server looks into secure connections."
    ),
    (Check.CERTIFICATE, "other-name"): N_(
        "It is not of {host}, but of another server. It was issued by “{issuer}”."
    ),
    (Check.CERTIFICATE, "date"): N_(
        "By this computer's clock it is not valid. It holds from {begins} to {ends}."
    ),
    (Check.CERTIFICATE, "no-handshake"): N_("No secure connection came about ({reason})."),
    (Check.CERTIFICATE, "not-secured"): N_("None: the server is on this very computer."),
    (Check.CERTIFICATE, "not-reached"): N_("Not looked at: the server is not reached."),
    (Check.ANSWER, "answers"): N_("{server} answers as it should."),
    (Check.ANSWER, "other-issuer"): N_(
        "Another license server answers there; it calls itself {issuer}."
    ),
    (Check.ANSWER, "too-old"): N_(
        "The server wants Seatkeeper {minimum} or newer. Your seat works on meanwhile."
    ),
    (Check.ANSWER, "maintenance"): N_("The server is being maintained."),
    (Check.ANSWER, "none"): N_("No answer came ({detail})."),
    (Check.ANSWER, "dns"): N_("Not asked: the name is not known."),
    (Check.ANSWER, "proxy"): N_(
        "A proxy or filter of this network answers in its place ({detail})."
    ),
    (Check.ANSWER, "tls-intercepted"): N_("Not asked: the certificate is not trusted."),
    (Check.ANSWER, "certificate-date"): N_("Not asked: by the clock, the certificate is "
                                                  "not valid."),
    (Check.ANSWER, "captive"): N_("A page of this network answers in its place."),
    (Check.ANSWER, "server"): N_("It does not answer as it should ({detail})."),
    (Check.CLOCK, "right"): N_("Right, to within {seconds} s."),
    (Check.CLOCK, "differs"): N_("This computer says {here}, the server {there}."),
    (Check.CLOCK, "behind"): N_(
        "This computer says {here}, but it must be later than {latest}."
    ),
    (Check.CLOCK, "not-known"): N_(
        "This computer says {here}. The server was not there to compare."
    ),
    (Check.KEY_STORE, "works"): N_("The system's key store answers."),
    (Check.KEY_STORE, "profile"): N_("A file in the profile that was named at the start."),
    (Check.KEY_STORE, "file"): N_("There is none; a file for you alone takes its place."),
    (Check.KEY_STORE, "silent"): N_("It does not answer, or is locked."),
    (Check.KEY_STORE, "not-asked"): N_("It was not asked yet."),
    (Check.DATA_FOLDER, "writable"): N_("{folder} can be written; {free} are free."),
    (Check.DATA_FOLDER, "little-room"): N_("{folder} has only {free} left."),
    (Check.DATA_FOLDER, "cannot-write"): N_("{folder} cannot be written: {reason}."),
    (Check.LEASE, "bound"): N_("A seat belongs to this computer for good."),
    (Check.LEASE, "serves"): N_("You have a seat. Without connection it works until "
                                       "{until}."),
    (Check.LEASE, "over"): N_("Your seat's time without connection ended: {until}."),
    (Check.LEASE, "unusable"): N_("The license file was put aside. {fault}"),
    (Check.LEASE, "none"): N_("None is held now."),
    (Check.KEYS, "known"): N_("List {version}, of {issued}."),
    (Check.KEYS, "none"): N_("None yet; they come with the first connection."),
    (Check.FILES, "opens"): N_("A double click on a response file opens Seatkeeper."),
    (Check.FILES, "not-registered"): N_("Response files are not known to this system."),
    (Check.FILES, "not-known"): N_("Not looked at on this system."),
    (Check.VERSIONS, "versions"): (
        "Seatkeeper {seatkeeper} · Qt {qt} · Python {python} · {system}"
    ),
}  # fmt: skip

UNSAID = N_("This could not be found out.")

FOUND_ANYWHERE: Mapping[str, str] = {
    "too-slow": N_("This took too long and was given up."),
    "failed": N_("Something went wrong inside Seatkeeper; the log says more."),
}

ADVICE: Mapping[tuple[Check, str], str] = {
    (Check.NAME, "unknown"): N_(
        "Is this computer connected? Does another web page open? If it does, ask whoever runs "
        "this network about this name."
    ),
    (Check.NAME, "unknown-proxy"): N_(
        "Correct the proxy in this computer's network settings, or switch it off."
    ),
    (Check.REACH, "silent"): SILENT,
    (Check.REACH, "no-way"): SILENT,
    (Check.REACH, "refused"): N_(
        "The server may be off for a while. Try again later; your seat is not affected."
    ),
    (Check.REACH, "proxy-sign-in"): N_(
        "Ask whoever runs this network to let {proxy} pass this server without a sign-in. Or name "
        "the proxy with user and password in the environment variable HTTPS_PROXY."
    ),
    (Check.REACH, "proxy-refused"): N_(
        "Ask whoever runs this network to let the proxy {proxy} pass on to this server."
    ),
    (Check.CERTIFICATE, "intercepted"): N_(
        "If it is your university's or company's, ask them to add “{issuer}” to this computer's "
        "trusted certificates. If nobody knows it, do not sign in in this network."
    ),
    (Check.CERTIFICATE, "other-name"): N_(
        "Do not sign in in this network before somebody who runs it has explained this."
    ),
    (Check.CERTIFICATE, "date"): SET_CLOCK,
    (Check.CERTIFICATE, "no-handshake"): N_(
        "Something between here and the server does not let secure connections pass. Ask whoever "
        "runs this network."
    ),
    (Check.ANSWER, "other-issuer"): N_("Ask the vendor for the right address."),
    (Check.ANSWER, "too-old"): N_("Get the newer version."),
    (Check.ANSWER, "maintenance"): LATER,
    (Check.ANSWER, "none"): LATER,
    (Check.ANSWER, "server"): LATER,
    (Check.ANSWER, "proxy"): N_(
        "Ask whoever runs this network to let this server pass. This is not about your license."
    ),
    (Check.ANSWER, "captive"): N_(
        "Open any web page in your browser and sign in to this network there."
    ),
    (Check.CLOCK, "differs"): SET_CLOCK,
    (Check.CLOCK, "behind"): SET_CLOCK,
    (Check.KEY_STORE, "silent"): N_("Unlock it, then start Seatkeeper again."),
    (Check.DATA_FOLDER, "little-room"): N_("Make some room on this disk."),
    (Check.DATA_FOLDER, "cannot-write"): N_(
        "Make room on this disk, or make the folder yours to write. Until then your seat is not "
        "kept when you close this window."
    ),
    (Check.LEASE, "over"): N_("Connect, and it is renewed by itself."),
    (Check.FILES, "not-registered"): N_(
        "Use “Open response file” here, or drop the file on this window."
    ),
}

ADVICE_ANYWHERE: Mapping[str, str] = {
    "too-slow": N_("Try again; if it stays so, send this page to support."),
    "failed": N_("Send this page to support."),
}
