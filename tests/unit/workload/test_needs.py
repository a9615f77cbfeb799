"""Test what the world asks for: how many needs, when, whose, and with what luck."""

import numpy as np
import pytest
from scipy.stats import poisson

from sim.distributions.normal import normal_quantile
from sim.luck import BUSY_DAY, CENTRE, COUNT, ISSUE, LEG, STAY, Luck, entity_of, name_of, normals
from sim.rules.demand import poisson_quantile
from sim.scenario.model import Scenario
from sim.workload.needs import arrivals_of, count_of, day_factor, slots_of
from sim.world.build import build
from sim.world.numbers import NONE

DAY, HOUR = 86400.0, 3600.0
LOGITS = np.linspace(-30.0, 30.0, 601)


def world(changes=None, **contacts):
    """Return a small world: a full hour, a shorter last interval, closed on Sunday."""
    raw = {
        "version": 1,
        "name": "workload",
        "clock": {
            "start": "2026-03-02",
            "days": 14,
            "warm_up": "0s",
            "drain": "0s",
            "open": {"mon-sat": "08:00-09:30"},
            "interval": "1h",
        },
        "queues": {"service": {"patience": "3m"}},
        "contacts": {
            "question": {"queue": "service", "volume": {"mon-fri": [30, 12], "sat": [0, 6]}, "work": "5m"},
            "trouble": {"queue": "service", "work": "5m"},
            **contacts,
        },
        "groups": {"agents": {"skills": ["service"]}},
        "on_duty": {"agents": 3},
        "customers": {"count": 1000},
        "failures": {"statement": {"per_customer_year": 3.65, "contact": "trouble"}},
        "policies": {"usual": {}},
        "baseline": "usual",
        **(changes or {}),
    }
    return build(Scenario.model_validate(raw), "usual")


@pytest.fixture(scope="module")
def fortnights():
    """Return the slots of the first two weeks under 40 kinds of luck, with their days."""
    one = world()
    return [(day, arrivals_of(one, Luck(seed, 0), day)) for seed in range(40) for day in range(14)]


def of_type(slots, kind):
    return np.asarray(slots.time)[np.asarray(slots.type) == kind]


@pytest.mark.parametrize("mean", [1e-9, 0.01, 0.7, 3.0, 30.0, 99.5, 256.0])
def test_the_poisson_quantile_meets_an_independent_one(mean):
    u = 1 / (1 + np.exp(-LOGITS))
    assert [poisson_quantile(mean, float(x)) for x in u] == poisson.ppf(u, mean).tolist()


def test_the_poisson_quantile_ends_at_the_extremes_of_luck():
    assert poisson_quantile(256.0, 2**-53) == poisson.ppf(2**-53, 256.0)
    assert poisson_quantile(0.0, 1 - 2**-53) == 0
    for mean in (0.5, 30.0, 256.0):  # rounding may keep the sum below such luck; it must end all the same
        assert poisson.isf(1e-15, mean) <= poisson_quantile(mean, 1 - 2**-53) < 1100


@pytest.mark.parametrize("mean", [2.5, 256.0, 257.0, 700.0, 1500.0])
def test_counts_of_any_mean_are_poisson(mean):
    luck, runs = Luck(1, 0), 4000
    found = np.array([count_of(luck, mean, "", entity) for entity in range(1, runs + 1)])
    assert abs(found.mean() - mean) < 4 * np.sqrt(mean / runs)
    assert found.var() / mean == pytest.approx(1.0, abs=5 * np.sqrt(2 / runs + 1 / (mean * runs)))


