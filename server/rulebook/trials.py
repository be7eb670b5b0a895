"""Trials (TRI): how long one lasts, its active days, and who may ask for one.

A trial is a license of the kind `trial`. Its active days are begun by using the product, never
by looking; each is stored as the instant when it ends, and nothing else is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from contract.problems import Code
from server.config.terms import Terms
from server.rulebook.facts import Kind, License, Refusal, TrialUse
from server.rulebook.licenses import day_of, end_of_day, is_running, months_later

ACTIVE_DAY = timedelta(hours=24)


def trial_last_day(requested_at: datetime, terms: Terms) -> date:
    """The day of the request in the vendor's zone, and 90 more (TRI-1)."""
    return day_of(requested_at, terms) + timedelta(days=terms.trial_days)


def may_request_trial(
    held: Iterable[License], uses: Mapping[str, TrialUse], at: datetime, terms: Terms
) -> Refusal | None:
    """TRI-3. `held` are the account's licenses, earlier trials among them; `uses` are those of its
    trials, by license id. One whose active days are used up is no longer active, only recent."""
    licenses = tuple(held)
    trials = [each for each in licenses if each.kind is Kind.TRIAL]
    if any(is_running(each, at) and each.kind is not Kind.TRIAL for each in licenses):
        return Refusal(Code.TRIAL_LICENSE_HELD)
    if any(_has_use_left(each, uses, at, terms) for each in trials):
        return Refusal(Code.TRIAL_ACTIVE)
    again = max((again_on(each, terms) for each in trials), default=date.min)
    if day_of(at, terms) < again:
        return Refusal(Code.TRIAL_RECENT, {"again_on": again.isoformat()})
    return None


def _has_use_left(trial: License, uses: Mapping[str, TrialUse], at: datetime, terms: Terms) -> bool:
    use = uses.get(trial.license_id, TrialUse())
    return trial.ends_at is not None and not is_over(use, trial.ends_at, at, terms)


def again_on(trial: License, terms: Terms) -> date:
    """The first day on which another trial may be asked for: 12 calendar months after the day of
    the request. A request of 29 February counts to 28 February, the last day of that month."""
    assert trial.activated_at is not None  # a trial is activated by asking for it
    return months_later(day_of(trial.activated_at, terms), terms.trial_pause_months)


def running_day_end(use: TrialUse, at: datetime) -> datetime | None:
    """When the active day that is running ends; None when none is."""
    return next((end for end in use.day_ends if at < end), None)


def use_trial(
    use: TrialUse, ends_at: datetime, at: datetime, terms: Terms
) -> tuple[datetime, bool] | Refusal:
    """What using the trial at this instant means: the end of its active day, and whether that day
    begins with it (TRI-2). Refused when the 90 days or all active days are over."""
    if at >= ends_at:
        return Refusal(Code.TRIAL_OVER)
    running = running_day_end(use, at)
    if running is not None:
        return min(running, ends_at), False
    if len(use.day_ends) >= terms.trial_active_days:
        return Refusal(Code.TRIAL_OVER)
    return min(at.replace(microsecond=0) + ACTIVE_DAY, ends_at), True


def days_left(use: TrialUse, ends_at: datetime, at: datetime, terms: Terms) -> int:
    """Active days that were not begun: "4 of 5 days left" while the first one runs (TRI-5)."""
    if at >= ends_at:
        return 0
    return max(0, terms.trial_active_days - len(use.day_ends))


def is_over(use: TrialUse, ends_at: datetime, at: datetime, terms: Terms) -> bool:
    """Nothing more is to be had of it."""
    return isinstance(use_trial(use, ends_at, at, terms), Refusal)


def trial_end(requested_at: datetime, terms: Terms) -> datetime:
    return end_of_day(trial_last_day(requested_at, terms), terms)
