"""Check the command line around scenario files: what is printed where, and the exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from jsonschema import Draft7Validator

import sim.cli
from sim.scenario.load import load_scenario

CASES = Path(__file__).parents[2] / "cases"
FULL = str(CASES / "valid" / "full.yaml")
INVALID = CASES / "invalid"


class Answer:
    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def goodwill(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> object:
    def ask(*arguments: str) -> Answer:
        monkeypatch.setattr("sys.argv", ["goodwill", *arguments])
        with pytest.raises(SystemExit) as stop:
            sim.cli.main()
        written = capsys.readouterr()
        return Answer(int(stop.value.code or 0), written.out, written.err)

    return ask


def test_every_command_of_the_folder_is_offered_and_helpers_are_not() -> None:
    names = {command.name for command in sim.cli.app.registered_commands}
    folder = Path(sim.cli.__file__).parent
    assert {"init", "schema", "show", "validate"} <= names
    assert names <= {path.stem.rstrip("_").replace("_", "-") for path in folder.glob("[!_]*.py")}


def test_every_command_shows_an_example_and_answers_in_json() -> None:
    for command in sim.cli.app.registered_commands:
        assert command.callback is not None
        assert "Example: goodwill" in str(command.callback.__doc__), command.name
        shown = str(
            typer.main.get_command_from_info(
                command, pretty_exceptions_short=False, rich_markup_mode=None
            ).params
        )
        assert "json" in shown, command.name


def test_a_sound_file_ends_with_0(goodwill) -> None:  # type: ignore[no-untyped-def]
    answer = goodwill("validate", FULL)
    assert (answer.code, answer.out, answer.err) == (0, f"{FULL}: sound\n", "")


def test_an_unsound_file_ends_with_2_and_its_problems_go_to_stderr(goodwill, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.chdir(INVALID)
    answer = goodwill("validate", "several_problems_at_once.yaml", "unknown_pace.yaml", FULL)
    told = [
        (INVALID / f"{name}.txt").read_text("utf-8") for name in ("several_problems_at_once", "unknown_pace")
    ]
    assert (answer.code, answer.out, answer.err) == (2, "", "".join(told))


def test_warnings_go_to_stderr_and_do_not_fail(goodwill, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "short.yaml"
    file.write_text(Path(FULL).read_text("utf-8").replace("drain: 14d", "drain: 1d"))
    answer = goodwill("validate", str(file))
    assert answer.code == 0
    assert answer.err.startswith(f"warning: {file}:9:3: clock.drain: is shorter than the repeat window")


def test_problems_and_warnings_are_also_told_in_json(goodwill) -> None:  # type: ignore[no-untyped-def]
    answer = goodwill("validate", "--json", FULL, str(INVALID / "unknown_pace.yaml"))
    sound, unsound = json.loads(answer.out)["files"]
    assert answer.code == 2
    assert sound == {"file": FULL, "sound": True, "problems": [], "warnings": []}
    assert unsound["problems"][0] | {"text": "", "file": ""} == {
        "file": "", "line": 16, "column": 11, "field": "policies.usual.pace", "text": "",
    }  # fmt: skip


def test_the_machine_form_that_is_printed_loads_again(goodwill, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    for command in ("validate", "show"):
        machine = tmp_path / "machine.yaml"
        machine.write_text(goodwill(command, "--resolved", FULL).out)
        assert load_scenario(machine) == load_scenario(FULL)


def test_show_sums_up_volumes_hours_and_policies(goodwill) -> None:  # type: ignore[no-untyped-def]
    lines = goodwill("show", FULL).out.splitlines()
    assert lines[0] == "everything, scenario today"
    days = "mon 37, tue 31, wed 31, thu 31, fri 31, sat 6, 2026-03-04 6, 2026-03-06 37"
    assert f"balance       service  {days}  210 s" in lines
    assert "service  mon 10:00         0.6 erlang              3.4" in lines
    paid = "86.4 hours for contacts of 92.0 paid, 5.5 agents, 2.3 FTE of 40 h, 2,909 EUR"
    assert f"In an ordinary week: 166 new issues by volume; {paid}" in lines
    pace = "handle_time_target (target 4m of talk, pressure ended 60 %, within 1m, saves 0 %, rapport 45s)"
    assert f"target (baseline)  pace {pace}" in lines
    both = goodwill("show", FULL, "--set", "policies.target.pace.counts=handle_time").out
    assert "(target 4m of talk and after-call work, pressure ended 60 %" in both
    found = json.loads(goodwill("show", FULL, "--json").out)
    assert found["queues"]["service"]["busiest"] == {
        "interval": "mon 10:00",
        "erlang": pytest.approx(15.4 * (125.3 + 25.0) / 3600.0, rel=2e-3),  # 75 % solved, the rest diagnosed
        "agents": 3.394688,
    }
    assert found["groups"]["specialists"]["paid_hours_per_week"] == 5 * 4 * 1.5
    assert found["totals"]["fte"] == 92.0 / 40.0
    assert found["groups"]["specialists"]["can_solve"] == {"disputes": 0.97, "service": 0.97}
    assert found["policies"]["target"]["routing"] == {"kind": "longest_idle"}


def test_show_tells_hours_special_days_shifts_customers_and_failures(goodwill) -> None:  # type: ignore[no-untyped-def]
    lines = [" ".join(line.split()) for line in goodwill("show", FULL).out.splitlines()]
    assert set(lines) >= {
        "open mon-fri 08:00-12:00, sat 09:00-11:00; planned in intervals of 1h",
        "2026-03-04 09:00-10:30 sat balance x 1.3",
        "2026-03-05 closed",
        "generalists service (75 %) never 58.2 62.0 4.0 1.6 29.50 EUR an hour",
        "2026-03-06 08:00-12:00 fri x 1.2",
        "early mon-fri 08:00-12:00 10:00-10:15 generalists 3, specialists 1.5",
        "saturday sat 09:00-11:00 none generalists 1",
        "5,000 customers",
        "settled 60 % 0.65 not counted",
        "statement 0.1 1.4 complaint",
    }


MORE = """
version: 1
name: more
clock: {start: 2026-03-02, open: {mon-wed: 08:00-10:00, fri: 08:00-10:00}, interval: 60m}
queues: {line: {patience: 5m}, mail: {channel: email, open: {mon-tue: 08:00-09:00, fri: 08:00-09:00}}}
contacts: {call: {queue: line, volume: 9, work: 5m}, letter: {queue: mail, volume: 3, work: 5m}}
groups:
  agents: {skills: [line, mail], wage: 20}
  clerks: {skills: {line: {}, mail: {skill: 90%}}, wage: 20, shrinkage: 25%, absence: 5%, adherence: 96%}
