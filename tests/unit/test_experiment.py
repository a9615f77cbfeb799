"""Test that an experiment gives the same table in any order, and loses nothing when interrupted."""

import sys
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from sim import experiment, store
from sim.errors import GoodwillError
from sim.experiment import Interrupted, Job, Plan, pack, run_jobs, unpack

sys.path.insert(0, str(Path(__file__).parent))
import toy_replicates as toy

PLAN = Plan(("today", "busy"), ("target", "kind"), "target", 0.95, 7, 4)


def tasks(plan=PLAN):
    return [
        Job(scenario, policy, None, plan.seed, replication)
        for replication in range(plan.replications)
        for scenario in plan.scenarios
        for policy in plan.policies
    ]


def run(plan=PLAN, workers=1, function=toy.replicate, **options):
    return run_jobs(plan, tasks(plan), workers, function=function, **options)


class Backwards:
    """A journal that gives its tables in the reverse order."""

    def __init__(self, tables):
        self.tables = tables

    def finished(self):
        return reversed(self.tables)

    def keep(self, name, table):
        raise AssertionError(f"{name} was run again: {table}")


@pytest.mark.slow
def test_one_process_and_two_give_the_same_table_and_digest():
    one, two = run(workers=1), run(workers=2)
    assert_frame_equal(one.table, two.table)
    assert one.digest == two.digest
    assert one.complete


def test_the_order_of_finishing_decides_nothing():
    one = run()
    tables = [pack(toy.replicate(job)) for job in tasks()]
    again = run(journal=Backwards(tables))
    assert_frame_equal(one.table, again.table)
    assert one.digest == again.digest
    assert again.reused == 16


def test_the_table_is_a_kpi_table_in_the_plan_s_order():
    table = run().table
    assert tuple(table.columns) == experiment.COLUMNS
    assert table.schema["replication"] == pl.Int64
    assert table["scenario"].unique(maintain_order=True).to_list() == ["today", "busy"]
    assert table["policy"].unique(maintain_order=True).to_list() == ["target", "kind"]
    assert table.height == 16 * 4


def test_another_seed_or_another_log_gives_another_digest():
    assert run().digest != run(PLAN._replace(seed=8)).digest


def test_contacts_and_working_seconds_are_summed():
    found = run()
    assert found.contacts == sum(toy.replicate(job).contacts for job in tasks())
    assert found.seconds == 8.0


def test_every_replicate_is_reported_once():
    seen = []
    run(on_result=lambda one: seen.append((one.scenario, one.policy, one.replication)))
    assert len(seen) == len(set(seen)) == 16


def test_a_replicate_survives_packing():
    one = toy.replicate(tasks()[3])
    again = unpack(pack(one))
    assert again._replace(kpis=None) == one._replace(kpis=None)
    assert_frame_equal(again.kpis, one.kpis)


def test_ctrl_c_keeps_only_replications_that_every_policy_and_scenario_finished():
    with pytest.raises(Interrupted) as stop:
        run(function=toy.interrupted_at_the_sixth)
    results = stop.value.results
    assert results is not None
    assert results.replications == (0, 1)
    assert not results.complete
    assert set(results.table["replication"]) == {0, 1}
    assert len(results.digests) == 8


def test_ctrl_c_before_the_first_pair_leaves_no_results():
    with pytest.raises(Interrupted) as stop:
        run(function=toy.interrupted_at_once)
    assert stop.value.results is None
    assert isinstance(stop.value, KeyboardInterrupt)


def test_a_later_run_takes_the_finished_replications_from_the_journal(tmp_path):
    journal = store.Journal(tmp_path / "bank", {"seed": 7})
    with pytest.raises(Interrupted):
        run(function=toy.interrupted_at_the_sixth, journal=journal)
    ran = []

    def counted(job):
        ran.append(job)
        return toy.replicate(job)

    resumed = run(function=counted, journal=store.Journal(tmp_path / "bank", {"seed": 7}))
    assert resumed.reused == 9
    assert len(ran) == 7
    assert_frame_equal(resumed.table, run().table)
    assert resumed.digest == run().digest


@pytest.mark.slow
def test_a_dead_worker_keeps_what_was_finished(tmp_path):
    journal = store.Journal(tmp_path / "bank", {"seed": 7})
    with pytest.raises(GoodwillError, match="a worker process died"):
        run(function=toy.dying, workers=2, journal=journal)
    kept = [unpack(table) for table in journal.finished()]
    assert all(one.replication < 3 for one in kept)
    assert run(journal=journal).complete


def test_a_journal_s_replicates_that_are_not_wanted_are_left_out():
    tables = [pack(toy.replicate(job)) for job in tasks()]
    found = run(PLAN._replace(replications=2), journal=Backwards(tables))
    assert found.replications == (0, 1)
    assert found.reused == 8


def test_zero_replications_are_refused():
    with pytest.raises(GoodwillError, match="Ask for at least 1"):
        run(PLAN._replace(replications=0))
