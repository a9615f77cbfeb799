"""As much of a run as lines and duty touch: a floor on which agents and contacts come and go by the verbs."""

from types import SimpleNamespace

from sim.centre.agents.duty import change_state
from sim.centre.queues import lines
from sim.centre.records import Agent, Contact
from sim.codes import AgentState
from sim.floor import NOBODY, Floor
from sim.lines import Lines


class Standing:
    """A floor, its agents, who serve all queues, and the contacts that came to it, by slot."""

    def __init__(self, agent_groups, groups, queues):
        agents = range(len(agent_groups))
        self.floor = floor = Floor(agent_groups, groups, queues)
        self.agents = [Agent(person) for person in agents]
        self.contacts = []
        columns = floor.next_waiting, floor.previous_waiting
        self.awaited = Lines([NOBODY for _ in agents], [NOBODY for _ in agents], *columns)
        parts = SimpleNamespace(strain=False, presence=False)
        self.numbers = SimpleNamespace(parts=parts, queues_of=[range(queues) for _ in agents])
        self.staying = [0] * groups
        self.rows = []

    def write_row(self, *row):
        """Keep a row of a log."""
        self.rows.append(row)

    def free(self, agent, now):
        """Set an agent free."""
        lines.become_free(self, agent, now)

    def take(self, agent, now):
        """Take a free agent."""
        lines.take(self, agent, now)

    def turn_to(self, agent, state, now):
        """Set what an agent does, by the name of the AgentState."""
        change_state(self, agent, int(AgentState[state]), now)

    def join(self, queue, now):
        """Add a new contact to a queue; return its slot."""
        slot = len(self.contacts)
        self.contacts.append(Contact(queue=queue))
        for column in (
            self.floor.joined,
            self.floor.priority,
            self.floor.next_waiting,
            self.floor.previous_waiting,
        ):
            column.append(NOBODY)
        lines.join(self, slot, queue, now)
        return slot

    def leave(self, slot, now):
        """Remove a contact from its queue."""
        lines.leave(self, slot, now)
