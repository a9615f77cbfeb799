"""Test that what a policy makes worse comes before what it makes better, single queues included."""

from sim.report.clear import clear_of
from sim.report.content import Cell, Grid, Row, Scene


def row(kpi, *verdicts, member=""):
    cells = (Cell("1"), *(Cell("1", "", "+1", "", verdict) for verdict in verdicts))
    return Row(kpi.capitalize(), cells, kpi=kpi, dimension="queue" if member else "all", member=member)


def scene(whole, queues):
    parts = tuple((queue, tuple(rows)) for queue, rows in queues.items())
    grids = {
        "change": (Grid("headline", "", (("", tuple(whole)),)),),
        "service": (Grid("queues", "", parts),),
    }
    return Scene("", "", "", None, (), Grid("answer", "", ()), grids)


def labels(found):
    return tuple([one.label for one in rows] for rows in found)


def test_worse_comes_first_and_names_the_queue_that_all_queues_together_hide():
    whole = [row("fcr", "better"), row("level", "unclear"), row("wait", "worse"), row("cost", "same")]
    queues = {
        name: [row("level", verdict, member=name), row("wait", "worse", member=name)]
        for name, verdict in (("sales", "same"), ("help", "worse"))
    }
    assert labels(clear_of(scene(whole, queues))) == (["Wait", "Level, help"], ["Fcr"])


def test_the_only_queue_is_not_told_twice():
    whole = [row("level", "unclear"), row("fcr", "better")]
    assert labels(clear_of(scene(whole, {"help": [row("level", "worse", member="help")]}))) == ([], ["Fcr"])


def test_what_is_worse_under_one_of_several_policies_is_worse():
    whole = [row("fcr", "better", "worse"), row("level", "worse", "better")]
    queues = {name: [row("level", "better", "worse", member=name)] for name in ("sales", "help")}
    found = labels(clear_of(scene(whole, queues)))
    assert found == (["Fcr", "Level", "Level, sales", "Level, help"], [])
