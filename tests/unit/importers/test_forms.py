"""One log in all the forms that systems and countries write, and what the quality page says of each."""

import datetime
import io
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from sim.importers.build import Asked, import_files
from sim.importers.preset import preset

HEAD = ["contact_id", "type", "arrived", "wait_s", "talk_s", "outcome", "agent"]
ROWS = [
    ["1", "service", "2026-03-25 08:00:05", "12", "185.5", "answered", "Zoë, A."],
    ["2", "sales", "2026-03-25 13:30:00", "90", "", "abandoned", ""],
    ["3", "service", "2026-03-26 00:00:00", "0", "61", "answered", "Bo"],
]
PLAIN = "\n".join(",".join(f'"{cell}"' if "," in cell else cell for cell in row) for row in [HEAD, *ROWS])


def written(sign=",", rows=ROWS, quoted=True):
    def cell(text):
        return f'"{text}"' if quoted or sign in text else text

    return "\n".join(sign.join(map(cell, row)) for row in [HEAD, *rows]) + "\n"


def with_arrivals(*texts):
    return [[*row[:2], text, *row[3:]] for row, text in zip(ROWS, texts, strict=True)]


def imported(content, folder, name="log.csv", system="custom", **options):
    path = Path(folder) / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return import_files(system, preset(system), [path], Asked(**options))


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    return imported(written(), tmp_path_factory.mktemp("plain")).table


def same(found, expected):
    assert found.table.drop("file", "row").equals(expected.drop("file", "row"))


def workbook():
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet, moment = book.add_worksheet("calls"), book.add_format({"num_format": "dd/mm/yyyy hh:mm:ss"})
    clock = book.add_format({"num_format": "[h]:mm:ss"})
    sheet.write(0, 0, "Calls of the week")
    sheet.write_row(2, 0, HEAD)
    for number, row in enumerate(ROWS, 3):
        sheet.write_number(number, 0, int(row[0]))
        sheet.write(number, 1, row[1])
        sheet.write_datetime(number, 2, datetime.datetime.fromisoformat(row[2]), moment)
        sheet.write_number(number, 3, int(row[3]) / 86400, clock)
        if row[4]:
            sheet.write_number(number, 4, float(row[4]))
        sheet.write(number, 5, row[5])
        sheet.write(number, 6, row[6])
    sheet.write_row(6, 0, ["Total", "", "", 102])
    book.close()
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        written(";"),
        written("\t", quoted=False),
        written("|", quoted=False),
        b"\xef\xbb\xbf" + written().encode(),
        written().encode("utf-16"),
        written().encode("utf-16-le"),
        written().encode("cp1252"),
        written().replace("\n", "\r\n"),
        written().replace("\n", "\r"),
        "Calls of the week\n\n" + written() + "Total,,,102,,,\n",
        written().replace("contact_id", "Contact_ID "),
        written(rows=with_arrivals("25/03/2026 8:00:05 AM", "25/03/2026 1:30 PM", "26/03/2026 12:00 am")),
        written(rows=with_arrivals("3/25/26 8:00:05", "3/25/26 13:30", "3/25/26 24:00")),
        written(rows=with_arrivals("25.03.2026 8:00:05", "25.03.2026 13:30", "26.3.2026 0:00")),
        written(rows=with_arrivals("Wed, 25 Mar 2026 08:00:05", "Mar 25, 2026 1:30 PM", "26-Mar-2026 0:00")),
        written(rows=with_arrivals("20260325 08:00:05", "2026-3-25 13:30", "2026/03/25 24:00:00")),
        written(";").replace('"185.5"', '"185,5"'),
        written().replace('"185.5"', '"3:05.5"').replace('"61"', '"0:01:01"'),
        written().replace('"90"', '"1:30"'),
        written().replace('"abandoned",""', '"abandoned","n/a"').replace('"90",""', '"90","—"'),
    ],
    ids=lambda content: str(content)[:30],
)
def test_a_log_is_the_same_in_every_form(content, tmp_path, expected):
    same(imported(content, tmp_path), expected)


def test_a_workbook_is_read_with_its_times_and_durations(tmp_path, expected):
    same(imported(workbook(), tmp_path, "log.xlsx"), expected)


@pytest.mark.parametrize(
    "texts",
    [
        ("2026-03-25T07:00:05Z", "2026-03-25T12:30:00+00:00", "2026-03-25T23:00:00Z"),
        ("1774422005", "1774441800000", "1774479600"),
    ],
)
def test_offsets_and_seconds_since_1970_are_moved_to_the_clock_of_the_centre(texts, tmp_path, expected):
    found = imported(written(rows=with_arrivals(*texts)), tmp_path, timezone="Europe/Amsterdam")
    same(found, expected)
    assert said(found, "repaired") == {"moved from its offset to the clock of Europe/Amsterdam": 3}


def said(found, kind):
    """Return the findings of one kind with their numbers of rows."""
    return {one.why: one.affected for one in found.quality.items if one.kind == kind}


def test_every_row_that_is_dropped_or_changed_is_counted_with_the_reason(tmp_path):
    rows = [ROWS[0], ROWS[0], *ROWS[1:], ["4", "sales", "2026-03-26 24:00", "3", "1,200", "answered", "Bo"]]
    found = imported(written(rows=rows) + "Total,,,102,,,\n\n", tmp_path)
    assert said(found, "dropped") == {"line repeated word for word": 1, "row of totals": 1}
    assert said(found, "repaired") == {
        "24:00 read as 00:00 of the next day": 1,
        "talk_s: comma between thousands left out": 1,
    }
    assert found.table["talk_s"].to_list() == [185.5, None, 61.0, 1200.0]
    text = found.quality.markdown()
    assert "| 1 | line repeated word for word | row 3 |" in text
    assert "6 rows read, 4 contacts in the table." in text


