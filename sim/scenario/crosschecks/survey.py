"""Check the survey: detractors lie below promoters."""

from __future__ import annotations

from collections.abc import Iterator

from sim.scenario.crosschecks.base import Finding, error
from sim.scenario.model import Scenario


def _cuts(scenario: Scenario) -> Iterator[Finding]:
    survey = scenario.behaviour.survey
    if survey.detractor_below > survey.promoter_above:
        wrong = f"lies above promoter_above (got {survey.detractor_below:g}; allowed up to "
        wrong += f"{survey.promoter_above:g}, which is promoter_above)."
        yield error(("behaviour", "survey", "detractor_below"), f"{wrong} Lower it, or raise promoter_above.")


CHECKS = (_cuts,)
