"""Face 4 beyond the password: a second factor, or the browser (ACC-3)."""

from __future__ import annotations

from app.language import _
from app.license.events import BrowserSignInAsked, Cancelled, CodeGiven
from app.license.picture import SigningIn, SigningInStep
from app.views import words
from app.views.acts import Copy, Post
from app.views.live import Live, Perform
from app.views.look import Look
from app.views.parts.buttons import button
from app.views.parts.field import Field
from app.views.parts.layouts import column, held, row, surface
from app.views.parts.marks import Emblem
from app.views.parts.texts import text
from app.views.problem_card import Card, Step
from app.views.seen import Seen


def in_browser(seen: Seen) -> Card:
    standing = seen.picture.standing
    assert isinstance(standing, SigningIn)
    offered = standing.step is SigningInStep.BROWSER_OFFERED
    again = Step(_("Copy the address"), Copy(standing.address), "copy")
    return Card(
        picture="globe",
        title=_("Sign in with your browser") if offered else _("Go on in your browser"),
        sentences=(
            _("This account signs in on a web page, for instance that of your university.")
            if offered
            else _("A page was opened there. When you are done, this window goes on by itself."),
        ),
        next=Step(_("Open the browser") if offered else _("Open the page again"),
                  Post(BrowserSignInAsked()), "external-link"),
        others=(*((again,) if standing.address else ()), Step(_("Cancel"), Post(Cancelled()))),
    )  # fmt: skip


class SecondFactor(Live):
    column_width = 420

    def __init__(self, look: Look, perform: Perform, seen: Seen) -> None:
        super().__init__(look, perform)
        self.title = _("One more step")
        self.code = Field(look, _("Code"))
        go = button(look, _("Continue"), "primary")
        go.clicked.connect(self._give)
        self.code.line.returnPressed.connect(self._give)
        form = column(self.code, 18, go, 4, self.link(_("Cancel"), Post(Cancelled())))
        lead = _("Enter the code that your authenticator app shows.")
        self.setLayout(
            column(
                held(row(None, Emblem(look, "shield-check"), None)), 14,
                text(self.title, "title", centred=True), 6,
                text(lead, "muted", centred=True), 18, surface("card", form, (26, 24)),
            )
        )  # fmt: skip
        self.draw(seen)

    def _give(self) -> None:
        code = self.code.line.text().strip()
        if code:
            self.perform(Post(CodeGiven(code)))

    def draw(self, seen: Seen) -> None:
        standing = seen.picture.standing
        refusal = standing.refusal if isinstance(standing, SigningIn) else None
        self.code.complain(words.refusal(refusal) if refusal else "")

    def first_focus(self) -> Field:
        return self.code
