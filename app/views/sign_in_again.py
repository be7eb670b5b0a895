"""*Sign in again*: the session has ended while the seat goes on, and work with it (APP-15)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.language import _
from app.license.picture import Intent
from app.views.acts import Go, OpenLink, Screen
from app.views.faces.sign_in import WRONG, SignIn
from app.views.parts.flow import flow
from app.views.seen import Seen


class SignInAgain(SignIn):
    """The form of face 2; what was wrong stands at the password, too."""

    def _other_ways(self, seen: Seen) -> QWidget:
        reset = OpenLink(f"{seen.portal}/profile/reset-password")
        forgot = self.link(_("Forgot password?"), reset)
        return flow(forgot, self.link(_("Not now"), Go(Screen.FACE)), centred=True)

    def draw(self, seen: Seen) -> None:
        self.shared.hide()  # what was chosen then holds
        work, remark = seen.picture.work, seen.picture.remark
        self._wait(work is not None and work.intent is Intent.SIGN_IN)
        self.why.setText(_("Your seat goes on meanwhile. Signing in lets it be renewed."))
        wrong = remark is not None and remark.about is Intent.SIGN_IN and remark.code == WRONG
        self.password.complain(_("Email or password is not right.") if wrong else "")

    def _known_address(self, seen: Seen) -> str:
        return seen.picture.account.email if seen.picture.account else ""
