"""Job: what is done after a contact has taken the report, in the firm's time or in the customer's."""

from __future__ import annotations

from math import isnan, nan
from typing import TYPE_CHECKING

from sim.codes import Closing, Moment, Problem
from sim.engines.reference.calendar import ORDER, Process
from sim.engines.reference.contact import journey
from sim.engines.reference.records import STILL_OPEN, Issue
from sim.engines.reference.verbs import ready, verb_of
from sim.logs import PACK
from sim.luck import JOB, VISIT
from sim.policies.scheduling import base as scheduling
from sim.rules.promise import control, is_available, lateness, wanted_at

if TYPE_CHECKING:
    from sim.engines.reference.centre import Centre

RETURN = ORDER[Moment.RETURN]
RESOLVED, IN_HAND = int(Closing.RESOLVED), int(Problem.IN_HAND)
pack_row = PACK["jobs"]


class Job:
    """Hold one job: when it was reported, is preferred and was begun (if so) [s], and what went wrong."""

    __slots__ = ("begun", "control", "forgotten", "preferred", "reported", "tries", "urgent", "visits")

    def __init__(self, reported: float, opened: float, preferred: float) -> None:
        self.reported, self.preferred, self.urgent = reported, preferred, preferred <= opened
        self.begun, self.control = nan, 0.0
        self.tries = self.visits = self.forgotten = 0


class Jobs:
    """Do the jobs that contacts have reported, by the policy's verbs."""

    def __init__(self, centre: Centre) -> None:
        world, levers = centre.world, centre.world.levers
        self._centre, self._promise, self._of_policy = centre, world.promise, levers.scheduling_numbers
        self._due, self._asks, self._keeps = (
            verb_of(scheduling.PACKAGE, scheduling.Scheduling, levers.scheduling, name)
            for name in ("due", "asks", "keeps")
        )
        self._kinds = [kind.job for kind in world.types]
        self._later = [None if job is None else ready(job.preferred) for job in self._kinds]
        self._open: dict[int, Job] = {}

    def takes_on(self, issue: Issue) -> bool:
        """Tell whether an issue that would close stays open for its job, which then begins to be due."""
        kind, later = self._kinds[issue.type], self._later[issue.type]
        job = self._open.get(issue.serial)
        if kind is None or later is None or issue.closing != RESOLVED or (job and not isnan(job.begun)):
            return False
        centre, now = self._centre, self._centre.calendar.now
        if job is None:
            u_urgent, u_later, _, _ = centre.luck.at(JOB, issue.entity)
            quantile, numbers = later
            wanted = wanted_at(issue.opened, kind.urgent, u_urgent, quantile(numbers, u_later))
            job = self._open[issue.serial] = Job(now, issue.opened, wanted)
        job.tries, issue.closing = 0, STILL_OPEN
        centre.calendar.start(self._is_done(issue, job, kind.takes))
        return True

    def _is_done(self, issue: Issue, job: Job, takes: float) -> Process:
        """Try the job until the customer is there, or a promise is forgotten."""
        centre, numbers, entity = self._centre, self._of_policy, issue.entity
        while True:
            due = self._due(numbers, centre.calendar.now, job.preferred, job.tries)
            yield centre.calendar.at(due, RETURN + issue.serial)
            u_there, u_keeps, u_when, u_moment = centre.luck.at(VISIT, entity, job.visits)
            job.visits += 1
            if not self._keeps(numbers, u_keeps):
                self._is_forgotten(issue, job, u_when, u_moment)
                return
            if is_available(self._promise.available, due, job.preferred, u_there):
                break
            job.tries += 1
            issue.explained += 1
        job.begun = due
        if takes > 0.0:
            yield centre.calendar.at(due + takes, RETURN + issue.serial)
        issue.closing = RESOLVED
        centre.closes(issue)

    def _is_forgotten(self, issue: Issue, job: Job, u_when: float, u_moment: float) -> None:
        """Let a broken promise be a failure, about which the customer calls again."""
        centre, now, severity = self._centre, self._centre.calendar.now, self._promise.severity
        job.forgotten += 1
        issue.severity = max(issue.severity, severity)
        centre.relationship.fails(issue.customer, severity, now)
        centre.relationship.problem[issue.customer] = IN_HAND
        calls = centre.returns.about_promise(issue, now, u_when, u_moment)
        if calls is None:
            centre.closes(issue)
        else:
            centre.calendar.start(journey(centre, issue, calls))

    def settles(self, issue: Issue, now: float) -> tuple[float, float]:
        """Return the time that promptness is judged by [s], and the score of control; write the job's row."""
        job = self._open.pop(issue.serial, None)
        if job is None:
            return now - issue.opened, 0.0
        asked = self._asks(self._of_policy)
        job.control = control(asked, job.begun, job.preferred, job.reported)
        self._logs(issue, job)
        return lateness(job.begun, job.preferred), job.control

    def _logs(self, issue: Issue, job: Job) -> None:
        self._centre.buffer.rows["jobs"].append(pack_row(
            issue.serial, issue.customer, issue.type, issue.segment, job.urgent, job.reported, job.preferred,
            job.begun, job.visits, job.forgotten, job.control
        ))  # fmt: skip

    def ends_run(self) -> None:
        """Write the rows of jobs that are still to be done."""
        for serial, job in self._open.items():
            self._logs(self._centre.open[serial], job)
