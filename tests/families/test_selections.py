"""Test every routing and discipline alike, on floors where agents and contacts have come and gone."""

import dis
import random
from pathlib import Path

import pytest
import yaml

from sim.family import members
from sim.floor import NOBODY
from sim.policies.discipline import base as discipline
from sim.policies.routing import base as routing
from tests.floors import Standing

EXAMPLES = yaml.safe_load((Path(__file__).parent / "examples.yaml").read_text())
ROUTINGS = members(routing.PACKAGE, "kind", routing.Routing)
DISCIPLINES = members(discipline.PACKAGE, "kind", discipline.Discipline)
WRITTEN = [(name, settings) for name in DISCIPLINES for settings in EXAMPLES[discipline.PACKAGE][name]]
QUEUES = {"vip": 10.0, "service": 20.0, "disputes": 20.0, "cards": 90.0}
GROUPS, AGENTS, NOW = 4, 9, 1000.0


def floors():
    """Yield floors in all states, with the agents who are free, the contacts that wait, and dice."""
    dice = random.Random(4)  # noqa: S311 - nothing is kept secret
    for _ in range(300):
        run = Standing([dice.randrange(GROUPS) for _ in range(AGENTS)], GROUPS, len(QUEUES))
        floor = run.floor
        floor.rank = [[dice.randint(1, 3) for _ in range(GROUPS)] for _ in QUEUES]
        floor.resolves = [[dice.choice((0.0, 0.001, 0.002)) for _ in range(AGENTS)] for _ in QUEUES]
        free, waiting = set(), {}
        for agent in range(AGENTS):
            run.turn_to(agent, "AVAILABLE", 0.0)
        for moment in range(dice.randint(0, 40)):
            now, agent = 10.0 * (moment // 2), dice.randrange(AGENTS)
            kind = dice.random()
            if kind < 0.5:
                (run.take if agent in free else run.free)(agent, now)
                free ^= {agent}
            elif kind < 0.8:
                queue = dice.randrange(len(QUEUES))
                waiting[run.join(queue, now)] = queue
            elif waiting:
                slot = dice.choice(sorted(waiting))
                del waiting[slot]
                run.leave(slot, now)
        yield floor, free, waiting, dice


@pytest.mark.parametrize("name", ROUTINGS)
def test_a_routing_takes_a_free_agent_of_the_groups_asked_for_whenever_there_is_one(name):
    member = ROUTINGS[name]
    numbers = member.model.model_validate({"kind": name}).numbers()
    for floor, free, _, dice in floors():
        groups = dice.sample(range(GROUPS), dice.randint(1, GROUPS))
        u = dice.choice((2**-53, 1 - 2**-53, dice.random()))
        chosen = member.module.select_agent(
            numbers, floor, groups, dice.randrange(len(QUEUES)), NOBODY, u, NOW
        )
        able = {agent for agent in free if floor.group[agent] in groups}
        assert chosen in able if able else chosen == NOBODY


@pytest.mark.parametrize("name", ROUTINGS)
def test_a_routing_that_reads_its_uniform_says_so(name):
    member = ROUTINGS[name]
    steps = dis.get_instructions(member.module.select_agent)
    reads = any(step.opname == "LOAD_FAST" and step.argval == "u" for step in steps)
    assert member.model.by_chance == reads


@pytest.mark.parametrize(("name", "settings"), WRITTEN)
def test_a_discipline_chooses_a_queue_where_somebody_waits_whenever_somebody_does(name, settings):
    member = DISCIPLINES[name]
    numbers = member.model.model_validate({"kind": name, **settings}).numbers(QUEUES)
    for floor, _, waiting, dice in floors():
        queues = dice.sample(range(len(QUEUES)), dice.randint(1, len(QUEUES)))
        chosen = member.module.select_contact(numbers, floor, queues, NOW)
        able = set(waiting.values()) & set(queues)
        assert chosen in able if able else chosen == NOBODY


@pytest.mark.parametrize("name", sorted(ROUTINGS.keys() - {"random"}))  # chance counts along the lines
def test_a_routing_treats_groups_alike_in_whatever_order_they_are_named(name):
    verb = ROUTINGS[name].module.select_agent
    for floor, _, _, dice in floors():
        groups = dice.sample(range(GROUPS), GROUPS)
        chosen = verb((), floor, groups, 0, NOBODY, 0.5, NOW)
        assert chosen == verb((), floor, groups[::-1], 0, NOBODY, 0.5, NOW)
