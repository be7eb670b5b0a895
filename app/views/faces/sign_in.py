"""Face 2, and face 4 while the password is checked: the form stays, so nothing jumps."""

from __future__ import annotations

from typing import assert_never

from PySide6.QtWidgets import QFrame, QWidget

from app.language import _
from app.license.events import Cancelled, SignInAsked
from app.license.picture import SignedOut, SignedOutWhy, SigningIn
from app.views import words
from app.views.acts import Hand, OpenLink, Post
from app.views.live import Live, Perform
from app.views.look import Look
from app.views.parts.buttons import button
from app.views.parts.field import Field
from app.views.parts.flow import flow
from app.views.parts.layouts import column, held, row, surface
from app.views.parts.marks import Emblem
from app.views.parts.shared_choice import SharedChoice
from app.views.parts.texts import text
from app.views.seen import Seen
from contract.problems import Code

WIDTH = 420
WRONG = Code.CREDENTIALS_INVALID  # the one refusal that is about what was typed


class SignIn(Live):
    column_width = WIDTH

    def __init__(self, look: Look, perform: Perform, seen: Seen) -> None:
        super().__init__(look, perform)
        self.email = Field(look, _("Email"), self._known_address(seen))
        self.password = Field(look, _("Password"))
        self.password.hide_what_is_typed(_("Show what is typed"), _("Hide what is typed"))
        shared = seen.picture.shared
        self.shared = SharedChoice(preset=shared is not None and shared.preset)
        self.why = text("", "muted", centred=True)
        self.go = button(look, _("Sign in"), "primary")
        self.go.setDefault(True)
        self.cancel = button(look, _("Cancel"), "quiet")
        self.setLayout(column(*self._head(seen), self._form(), 14, self._other_ways(seen)))
        self._connect()
        self.draw(seen)

    def _head(self, seen: Seen) -> tuple[QWidget | int, ...]:
        self.title = _("Sign in to {product}").format(product=seen.product)
        self.emblem = held(column(row(None, Emblem(self.look, "armchair"), None), 14))
        return self.emblem, text(self.title, "title", centred=True), 6, self.why, 18

    def _form(self) -> QFrame:
        form = column(self.email, 12, self.password, 6, self.shared, 18, self.go, self.cancel)
        return surface("card", form, (26, 24))

    def _known_address(self, seen: Seen) -> str:
        standing = seen.picture.standing
        return standing.email if isinstance(standing, SignedOut | SigningIn) else ""

    def _other_ways(self, seen: Seen) -> QWidget:
        reset = OpenLink(f"{seen.portal}/profile/reset-password")
        forgot = self.link(_("Forgot password?"), reset)
        register = self.link(_("Register"), OpenLink(f"{seen.portal}/register"))
        response = self.link(_("Open response file"), Hand.OPEN_RESPONSE)
        return held(column(flow(register, forgot, centred=True), flow(response, centred=True)))

    def _connect(self) -> None:
        self.go.clicked.connect(self._ask)
        self.password.line.returnPressed.connect(self._ask)
        self.email.line.returnPressed.connect(self._next)
        self.cancel.clicked.connect(lambda: self.perform(Post(Cancelled())))

    def _next(self) -> None:
        self.password.setFocus() if not self.password.line.text() else self._ask()

    def _ask(self) -> None:
        email, password = self.email.line.text().strip(), self.password.line.text()
        self.email.complain("" if "@" in email else _("Please enter your email address."))
        self.password.complain("" if password else _("Please enter your password."))
        if "@" in email and password:
            self.perform(Post(SignInAsked(email, password, shared=self.shared.chosen)))
        else:
            (self.password if "@" in email else self.email).line.setFocus()

    def draw(self, seen: Seen) -> None:
        standing = seen.picture.standing
        self._wait(isinstance(standing, SigningIn))
        if isinstance(standing, SignedOut):
            self._explain(standing)
        else:
            self.why.setVisible(bool(self.why.text()))

    def _wait(self, waiting: bool) -> None:
        for part in (self.email, self.password, self.go):
            part.setEnabled(not waiting)
        self.shared.wait(waiting)
        self.go.setText(_("Signing in…") if waiting else _("Sign in"))
        self.cancel.setVisible(waiting)

    def _explain(self, standing: SignedOut) -> None:
        if standing.why is SignedOutWhy.REFUSED:
            self._refused(standing)
            return
        sentence = _why(standing)
        self.why.setText(sentence)
        self.why.setVisible(bool(sentence))

    def _refused(self, standing: SignedOut) -> None:
        refusal = standing.refusal
        if refusal is None or refusal.code == WRONG:
            sentence = _("Email or password is not right.")
        else:
            sentence = words.refusal(refusal)
        if self.password.error.text() != sentence:
            self.password.line.clear()
            self.password.complain(sentence)
            self.password.line.setFocus()
        self.why.hide()

    def fit_into(self, height: int) -> None:
        """A low window shows the other ways rather than the picture."""
        needed = self.heightForWidth(self.look.scaled(WIDTH))
        if self.emblem.isHidden():
            needed += self.emblem.sizeHint().height()
        self.emblem.setVisible(needed <= height)

    def first_focus(self) -> QWidget:
        return (self.password if self.email.line.text() else self.email).line


def _why(standing: SignedOut) -> str:
    match standing.why:
        case SignedOutWhy.FRESH:
            return _("With the account that you have on the portal.")
        case SignedOutWhy.LOGGED_OUT:
            return _("You are logged out on this computer.")
        case SignedOutWhy.LEFT_ALONE:
            return _("You were logged out: this shared computer was left alone.")
        case SignedOutWhy.CACHE_GONE:
            return _("The license data of this computer was removed. Sign in, and your seat is "
                     "found again.")  # fmt: skip
        case SignedOutWhy.SESSION_ENDED:
            return _("Your sign-in has ended. Please sign in again.")
        case SignedOutWhy.MADE_OWN:
            return _("This computer counts as one of its own now. Please sign in.")
        case SignedOutWhy.NO_CONNECTION:
            return _("There was no connection. Nothing is lost; please try again.")
        case SignedOutWhy.TIMED_OUT:
            return _("It took too long. Please try again.")
        case SignedOutWhy.CANCELLED | SignedOutWhy.REFUSED | SignedOutWhy.BLOCKED:
            return ""
        case never:
            assert_never(never)
