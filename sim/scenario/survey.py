"""Survey: the numbers of asking customers afterwards."""

from __future__ import annotations

from sim.frozen import Frozen
from sim.quantities import Goodwill, Share
from sim.rules.survey import SurveyNumbers


class Survey(Frozen):
    """Who answers a survey, and which goodwill makes a promoter (E17)."""

    response: Share = 0.1
    """Chance that a customer answers about an indifferent episode (assumption E17)."""
    extremes: Share = 0.2
    """What a very good or a very bad episode adds to that chance (assumption E17)."""
    promoter_above: Goodwill = 0.668
    """Trust plus tie of promoters: half a spread of ties above engaged (assumption)."""
    detractor_below: Goodwill = 0.468
    """Trust plus tie of detractors: half a spread of ties below engaged (assumption)."""

    def numbers(self) -> SurveyNumbers:
        """Return the numbers of the survey rules, in field order."""
        return SurveyNumbers(self.response, self.extremes, self.promoter_above, self.detractor_below)
