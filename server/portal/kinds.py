"""Names that people read: kinds of licenses, platforms."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

KINDS = {
    "commercial": gettext_noop("Commercial license"),
    "educational": gettext_noop("Educational license"),
    "government": gettext_noop("Government license"),
    "student": gettext_noop("Student license"),
    "semester": gettext_noop("Semester license"),
    "trial": gettext_noop("Free trial"),
}
PLATFORMS = {
    "windows": gettext_noop("Windows"),
    "macos": gettext_noop("macOS"),
    "linux": gettext_noop("Linux"),
    "web": gettext_noop("Web edition"),
}


def kind_name(kind: str) -> str:
    return _(KINDS[kind]) if kind in KINDS else kind


def platform_name(platform: str) -> str:
    return _(PLATFORMS[platform]) if platform in PLATFORMS else platform
