"""Behaviour: how the world answers, each rule's numbers in a section of its own."""

from __future__ import annotations

from sim.frozen import Frozen
from sim.scenario.callback import Called
from sim.scenario.erosion import Erosion
from sim.scenario.experience import Experience
from sim.scenario.loyalty import Loyalty
from sim.scenario.promise import Promised
from sim.scenario.recontact import Recontact
from sim.scenario.self_service import SelfServed
from sim.scenario.strain import Strain
from sim.scenario.survey import Survey
from sim.scenario.trust import Trust
from sim.scenario.warmth import Warmth
from sim.scenario.work import Work


class Behaviour(Frozen):
    """The numbers of the rules; every one has a default with its source."""

    work: Work = Work()
    """What handing over and repairing costs."""
    warmth: Warmth = Warmth()
    """How kindness varies and shrinks under pressure."""
    recontact: Recontact = Recontact()
    """Who comes back after a contact that resolved nothing."""
    callback: Called = Called()
    """Who accepts to be called back, and can be reached."""
    promise: Promised = Promised()
    """How customers take the time at which a job is done."""
    self_service: SelfServed = SelfServed()
    """Who tries a self-service, and who gives up after it."""
    experience: Experience = Experience()
    """What makes an episode good."""
    strain: Strain | None = None
    """How agents tire and who quits; neither happens if left out; `strain: {}` has defaults."""
    erosion: Erosion | None = None
    """How agents unlearn rapport under pressure; they do not if left out; `erosion: {}` has defaults."""
    trust: Trust = Trust()
    """How trust starts, fades, breaks and learns."""
    survey: Survey = Survey()
    """Who answers when asked afterwards."""
    loyalty: Loyalty | None = None
    """How trust acts back: who leaves, comes and waits. Left out, the customers stay the same."""
