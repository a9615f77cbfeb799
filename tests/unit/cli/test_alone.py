"""Test that one replication can be run alone, by its number."""

import json

from corner_shop import content, run


def test_a_replication_runs_alone_with_the_luck_that_it_has_among_others(shop):
    run("--replications", "3", "--event-log")
    folder = shop / "results" / "shop"
    whole = json.loads((folder / "manifest.json").read_text())["digests"]
    first = (folder / "events" / "today" / "target.csv").read_bytes()
    done = run("--only", "2", "--event-log")
    assert done.exit_code == 0, done.output
    alone = json.loads((folder / "manifest.json").read_text())["digests"]
    assert alone == {name: digest for name, digest in whole.items() if name.endswith("/2")}
    assert len(alone) == 2
    assert content(shop)["replications"] == 1
    assert (folder / "events" / "today" / "target.csv").read_bytes() != first
