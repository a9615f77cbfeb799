"""Promise: the jobs that follow a report, and how customers take them."""

from __future__ import annotations

from typing import NamedTuple

from sim.distributions.base import AnyTime, Law, law
from sim.frozen import Frozen
from sim.quantities import Duration, Share
from sim.rules.promise import PromiseNumbers


class JobNumbers(NamedTuple):
    """The job of a contact type: share that is urgent, time until it is preferred, time it takes [s]."""

    urgent: float
    preferred: Law
    takes: float


class Job(Frozen):
    """What has to be done after the contact that reported it, without an agent of the centre."""

    preferred: AnyTime
    """Time from the first contact to the moment that suits the customer."""
    urgent: Share = 0.0
    """Share of jobs that customers want done at once (assumption: none)."""
    takes: Duration = 0.0
    """Time from the job's beginning to the resolution of the issue; promptness counts until it begins
    (assumption: none)."""

    def numbers(self) -> JobNumbers:
        """Return the numbers of the job."""
        return JobNumbers(urgent=self.urgent, preferred=law(self.preferred), takes=self.takes)


class Promised(Frozen):
    """How customers take the time at which a job is done (E9c)."""

    available: Share = 0.5
    """Chance that a job tried before the preferred time finds the customer (assumption E9c)."""
    severity: Share = 0.5
    """Severity of a forgotten promise as a failure (assumption: the mean of those of touchpoints)."""

    def numbers(self) -> PromiseNumbers:
        """Return the numbers of the promise rules, in field order."""
        return PromiseNumbers(self.available, self.severity)
