"""Forty broken exports: each gets its exact message, none a traceback, and none is silently repaired."""

from pathlib import Path

import pytest

from sim.errors import GoodwillError
from sim.importers.build import Asked, import_files
from sim.importers.preset import preset

MESSAGES = Path(__file__).with_name("broken_exports.txt")
C = "contact_id,type,arrived,wait_s,talk_s,outcome\n"


def c(*rows):
    """Return a log in Goodwill's own columns."""
    return (C + "".join(f"{row}\n" for row in rows)).encode()


OK = "1,a,2026-03-02 08:00:05,3,100,answered"
T = "CALL ID,TIMESTAMP,SKILL,AGENT,QUEUE WAIT TIME,TALK TIME,HOLD TIME,AFTER CALL WORK TIME,"
T += "ABANDONED,TRANSFERS\n"
A = "ROW_DATE;STARTTIME;INTRVL;SPLIT;CALLSOFFERED;ACDCALLS;ABNCALLS;ACDTIME;ACWTIME;HOLDTIME;ANSTIME;"
A += "ABNTIME;ACCEPTABLE\n"
G = "Interval Start,Interval End,Interval Complete,Queue Name,Offer,Answer,Abandon,Avg Talk\n"
K = "ContactId,Queue.Name,Queue.EnqueueTimestamp,Queue.Duration,Agent.AgentInteractionDuration,"
K += "Agent.ConnectedToAgentTimestamp,LastUpdateTimestamp\n"
# name -> (preset, options, content)
CASES = {
    "empty_file": ("custom", {}, b""),
    "only_blanks": ("custom", {}, b"  \n \n"),
    "header_alone": ("custom", {}, c()),
    "wrong_columns": ("custom", {}, b"id,when,result\n1,2026-03-02 08:00,answered\n"),
    "lacks_outcome": ("custom", {}, b"contact_id,type,arrived,wait_s\n1,a,2026-03-02 08:00,3\n"),
    "report_of_another_system": ("five9", {}, c(OK)),
    "zero_bytes": ("custom", {}, b"contact_id,ar\x00rived\n1,2\n" + b"x" * 500),
    "row_too_long": ("custom", {}, c(OK, "2,a,2026-03-02 08:01:05,3,100,answered,7")),
    "row_too_short": ("custom", {}, c(OK, "2,a,2026-03-02 08:01:05")),
    "thousand_not_in_quotes": ("custom", {}, c(OK, "2,a,2026-03-02 08:01:05,3,1,100,answered")),
    "open_quote": ("custom", {}, c(OK, '2,"a,2026-03-02 08:01:05,3,100,answered')),
    "two_columns_of_one_name": (
        "custom",
        {},
        b"arrived,outcome,wait_s,wait_s\n2026-03-02 08:00,answered,1,2\n",
    ),
    "no_date": ("custom", {}, c(OK, "2,a,yesterday,3,100,answered")),
    "date_that_is_not": ("custom", {}, c(OK, "2,a,2026-02-30 08:00,3,100,answered")),
    "hour_25": ("custom", {}, c(OK, "2,a,2026-03-02 25:10,3,100,answered")),
    "hour_13_pm": ("custom", {}, c(OK, "2,a,2026-03-02 13:10 PM,3,100,answered")),
    "empty_arrival": ("custom", {}, c(OK, "2,a,,3,100,answered")),
    "days_or_months": (
        "custom",
        {},
        c("1,a,02/03/2026 08:00,3,100,answered", "2,a,03/03/2026 08:00,3,100,answered"),
    ),
    "days_and_months": (
        "custom",
        {},
        c(
            "1,a,25/03/2026 08:00,3,100,answered",
            "2,a,26/03/2026 08:00,3,100,answered",
            "3,a,03/27/2026 08:00,3,100,answered",
        ),
    ),
    "days_where_months_are_said": ("custom", {"dates": "mdy"}, c("1,a,25/03/2026 08:00,3,100,answered")),
    "offset_without_zone": ("custom", {}, c("1,a,2026-03-02T08:00:05+01:00,3,100,answered")),
    "epoch_without_zone": ("custom", {}, c("1,a,1772438405,3,100,answered")),
    "skipped_hour": ("custom", {"timezone": "Europe/Amsterdam"}, c("1,a,2026-03-29 02:30:00,3,100,answered")),
    "no_outcome": ("custom", {}, c(OK, "2,a,2026-03-02 08:00:05,3,100,")),
    "unknown_outcome": ("custom", {}, c(OK, "2,a,2026-03-02 08:00:05,3,100,voicemail")),
    "wait_in_words": ("custom", {}, c(OK, "2,a,2026-03-02 08:00:05,three,100,answered")),
    "negative_talk": ("custom", {}, c(OK, "2,a,2026-03-02 08:00:05,3,-100,answered")),
    "milliseconds_read_as_seconds": ("custom", {}, c(OK, "2,a,2026-03-02 08:00:05,3,185000,answered")),
    "many_alike": ("custom", {}, c(*(f"{k},a,soon,3,100,answered" for k in range(9)))),
    "two_faults_of_two_kinds": (
        "custom",
        {},
        c("1,a,soon,3,100,answered", "2,a,2026-03-02 08:00:05,3,x,answered"),
    ),
    "five9_unknown_flag": (
        "five9",
        {},
        (T + "1,2026-03-02 08:00:00,Service,Ann,0:00:05,0:03:05,0:00:00,0:00:20,maybe,0\n").encode(),
    ),
    "five9_minutes_over_59": (
        "five9",
        {},
        (T + "1,2026-03-02 08:00:00,Service,Ann,0:00:75,0:03:05,0:00:00,0:00:20,0,0\n").encode(),
    ),
    "avaya_starttime_of_nothing": (
        "avaya",
        {},
        (A + "2026-03-02;2575;30;Service;5;4;1;600;60;0;40;30;4\n").encode(),
    ),
    "avaya_interval_of_no_length": (
        "avaya",
        {},
        (A + "2026-03-02;930;0;Service;5;4;1;600;60;0;40;30;4\n").encode(),
    ),
    "avaya_interval_twice": (
        "avaya",
        {},
        (
            A
            + "2026-03-02;930;30;Service;5;4;1;600;60;0;40;30;4\n"
            + "2026-03-02;930;30;Service;6;4;2;600;60;0;40;30;4\n"
        ).encode(),
    ),
    "avaya_negative_count": (
        "avaya",
        {},
        (A + "2026-03-02;930;30;Service;-5;4;1;600;60;0;40;30;4\n").encode(),
    ),
    "avaya_call_record_without_zone": (
        "avaya",
        {},
        b"CALLID,DISPSPLIT,SEGSTART,DISPTIME,TALKTIME,DISPOSITION\n1,7,1772438405,5,100,2\n",
    ),
    "genesys_complete_in_words": (
        "genesys",
        {},
        (G + "2026-03-02 08:00,2026-03-02 08:30,perhaps,Service,5,4,1,180000\n").encode(),
    ),
    "genesys_ends_before_it_begins": (
        "genesys",
        {},
        (G + "2026-03-02 08:30,2026-03-02 08:00,TRUE,Service,5,4,1,180000\n").encode(),
    ),
    "genesys_all_partial": (
        "genesys",
        {},
        (G + "2026-03-02 08:00,2026-03-02 08:30,FALSE,Service,5,4,1,180000\n").encode(),
    ),
    "connect_utc_without_zone": (
        "connect",
        {},
        (K + "a,Service,2026-03-02T08:00:05Z,5,100,2026-03-02T08:00:10Z,2026-03-02T09:00:00Z\n").encode(),
    ),
    "one_start_without_length": ("custom", {}, b"start,type,offered\n2026-03-02 08:00,a,5\n"),
    "workbook_that_is_none": ("custom", {"name": "x.xlsx"}, b"contact_id,arrived\n1,2\n"),
    "only_totals": ("custom", {}, c("Total,,,,,")),
    "unknown_preset": ("genesis", {}, c(OK)),
    "unknown_layout": ("custom", {"layout": "calls"}, c(OK)),
}


def messages():
    """Return the exact message of each case."""
    parts = MESSAGES.read_text("utf-8").split("## ")[1:]
    return {part.partition("\n")[0]: part.partition("\n")[2].rstrip("\n") for part in parts}


def refused(name):
    """Return the message of one broken export."""
    system, options, content = CASES[name]
    options = dict(options)
    path = Path(options.pop("name", "x.csv"))
    path.write_bytes(content)
    with pytest.raises(GoodwillError) as caught:
        import_files(system, preset(system), [path], Asked(**options))
    return str(caught.value)


def test_there_are_at_least_forty_and_each_has_a_message():
    assert len(CASES) >= 40
    assert list(CASES) == list(messages())


@pytest.mark.parametrize("name", CASES)
def test_a_broken_export_is_refused_with_its_exact_message(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert refused(name) == messages()[name]
