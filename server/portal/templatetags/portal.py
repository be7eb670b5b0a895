"""What templates need beyond Django's own tags: icons, the addresses of the look, seats drawn."""

from __future__ import annotations

from functools import cache

from django import template
from django.conf import settings
from django.forms import Form
from django.utils.safestring import SafeString, mark_safe

from server.config.places import RESOURCES
from server.licenses.mine import TrialCard
from server.portal import kinds
from server.portal.look import address

register = template.Library()

NOTICES = {
    "success": ("good", "circle-check"),
    "warning": ("warn", "triangle-alert"),
    "error": ("bad", "circle-alert"),
}
MOST_SEATS_DRAWN = 12


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A drawing of resources/icons, decoration beside words: screen readers pass over it."""
    drawing = (RESOURCES / "icons" / f"{name}.svg").read_text()
    return mark_safe(  # noqa: S308  # a file of this house
        drawing.strip().replace(
            "<svg ", '<svg class="icon" aria-hidden="true" focusable="false" ', 1
        )
    )


@register.simple_tag
def look(name: str) -> str:
    return address(name)


@register.filter
def error_code(form: Form) -> str:
    """The stable code of what is wrong with a form as a whole (SAFE-1)."""
    errors = form.errors.as_data().get("__all__", [])
    return (errors[0].code or "") if errors else ""


@register.filter
def notice_class(tags: str) -> str:
    return NOTICES.get(tags, ("", ""))[0]


@register.filter
def notice_icon(tags: str) -> SafeString:
    return icon(NOTICES.get(tags, ("", "info"))[1])


@register.filter
def language_name(languages: list[tuple[str, str]], code: str) -> str:
    return dict(languages or settings.LANGUAGES).get(code, code)


@register.inclusion_tag("portal/parts/seats.html")
def seats(taken: int, total: int) -> dict[str, object]:
    """Each seat as a chair while they are few, a bar beyond that."""
    chairs = [number < taken for number in range(total)] if total <= MOST_SEATS_DRAWN else []
    return {"chairs": chairs, "taken": min(taken, total), "total": total}


register.filter("kind_name", kinds.kind_name)
register.filter("platform_name", kinds.platform_name)


@register.filter
def trial_days(trial: TrialCard) -> list[bool]:
    """One for each day of use, the used ones last."""
    return [number >= trial.days_left for number in range(trial.days_total)]
