"""Test the lines of agents and of contacts against plain lists, whatever happens to them."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from sim.lines import NOBODY, append, insert, lines, remove

COUNT, MEMBERS = 3, 6
LINE = st.integers(0, COUNT - 1)


class LinesAndLists(RuleBasedStateMachine):
    """Lines, and lists to which the same is done."""

    def __init__(self):
        super().__init__()
        self.lines, self.lists = lines(COUNT, MEMBERS), [[] for _ in range(COUNT)]

    def absent(self):
        return [member for member in range(MEMBERS) if not any(member in line for line in self.lists)]

    @precondition(lambda self: self.absent())
    @rule(line=LINE, data=st.data())
    def joins_at_the_end(self, line, data):
        member = data.draw(st.sampled_from(self.absent()))
        append(self.lines, line, member)
        self.lists[line].append(member)

    @precondition(lambda self: self.absent())
    @rule(line=LINE, data=st.data())
    def joins_behind_somebody_or_at_the_head(self, line, data):
        member, place = (
            data.draw(st.sampled_from(self.absent())),
            data.draw(st.integers(0, len(self.lists[line]))),
        )
        insert(self.lines, line, member, self.lists[line][place - 1] if place else NOBODY)
        self.lists[line].insert(place, member)

    @precondition(lambda self: any(self.lists))
    @rule(data=st.data())
    def leaves_from_anywhere(self, data):
        line = data.draw(st.sampled_from([line for line in range(COUNT) if self.lists[line]]))
        member = data.draw(st.sampled_from(self.lists[line]))
        remove(self.lines, line, member)
        self.lists[line].remove(member)

    @invariant()
    def reads_the_same_in_both_directions(self):
        for line, members in enumerate(self.lists):
            assert walked(self.lines.first[line], self.lines.after) == members
            assert walked(self.lines.last[line], self.lines.before) == members[::-1]


def walked(member, following):
    """Return who stands in a line from `member` on."""
    found = []
    while member != NOBODY:
        found.append(member)
        member = following[member]
    return found


TestLinesAndLists = LinesAndLists.TestCase
TestLinesAndLists.settings = settings(max_examples=30, stateful_step_count=25, deadline=None)
