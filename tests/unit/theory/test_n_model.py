"""Check the N-model by its limits and by a chain that is written out state by state."""

import numpy as np
import pytest

from sim.theory.erlang import mmn
from sim.theory.n_model import n_model

EITHER, ONE, SERVICE = 48 / 3600, 24 / 3600, 60.0
MOST = 40


def below_the_line(either, one, speed):
    """Yield the moves from states in which an agent is idle: from, to, rate.

    A state says who is busy, by the age of their contacts, and how many wait behind the first and behind
    both: behind `s`, who serves both classes, wait contacts for `s` alone. `j` serves one class. Idle agents
    are ordered by who has been idle longest.
    """
    for first in "js":
        yield ("idle " + first, 0, 0), (first, 0, 0), either
        yield ("idle " + first, 0, 0), ("s", 0, 0), one
    yield ("j", 0, 0), ("js", 0, 0), either + one
    yield ("j", 0, 0), ("idle s", 0, 0), speed
    for n in range(MOST + 1):
        yield ("s", n, 0), ("sj", n, 0), either
        yield ("s", n, 0), ("s", n + 1, 0), one
        yield ("s", n, 0), ("s", n - 1, 0) if n else ("idle j", 0, 0), speed


def both_busy(either, one, speed):
    """Yield the moves from states in which both are busy, as above.

    Of those behind both, in the order of arrival, each is for `s` alone with chance `q`: when `j` is free,
    those before the first that `j` may take come to wait behind `s`.
    """
    q = one / (either + one)
    for m in range(MOST + 1):
        yield ("js", 0, m), ("js", 0, m + 1), either + one
        yield ("js", 0, m), ("js", 0, m - 1) if m else ("j", 0, 0), speed
        for n in range(MOST + 1):
            yield ("sj", n, m), ("sj", n, m + 1), either + one
            taken = ("sj", n - 1, m) if n else ("js", 0, m - 1) if m else ("j", 0, 0)
            yield ("sj", n, m), taken, speed
        for n, here in [(0, "js"), *((n, "sj") for n in range(MOST + 1))]:
            for passed in range(m):
                yield (here, n, m), ("sj", n + passed, m - passed - 1), speed * q**passed * (1.0 - q)
            yield (here, n, m), ("s", n + m, 0), speed * q**m


def chain(either, one, speed):
    """Return both mean numbers waiting, by a chain cut where more than `MOST` wait behind anybody."""
    moves = [
        move
        for move in (*below_the_line(either, one, speed), *both_busy(either, one, speed))
        if max(move[1][1:]) <= MOST
    ]
    place = {state: k for k, state in enumerate(dict.fromkeys(source for source, *_ in moves))}
    matrix = np.zeros((len(place), len(place)))
    for source, target, rate in moves:
        matrix[place[source], place[target]] += rate
        matrix[place[source], place[source]] -= rate
    matrix[:, 0] = 1.0
    shares = np.linalg.solve(matrix.T, np.eye(len(place))[0])
    behind = np.array([state[1:] for state in place]).T @ shares
    q = one / (either + one)
    return behind[1] * (1.0 - q), behind[1] * q + behind[0]


def test_the_waits_are_those_of_the_chain():
    found = n_model(EITHER, ONE, SERVICE)
    waiting_either, waiting_one = chain(EITHER, ONE, 1.0 / SERVICE)
    assert found.mean_wait_either * EITHER == pytest.approx(waiting_either, rel=1e-4)
    assert found.mean_wait_one * ONE == pytest.approx(waiting_one, rel=1e-4)


def test_without_one_class_the_other_is_m_m_2_or_m_m_1():
    alone = n_model(EITHER, 1e-12, SERVICE)
    assert alone.mean_wait_either == pytest.approx(mmn(EITHER, SERVICE, 2).mean_wait)
    assert alone.p_wait_either == pytest.approx(mmn(EITHER, SERVICE, 2).p_wait)
    alone = n_model(1e-12, ONE, SERVICE)
    assert alone.mean_wait_one == pytest.approx(mmn(ONE, SERVICE, 1).mean_wait)
    assert alone.p_wait_one == pytest.approx(mmn(ONE, SERVICE, 1).p_wait)


@pytest.mark.parametrize(("either", "one"), [(0.1, 1 / 60), (1 / 40, 1 / 100)])
def test_a_load_that_reaches_the_agents_is_refused(either, one):
    with pytest.raises(ValueError, match="below 1 erlang of the second class, below 2 together"):
        n_model(either, one, SERVICE)
