"""Job: what is done after a contact has taken the report, in the firm's time or in the customer's."""

from __future__ import annotations

from math import nan

from sim.centre.customers.relationship import fail, set_severity, take_in_hand
from sim.centre.customers.returns import NEVER, call_about_promise, settle
from sim.centre.laws import quantile
from sim.centre.ledger import job_ended, job_reported, story_told
from sim.centre.numbers import NO_LAW
from sim.centre.records import STILL_OPEN
from sim.centre.run import Run
from sim.centre.turn import set_call
from sim.codes import Closing, Moment, Stage
from sim.luck import JOB, VISIT
from sim.rules.promise import control, is_available, lateness, wanted_at

RETURN, RESOLVED = int(Moment.RETURN), int(Closing.RESOLVED)
IN_HAND, CALLING, CONTACT, CLOSED = (
    int(stage) for stage in (Stage.JOB, Stage.CALLING, Stage.CONTACT, Stage.CLOSED)
)


def take_on(run: Run, slot: int, now: float) -> bool:
    """Return whether an issue that would close stays open for its job, which then begins to be due."""
    n, issue, job = run.numbers, run.issues[slot], run.jobs[slot]
    if n.job_preferred[issue.type] == NO_LAW or issue.closing != RESOLVED or job.has_begun:
        return False
    if job.place == 0:
        _report(run, slot, now)
    job.tries = 0
    settle(run, slot, STILL_OPEN)
    _plan_visit(run, slot, now)
    return True


def _report(run: Run, slot: int, now: float) -> None:
    n, issue, job = run.numbers, run.issues[slot], run.jobs[slot]
    u_urgent, u_later, _, _ = run.draw(JOB, issue.origin, issue.entity, 0, 0)
    later = quantile(run, n.job_preferred[issue.type], u_later)
    job.reported = now
    job.preferred = wanted_at(issue.opened, n.job_urgent[issue.type], u_urgent, later)
    job.is_urgent = job.preferred <= issue.opened
    job.place = job_reported(run)


def _plan_visit(run: Run, slot: int, now: float) -> None:
    n, job = run.numbers, run.jobs[slot]
    set_call(run, slot, n.job_is_due(n.scheduling, now, job.preferred, job.tries), RETURN, IN_HAND)


def visit(run: Run, slot: int, now: float) -> int:
    """Try the job, or end it if it was begun before; return the stage of the issue."""
    n, issue, job = run.numbers, run.issues[slot], run.jobs[slot]
    if job.has_begun:
        settle(run, slot, RESOLVED)
        return CLOSED
    u_there, u_keeps, u_when, u_moment = run.draw(VISIT, issue.origin, issue.entity, job.visits, 0)
    job.visits += 1
    if not n.keeps(n.scheduling, u_keeps):
        return _forget(run, slot, now, u_when, u_moment)
    if not is_available(n.promise.available, now, job.preferred, u_there):
        job.tries += 1
        story_told(run, slot)
        _plan_visit(run, slot, now)
        return IN_HAND
    job.has_begun, job.begun = True, now
    takes = n.job_takes[issue.type]
    if takes > 0.0:
        set_call(run, slot, now + takes, RETURN, IN_HAND)
        return IN_HAND
    settle(run, slot, RESOLVED)
    return CLOSED


def _forget(run: Run, slot: int, now: float, u_when: float, u_moment: float) -> int:
    """Turn a broken promise into a failure, about which the customer calls again."""
    issue, job, severity = run.issues[slot], run.jobs[slot], run.numbers.promise.severity
    job.forgotten += 1
    set_severity(run, slot, max(issue.severity, severity))
    fail(run, issue.customer, severity, now)
    take_in_hand(run, issue.customer)
    calls = call_about_promise(run, slot, now, u_when, u_moment)
    if calls == NEVER:
        return CLOSED
    if calls <= now:
        return CONTACT
    set_call(run, slot, calls, RETURN)
    return CALLING


def end(run: Run, slot: int, now: float) -> tuple[float, float]:
    """End the job of an issue that closes; return the time that promptness is judged by [s], and control."""
    n, job = run.numbers, run.jobs[slot]
    if job.place == 0:
        return now - run.issues[slot].opened, 0.0
    score = control(n.asks(n.scheduling), job.begun, job.preferred, job.reported)
    job_ended(run, slot, score)
    late = lateness(job.begun, job.preferred)
    job.place = job.visits = job.forgotten = 0
    job.has_begun, job.begun = False, nan
    return late, score


def end_run(run: Run, slot: int) -> None:
    """Write the job of the issue at `slot` that is still to be done."""
    job_ended(run, slot, 0.0)