def test_each_part_of_a_large_count_has_luck_of_its_own():
    luck = Luck(1, 0)
    means = [256.0] * 5 + [1500.0 - 5 * 256.0]
    parts = [poisson_quantile(mean, luck.at(COUNT, "", 77, k // 4)[k % 4]) for k, mean in enumerate(means)]
    assert count_of(luck, 1500.0, "", 77) == sum(parts)
    assert len(set(parts)) > 1


def test_a_type_may_be_called_like_the_candidates_of_another():
    loyalty = {"behaviour": {"loyalty": {"joining": {"per_month": "5%"}}}}
    named = {"question candidates": {"queue": "service", "volume": {"per_hour": 20}, "work": "5m"}}
    one, day = world(loyalty, **named), 3
    slots, *luck = slots_of(one, Luck(1, 0), day, candidates=500)
    assert len(np.unique(luck[0][:, 0])) == len(slots.entity) > 40  # no luck is used twice
    assert np.any(np.asarray(slots.customer) >= 1000)


def test_needs_come_in_order_and_only_while_the_door_is_open(fortnights):
    for day, slots in fortnights:
        time = np.asarray(slots.time)
        assert np.all(np.diff(time) >= 0.0)
        questions = of_type(slots, 0) - day * DAY
        assert np.all((questions >= 8 * HOUR) & (questions <= 9.5 * HOUR))
        if day % 7 != 5:  # a Saturday, of 6 on average, may stay empty by luck
            assert (questions.size == 0) == (day % 7 == 6)


@pytest.mark.parametrize(
    ("weekdays", "begins", "ends", "mean"),
    [(range(5), 8.0, 9.0, 30.0), (range(5), 9.0, 9.5, 12.0), ([5], 8.0, 9.0, 0.0), ([5], 9.0, 9.5, 6.0)],
)
def test_each_interval_has_its_volume_spread_evenly_over_its_length(fortnights, weekdays, begins, ends, mean):
    found = [of_type(slots, 0) - day * DAY for day, slots in fortnights if day % 7 in weekdays]
    inside = [times[(times >= begins * HOUR) & (times < ends * HOUR)] for times in found]
    counts = np.array([times.size for times in inside])
    assert abs(counts.mean() - mean) <= 4 * np.sqrt(mean / counts.size)
    if mean:
        place = (np.concatenate(inside) / HOUR - begins) / (ends - begins)
        assert abs(place.mean() - 0.5) < 4 / np.sqrt(12 * place.size)
        assert counts.var() == pytest.approx(mean, rel=5 * np.sqrt(2 / counts.size))


def test_failures_strike_at_any_hour_of_any_day(fortnights):
    counts = [of_type(slots, 1).size for _, slots in fortnights]
    assert np.mean(counts) == pytest.approx(10.0, abs=4 * np.sqrt(10 / len(counts)))
    hours = np.concatenate([of_type(slots, 1) - day * DAY for day, slots in fortnights]) / HOUR
    assert np.histogram(hours, 4, (0, 24))[0] == pytest.approx(hours.size / 4, rel=0.1)
    _, slots = fortnights[0]
    assert {(t, p) for t, p in zip(slots.type, slots.touchpoint, strict=True)} == {(0, NONE), (1, 0)}


def test_needs_fall_on_all_customers_alike(fortnights):
    customers = np.concatenate([np.asarray(slots.customer) for _, slots in fortnights])
    assert customers.min() >= 0
    assert customers.max() <= 999
    assert np.histogram(customers, 10, (0, 1000))[0] == pytest.approx(customers.size / 10, rel=0.1)


def test_every_need_carries_the_luck_of_its_identity():
    luck, day = Luck(4, 2), 8
    slots, issue, stay, leg = slots_of(world(), luck, day)
    for k in range(0, len(slots.time), 7):
        types = [name_of("type", "question"), name_of("touchpoint", "statement")]
        place = types[slots.type[k]], int(slots.entity[k])
        for purpose, column in ((ISSUE, issue), (STAY, stay)):
            assert tuple(column[k]) == luck.at(purpose, *place)
        end, warmth, passed_on, acw = luck.at(LEG, *place)
        assert tuple(leg[k]) == (end, normal_quantile(warmth), passed_on, acw)


def test_normals_made_together_are_those_made_one_by_one_to_the_last_bit():
    u = np.concatenate(
        [Luck(3, 0).block(LEG, CENTRE, 1, 5_000).ravel(), [0.075, 0.925, 0.5, 2**-53, 1 - 2**-53]]
    )
    assert normals(u).tolist() == [normal_quantile(one) for one in u.tolist()]


def test_entities_are_interval_and_place():
    slots = arrivals_of(world(), Luck(4, 2), 3)
    per_day = 24
    questions = sorted(int(e) for e, t in zip(slots.entity, slots.type, strict=True) if t == 0)
    first, second = (entity_of(3 * per_day + k) for k in (0, 1))
    counts = [sum(e < second for e in questions), sum(e >= second for e in questions)]
    assert questions == [first + k for k in range(counts[0])] + [second + k for k in range(counts[1])]


def test_another_type_moves_no_need():
    extra = {"queue": "service", "volume": {"per_hour": 50}, "work": "1m"}
    small, large = world(), world(yet_another=extra)
    for day in range(6):
        before, after = (arrivals_of(one, Luck(1, 0), day) for one in (small, large))
        kept = np.asarray(after.type) < 2
        assert np.asarray(after.time)[kept].tolist() == np.asarray(before.time).tolist()
        assert np.asarray(after.customer)[kept].tolist() == np.asarray(before.customer).tolist()
        assert kept.sum() < kept.size


def test_a_busier_world_keeps_the_needs_it_had():
    calm, busy = world(), world(question={"queue": "service", "volume": {"mon-fri": [33, 12]}, "work": "5m"})
    before, after = (arrivals_of(one, Luck(1, 0), 0) for one in (calm, busy))
    assert set(np.asarray(before.time).tolist()) <= set(np.asarray(after.time).tolist())


def test_the_day_factor_moves_all_intervals_of_a_day_together():
    one = world(
        question={"queue": "service", "volume": {"mon-sat": [300, 200]}, "day_to_day": "20%", "work": "5m"}
    )
    totals = np.array(
        [
            [np.sum(of_type(arrivals_of(one, Luck(seed, 0), day), 0) >= 0) for day in range(5)]
            for seed in range(80)
        ]
    ).ravel()
    spread = np.sqrt(1 / 500 + 0.2**2)
    assert totals.mean() == pytest.approx(500.0, rel=4 * spread / np.sqrt(totals.size))
    assert totals.std() / totals.mean() == pytest.approx(spread, rel=0.15)


def test_a_day_without_needs_is_empty():
    quiet = world(changes={"failures": {}}, complaint={"queue": "service", "volume": 0, "work": "1m"})
    slots = arrivals_of(quiet, Luck(1, 0), 6)
    assert all(len(column) == 0 for column in slots)


def test_a_busier_variant_has_the_same_issues_and_some_more():
    for entity in range(1, 400):
        luck = Luck(3, 1)
        counts = [count_of(luck, mean, "", entity) for mean in (200.0, 255.0, 256.0, 258.0, 600.0)]
        assert counts == sorted(counts)


def test_busy_days_of_two_types_are_independent():
    """1,000 open weekdays: independent types have |r| < 4.5 / sqrt(1000) but for 1 in 100,000."""
    one = world(
        question={"queue": "service", "volume": {"mon-fri": [200, 0]}, "day_to_day": "40%", "work": "5m"},
        order={"queue": "service", "volume": {"mon-fri": [200, 0]}, "day_to_day": "40%", "work": "5m"},
    )
    kinds = [kind.name for kind in one.types]
    counts = []
    for seed in range(100):
        luck = Luck(seed, 0)
        for day in (0, 1, 2, 3, 4, 7, 8, 9, 10, 11):
            slots = arrivals_of(one, luck, day)
            counts.append([len(of_type(slots, kinds.index(name))) for name in ("question", "order")])
    table = np.array(counts)
    assert table.std(axis=0).min() > 0.3 * 200  # the day factor is there to be seen
    assert abs(np.corrcoef(table.T)[0, 1]) < 4.5 / np.sqrt(len(table))


def test_days_shared_with_other_types_need_a_common_luck_and_others_stay_as_they_were():
    question = {"queue": "service", "volume": {"mon-fri": [200, 0]}, "day_to_day": "40%", "work": "5m"}
    apart, luck = world(question=question), Luck(3, 0)
    common = world(question={**question, "day_to_day_shared": "60%"})
    factors = [[day_factor(one.types[0], luck, day) for day in range(200)] for one in (apart, common)]
    u = np.array([luck.at(BUSY_DAY, CENTRE, entity_of(day))[0] for day in range(200)])
    by_itself, together = (np.corrcoef(u, found)[0, 1] for found in factors)
    assert abs(by_itself) < 0.3
    assert together == pytest.approx(0.6**0.5, abs=0.15)


def test_each_interval_may_have_a_factor_of_its_own():
    question = {"queue": "service", "volume": {"mon-sat": [300, 200]}, "work": "5m"}
    plain, uneven = world(question=question), world(question={**question, "interval_to_interval": "30%"})
    for seed in range(3):
        usual, found = (of_type(arrivals_of(one, Luck(seed, 0), 0), 0) for one in (plain, uneven))
        shares = [(found < 9 * HOUR).sum() / (usual < 9 * HOUR).sum()]
        shares += [(found >= 9 * HOUR).sum() / (usual >= 9 * HOUR).sum()]
        assert abs(shares[0] - shares[1]) > 0.02


def test_an_hour_cut_short_by_closing_gets_its_part_of_a_volume_per_hour():
    one = world(question={"queue": "service", "volume": {"per_hour": 200}, "work": "5m"})
    assert one.types[0].means[0] == (200.0, 100.0)
