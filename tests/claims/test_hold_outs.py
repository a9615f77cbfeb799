"""Hold-outs: findings of the literature that nothing was fitted to must have the right sign (evidence 4.6).

Others are claims with rows of their own: two failures in both orders (D1.6), the mild and the grave failure
recovered (D1.1), the voice of the attached (D3.4), and who takes formal action (D0.10).
"""

import pytest
from harness import Arm, effect, kpi, level, sums

from sim.theory.trust_chain import paradox_boundary

pytestmark = pytest.mark.slow

ALIKE = ("behaviour.trust.voice=50", "behaviour.experience.base=60", "behaviour.trust.spread=0")
TWICE = tuple(
    f"failures.{name}={{once_per_customer: true, contact: complaint}}" for name in ("service", "again")
)
RECOVERED = Arm("cohort", "quality_time", (*ALIKE, *TWICE, "customers.count=4000"), 5)
COHORT = Arm("../../../scenarios/calibration/cohort", "handle_time", ("customers.count=6000",), 5)


def gained(low, high, again):
    """Return the mean trust gained by first or second failures of that severity, recovered."""

    def measure(run):
        issues, first = run.issues, run.first()
        severity = issues["severity"]
        of = (first != again) & (severity >= low) & (severity < high)
        return sums((issues["trust_after"] - run.before())[of])

    return measure


def test_a_perfect_recovery_gains_trust_after_a_mild_failure_only_and_less_after_a_second():
    """5 x 4,000 customers with two failures each, all perfectly recovered, in each of 3 arms; 25 s."""
    boundary = paradox_boundary(0.6, 0.14, 0.65)
    mild, grave = (0.0, boundary), (boundary, 1.0)
    assert show("first, mild", level(gained(*mild, False), RECOVERED)).low > 0.0
    assert show("first, grave", level(gained(*grave, False), RECOVERED)).high < 0.0
    less = effect(gained(*mild, True), RECOVERED, RECOVERED, gained(*mild, False))
    assert show("mild, second less first", less).high < 0.0
    forgets = RECOVERED.but("behaviour.trust.fade_bad=100", "behaviour.trust.fade_good=100")
    unmoved = effect(gained(*mild, True), forgets, forgets, gained(*mild, False))
    show("the same, forgetting failures at once", unmoved)
    assert max(abs(unmoved.low), abs(unmoved.high)) < 0.2 * abs(less.value)
    untaught = level(gained(*mild, False), RECOVERED.but("behaviour.trust.gain_failure=0"))
    assert show("first, mild, learning nothing", untaught).high < 0.0


def test_the_badly_handled_are_more_engaged_than_the_silent_only_if_the_attached_speak_up():
    """5 x 6,000 customers of the calibration's cohort in each of 2 arms; 15 s."""
    engaged = [kpi("engaged_share", "problem", problem) for problem in ("poor", "silent")]
    by_chance = COHORT.but("behaviour.trust.voice_tie=0")
    assert show("voice by attachment", effect(engaged[0], COHORT, COHORT, engaged[1])).low > 0.05
    assert show("voice by chance", effect(engaged[0], by_chance, by_chance, engaged[1])).high < -0.05


def test_long_waits_hurt_less_where_there_is_ample_time():
    """10 x 1,440 issues, every contact of which waits 300 s on average, in each of 3 arms; 12 s."""
    waits = "{chance: 100%, wait: {dist: exponential, mean: 300s}}"
    hurried = Arm("centre", "target", (f"queues.line.drawn_wait={waits}",))
    ample = hurried.but(policy="quality_time")

    def drop(run):
        quality, wait = run.issues["quality"], run.issues["wait"]
        return float(quality[wait < 60.0].mean() - quality[wait > 600.0].mean()), 1.0

    assert show("satisfaction lost, target", level(drop, hurried)).low > 0.0
    assert show("satisfaction lost, quality time", level(drop, ample)).low > 0.0
    assert show("target less quality time", effect(drop, hurried, ample)).low > 0.0
    unhurried = hurried.but("policies.target.pace.pressure=0")
    off = show("the same without pressure", effect(drop, unhurried, ample))
    assert off.low <= 0.0 <= off.high or off.low == off.high == 0.0


def show(what, found):
    """Print an estimate and return it."""
    print(f"{what}: {found.value:+.4f} [{found.low:+.4f}, {found.high:+.4f}]")
    return found