shifts: {day: {days: mon, hours: 08:00-10:00, staff: {clerks: 4}}}
on_duty: {agents: {mon-tue: [2, 3], wed: [4, 4], fri: [2, 3]}}
customers: {count: 1000, value_per_year: 120, currency: GBP}
outages: {storm: {hits: site, begins: ["2026-03-04 09:30"], lasts: 2h}}
trunks: {cable: {lines: 30, queues: [line]}}
campaigns:
  renewals: {groups: [agents], records: 2000, hours: 08:00-10:00, days: mon-wed, right_party: 30%, talk: 3m}
  tickets:
    groups: [agents, clerks]
    volume: {per_hour: 1.5}
    hours: 08:00-09:00
    right_party: 70%
    talk: 3m
    dialling: {kind: preview, looks: 20s}
behaviour: {loyalty: {joining: none}, strain: {}}
policies: {usual: {label: As ever}, apart: {handoff: {kind: cold, pass_on: 55%}}}
baseline: usual
"""


def test_show_has_a_section_for_whatever_else_a_scenario_has(goodwill, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    file = str(tmp_path / "more.yaml")
    Path(file).write_text(MORE)
    lines = [" ".join(line.split()) for line in goodwill("show", file).out.splitlines()]
    assert set(lines) >= {
        "renewals agents 2,000 people on a list mon-wed 08:00-10:00 progressive",
        "tickets agents, clerks 12.0 that come up in a week mon-sun 08:00-09:00 preview (looks 20s)",
        "open mon-wed, fri 08:00-10:00; planned in intervals of 1h",
        "mail mon, tue, fri 08:00-09:00",
        "agents mon, tue, fri 2 to 3, wed 4",
        "1,000 customers, worth 120.00 GBP a year each",
        "storm hits site, begins 2026-03-04 09:30, lasts constant (value 2h)",
        "cable 30 line",
        "line mon 08:00 0.8 erlang 4.8",
        (
            "clerks line (75 %), mail (90 %) absence 5 %, shrinkage 25 % (unsaid whether breaks and holidays "
            "are in it), late 4 % 5.5 8.0 4.0 0.2 20.00 GBP an hour"
        ),
        "usual (baseline) nothing",
        "apart handoff cold (at_most unlimited, pass_on 55 %, notes 50 %, dial 0s)",
    }
    assert [line.split()[:4] for line in lines if line.startswith("behaviour.")] == [
        ["behaviour.strain", "bears", "85", "%,"],
        ["behaviour.loyalty", "churn", "per_month", "2"],
    ]
    told = json.loads(goodwill("show", file, "--json").out)
    assert told["open"]["fri"] == "08:00-10:00"
    assert told["behaviour.loyalty"]["joining"] == "none"
    assert {"on_duty", "outages", "trunks", "customers"} <= told.keys()


def test_show_tells_who_helps_whom_after_which_wait(goodwill, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "helped.yaml"
    helped = "clerks: {skills: [line], overflow: {mail: 1m30s}"
    file.write_text(MORE.replace("clerks: {skills: {line: {}, mail: {skill: 90%}}", helped))
    lines = [" ".join(line.split()) for line in goodwill("show", str(file)).out.splitlines()]
    assert any(
        line.startswith("mail email") and line.endswith("agents, clerks after 1m30s") for line in lines
    )
    assert any(line.startswith("clerks line (75 %), helps mail after 1m30s absence 5 %") for line in lines)
    told = json.loads(goodwill("show", str(file), "--json").out)
    assert told["queues"]["mail"]["helped_by_after_s"] == {"clerks": 90.0}
    assert told["groups"]["clerks"]["helps_after_s"] == {"mail": 90.0}


def test_show_says_nothing_of_what_a_scenario_has_not(goodwill) -> None:  # type: ignore[no-untyped-def]
    smallest = str(CASES / "valid" / "smallest.yaml")
    out = goodwill("show", smallest).out
    heads = [block.split()[0] for block in out.split("\n\n")[1:]]
    assert heads == ["queue", "contact", "queue", "group", "on", "50,000", "policy"]
    assert (
        not {"special_days", "shifts", "failures", "trunks"}
        & json.loads(goodwill("show", smallest, "--json").out).keys()
    )


def test_show_takes_a_scenario_and_changes_and_answers_in_json(goodwill) -> None:  # type: ignore[no-untyped-def]
    answer = goodwill("show", FULL, "--scenario", "worst", "--set", "contacts.balance.scale=1", "--json")
    told = json.loads(answer.out)
    assert told["scenario"] == "worst"
    assert told["contacts"]["balance"]["new_issues_per_day"]["mon"] == round(45 * 1.15 * 0.74, 6)
    assert told["groups"]["generalists"]["staffed_hours_per_week"] == round(5 * 2.7 * 3.75 + 2, 6)


def test_show_ends_with_2_for_an_unknown_scenario(goodwill) -> None:  # type: ignore[no-untyped-def]
    answer = goodwill("show", FULL, "--scenario", "best")
    assert (answer.code, answer.out) == (2, "")
    assert "has no scenario best" in answer.err


def test_init_writes_a_sound_scenario_and_its_schema(goodwill, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path / "new" / "study"
    assert goodwill("init", str(folder)).code == 0
    scenario = folder / "my_centre.yaml"
    assert goodwill("validate", str(scenario)).err == ""
    assert scenario.read_text("utf-8").startswith("# yaml-language-server: $schema=scenario.schema.json\n")
    Draft7Validator.check_schema(json.loads((folder / "scenario.schema.json").read_text("utf-8")))


def test_init_from_figures_is_the_file_of_the_guide_and_sound(goodwill, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    told = goodwill("init", str(tmp_path), "--figures")
    assert "then goodwill calibrate" in told.out
    text = (tmp_path / "my_centre.yaml").read_text("utf-8")
    guide = (Path(__file__).parents[3] / "docs" / "guide" / "postcard.md").read_text("utf-8")
    assert text.endswith(guide.partition("```yaml\n")[2].partition("```")[0])
    assert goodwill("validate", str(tmp_path / "my_centre.yaml")).err == ""


def test_init_never_overwrites(goodwill, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "my_centre.yaml").write_text("mine")
    answer = goodwill("init", str(tmp_path))
    assert answer.code == 2
    assert "holds these files already" in answer.err
    assert (tmp_path / "my_centre.yaml").read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["my_centre.yaml"]


def test_init_says_why_a_folder_cannot_be_written(goodwill, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "file").write_text("")
    answer = goodwill("init", str(tmp_path / "file" / "inner"))
    assert answer.code == 2
    assert "cannot be written (got not a directory" in answer.err


def test_wrong_use_ends_with_2(goodwill) -> None:  # type: ignore[no-untyped-def]
    assert goodwill("validate").code == 2
    assert goodwill("simulate").code == 2


def test_the_version_is_told(goodwill) -> None:  # type: ignore[no-untyped-def]
    answer = goodwill("--version")
    assert answer.code == 0
    assert answer.out.startswith("goodwill ")


def test_an_interrupt_ends_with_130(goodwill, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("sim.scenario.load.check", interrupted)
    assert goodwill("validate", FULL).code == 130


def test_explain_puts_what_to_measure_first_before_the_rest(goodwill) -> None:  # type: ignore[no-untyped-def]
    told = goodwill("explain", FULL).out
    assert told.startswith("Measure these first")
    assert told.index("behaviour.trust.voice =") < told.index("Every other number")


def test_explain_narrows_to_a_path_and_answers_in_json(goodwill) -> None:  # type: ignore[no-untyped-def]
    told = json.loads(goodwill("explain", FULL, "behaviour.recontact", "--json").out)
    assert {one["path"] for one in told["assumptions"]} >= {"behaviour.recontact.chance"}
    assert all(one["path"].startswith("behaviour.recontact.") for one in told["assumptions"])


def test_explain_refuses_a_path_where_nothing_stands_and_names_the_nearest(goodwill) -> None:  # type: ignore[no-untyped-def]
    answer = goodwill("explain", FULL, "behaviour.trust.los")
    assert (answer.code, answer.out) == (2, "")
    assert "Did you mean behaviour.trust.loss?" in answer.err


def test_explain_says_where_what_is_planned_is_shown(goodwill) -> None:  # type: ignore[no-untyped-def]
    told = goodwill("explain", FULL, "groups.generalists.overflow").err
    assert told.strip() == (
        "explain: no number stands there (got groups.generalists.overflow; allowed behaviour, contacts, "
        "customers, failures, groups, policies, queues). overflow is planned, not believed in: "
        "goodwill show prints it."
    )


def test_explain_names_the_nearest_section_too(goodwill) -> None:  # type: ignore[no-untyped-def]
    assert "Did you mean behaviour.trust?" in goodwill("explain", FULL, "behavior.trust").err


def test_a_strict_validation_warns_about_numbers_without_a_source(goodwill) -> None:  # type: ignore[no-untyped-def]
    assert goodwill("validate", FULL).err == ""
    answer = goodwill("validate", FULL, "--strict")
    assert answer.code == 0
    assert "has no source (got " in answer.err


def test_levers_are_printed_as_a_page_or_as_json(goodwill) -> None:  # type: ignore[no-untyped-def]
    assert "### handle_time_target" in goodwill("levers").out
    told = json.loads(goodwill("levers", "--json").out)
    assert {"family": "pace", "name": "none"}.items() <= next(e for e in told if e["name"] == "none").items()


def test_measures_are_printed_as_a_page_or_as_json(goodwill) -> None:  # type: ignore[no-untyped-def]
    page = goodwill("measures").out
    assert "| `asa` | Average speed of answer | s | lower | mean wait of answered contacts | 2s |" in page
    told = {one["name"]: one for one in json.loads(goodwill("measures", "--json").out)}
    printed = [told[name]["printed"] for name in ("asa", "contacts_per_issue", "wait_mean", "profit")]
    assert printed == ["always", "no", "when not 0", "when not 0 and `customer_value` is printed"]
    assert told["fcr_measured"]["by"] == ["contact", "segment"]