def test_unknown_is_not_zero(tmp_path):
    found = imported(written(rows=[[*ROWS[0][:3], "", "-", *ROWS[0][5:]], *ROWS[1:]]), tmp_path)
    assert found.table["wait_s"].to_list() == [None, 90.0, 0.0]
    assert found.table["talk_s"].to_list() == [None, None, 61.0]
    assert "wait is unknown; kept unknown" in said(found, "noted")


def test_rows_that_do_not_fit_are_left_out_and_counted_on_request(tmp_path):
    rows = [*ROWS, ["4", "sales", "soon", "3", "1", "answered", "Bo"]]
    found = imported(written(rows=rows), tmp_path, drop_faulty=True)
    assert found.table.height == 3
    assert said(found, "dropped") == {"arrived is no date and time": 1}


def test_stamps_to_the_minute_are_spread_within_it_and_it_is_said(tmp_path):
    rows = [[str(k), "a", f"2026-03-25 08:{k % 5:02d}", "1", "60", "answered", "Bo"] for k in range(20)]
    found = imported(written(rows=rows), tmp_path)
    minute = found.table.filter(pl.col("arrived").dt.minute() == 0)["arrived"].dt.second().to_list()
    assert minute == [7, 22, 37, 52]
    assert said(found, "repaired") == {"stamp to the minute, spread evenly within it": 20}


def test_the_last_version_of_a_record_counts_and_segments_are_added_up(tmp_path):
    head = "ContactId,InitialContactId,Queue.Name,Queue.EnqueueTimestamp,Queue.Duration,"
    head += "Agent.AgentInteractionDuration,Agent.ConnectedToAgentTimestamp,Agent.Username,"
    head += "LastUpdateTimestamp\n"
    lines = [
        "a,a,Service,2026-03-25 08:00:05,5,100,2026-03-25 08:00:10,Ann,2026-03-25 08:10:00",
        "a,a,Service,2026-03-25 08:00:05,5,120,2026-03-25 08:00:10,Ann,2026-03-25 08:20:00",
        "b,a,Disputes,2026-03-25 08:02:05,30,60,2026-03-25 08:02:35,Bo,2026-03-25 08:20:00",
        "c,c,Service,2026-03-25 09:00:00,40,,,,2026-03-25 09:20:00",
    ]
    found = imported(head + "\n".join(lines) + "\n", tmp_path, system="connect")
    table = found.table.select("contact_id", "wait_s", "talk_s", "outcome", "agent", "transfers", "lines")
    assert table.rows() == [
        ("a", 5.0, 180.0, "answered", "Ann", 1, 2),
        ("c", 40.0, None, "abandoned", None, 0, 1),
    ]
    assert said(found, "dropped") == {"older version of a contact that was updated later": 1}
    assert said(found, "repaired") == {"line joined with others of the same contact": 2}


def test_means_of_intervals_become_sums_and_partial_intervals_are_dropped(tmp_path):
    text = (
        "Interval Start,Interval End,Interval Complete,Queue Name,Offer,Answer,Abandon,Avg Talk,Avg ACW\n"
        "2026-03-25 08:00,2026-03-25 08:30,TRUE,Service,10,8,2,180000,30000\n"
        "2026-03-25 08:30,2026-03-25 09:00,TRUE,Service,1,0,1,,\n"
        "2026-03-25 09:00,2026-03-25 09:30,TRUE,Service,4,4,0,,20000\n"
        "2026-03-25 09:30,2026-03-25 10:00,FALSE,Service,4,1,0,1000,20000\n"
    )
    found = imported(text, tmp_path, system="genesys")
    assert found.table["talk_s"].to_list() == [1440.0, 0.0, None]
    assert found.table["wrap_s"].to_list() == [240.0, 0.0, 80.0]
    assert found.table["length_s"].to_list() == [1800.0] * 3
    assert said(found, "dropped") == {"interval that was not complete when it was exported": 1}
    assert said(found, "noted")["Avg Talk is unknown although answered is above 0; kept unknown"] == 1


def test_intervals_of_a_doubled_hour_are_added_up(tmp_path):
    text = (
        "ROW_DATE\tSTARTTIME\tINTRVL\tSPLIT\tCALLSOFFERED\tACDCALLS\tABNCALLS\tACDTIME\n"
        "10/25/2026\t130\t30\t1\t3\t3\t0\t300\n"
        "10/25/2026\t230\t30\t1\t5\t4\t1\t400\n"
        "10/25/2026\t230\t30\t1\t7\t7\t0\t700\n"
    )
    found = imported(text, tmp_path, system="avaya", timezone="Europe/Amsterdam")
    assert found.table["offered"].to_list() == [3.0, 12.0]
    assert found.table["start"].to_list()[1] == datetime.datetime(2026, 10, 25, 2, 30)
    assert said(found, "repaired") == {"hour that the clock shows twice: both rows added up": 2}


def test_a_mapping_file_of_ones_own_is_read_strictly(tmp_path):
    mapping = tmp_path / "my.yaml"
    mapping.write_text(
        "title: Ours\nsource: our system\nlayouts:\n  log:\n    grain: contacts\n    fields:\n"
        "      arrived: {column: When}\n"
        "      outcome: {column: What, words: {OK: answered, LOST: abandoned}}\n"
        "      talk_s: {since: Start, until: End}\n",
        "utf-8",
    )
    log = tmp_path / "log.csv"
    log.write_text("When;What;Start;End\n2026-03-25 08:00;OK;2026-03-25 08:01;2026-03-25 08:03\n", "utf-8")
    found = import_files(str(mapping), preset(str(mapping)), [log], Asked())
    assert found.table.select("outcome", "talk_s", "type").rows() == [("answered", 120.0, "all")]
