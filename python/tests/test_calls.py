"""Each function does what its command does, and says what that says."""

import json
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import labelrace
import pandas
import pytest
from conftest import SMALL
from labelrace import _calls


def printed(*arguments: str) -> Any:
    command = [labelrace.program(), *arguments]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


def test_a_film_is_made_with_the_ffmpeg_of_the_package(job: Path, desk: Path) -> None:
    race = labelrace.render(job, **SMALL)
    assert (race.video, race.poster) == (Path("race.mp4"), Path("race.png"))
    assert race.video.read_bytes()[4:8] == b"ftyp"
    assert race.poster is not None and race.poster.read_bytes().startswith(b"\x89PNG")
    assert race.receipt["workers"] == 5 and race.receipt["bytes"] == race.video.stat().st_size
    assert sorted(path.name for path in desk.iterdir()) == ["race.mp4", "race.png"]


def test_a_film_shows_itself_with_its_poster_and_a_player(job: Path) -> None:
    race = labelrace.render(job, "films.mp4", poster="still.jpg", title="<b>&", **SMALL)
    shown = race._repr_html_()
    assert '<video controls preload="metadata"' in shown and "data:video/mp4;base64,AAAA" in shown
    assert 'poster="data:image/jpeg;base64,/9j/' in shown
    assert str(race) == f"blades: {race.receipt['labels']} labels by 5 people, 1 s"
    assert "race.receipt" not in repr(race) and "receipt" not in repr(race)


def test_a_large_film_is_a_file_beside_the_notebook(
    job: Path, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (desk / "of ada").mkdir()
    race = labelrace.render(job, desk / "of ada/race.mp4", poster=False, **SMALL)
    monkeypatch.setattr("labelrace._race._MOST_EMBEDDED", 100)
    shown = race._repr_html_()
    assert race.poster is None and 'src="of%20ada/race.mp4"' in shown and "poster=" not in shown
    race.video.unlink()
    assert race._repr_html_() == f"<p>{race}. The film race.mp4 is no longer there.</p>"


def test_tables_have_the_numbers_of_the_commands_and_times_of_the_zone(job: Path) -> None:
    tally = labelrace.tally(job, interval="1d", time_zone="America/New_York")
    rows = printed("tally", str(job), "--format", "json", "--interval", "1d", "--time-zone", "America/New_York")
    assert len(tally) == len(rows) and tally["labels"].sum() == sum(row["labels"] for row in rows)
    assert str(tally["time"].dt.tz) == "America/New_York"
    assert [time.isoformat() for time in tally["time"]] == [row["time"] for row in rows]

    days = labelrace.stats(job, by="day")
    assert list(days["labels"]) == [row["labels"] for row in printed("stats", str(job), "--by", "day", "--format", "json")]
    assert pandas.api.types.is_datetime64_any_dtype(days["key"])
    assert len(labelrace.stats(job)) == 1

    people = labelrace.people(job)
    assert list(people["id"]) == [row["id"] for row in printed("people", str(job), "--format", "json")]
    assert list(labelrace.jobs(job.parent)["job"]) == ["blades"]


def test_an_export_is_a_data_frame_or_a_file(job: Path, desk: Path) -> None:
    answers = labelrace.export(job, time_zone="Europe/Berlin")
    total = labelrace.stats(job)
    assert list(answers.columns) == "job object worker name submitted accepted seconds annotations class".split()
    assert len(answers) == total["labels"].iloc[0] and answers["worker"].nunique() == 5
    assert answers["seconds"].sum() == pytest.approx(total["seconds_sum"].iloc[0])
    assert (str(answers["submitted"].dt.tz), str(answers["annotations"].dtype)) == ("Europe/Berlin", "Int64")
    assert answers["submitted"].is_monotonic_increasing and answers["name"].isna().all()
    assert labelrace.export(job, with_names=True)["name"].nunique() == 5

    days = labelrace.export(job, what="stats", by="day")
    assert list(days["labels"]) == list(labelrace.stats(job, by="day")["labels"])
    assert pandas.api.types.is_datetime64_any_dtype(days["first"])
    tally = labelrace.export(job, what="tally", interval="1d", time_zone="America/New_York")
    assert list(tally["time"]) == list(labelrace.tally(job, interval="1d", time_zone="America/New_York")["time"])
    assert list(desk.iterdir()) == []

    assert labelrace.export(job, "answers.csv") == "answers.csv"
    read = pandas.read_csv("answers.csv", parse_dates=["submitted", "accepted"])
    assert list(read["worker"]) == list(answers["worker"])
    with pytest.raises(labelrace.CommandError, match="CSV"):
        labelrace.export(job, "answers.xlsx")


def test_every_bar_of_every_frame_is_a_row(job: Path) -> None:
    frames = labelrace.frames(job, **SMALL)
    assert frames["frame"].nunique() == 10 and frames["name"].nunique() == 5
    assert frames["clock"].is_monotonic_increasing


def test_without_pandas_tables_are_lists(job: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    people = labelrace.people(job)
    assert isinstance(people, list) and people[0].keys() >= {"id", "name", "labels"}
    answers = labelrace.export(job)
    assert isinstance(answers, list) and answers[0]["seconds"] > 0


@pytest.mark.parametrize(
    ("settings", "code", "words"),
    [
        ({"theme": "drak"}, 2, ["'drak' is not a theme", "'dark'"]),
        ({"themee": "dark"}, 2, ["'--themee'", "'--theme'"]),
        ({"aliases": "nobody.csv"}, 2, ["nobody.csv"]),
        ({"since": date(2031, 1, 1)}, 1, ["--since"]),
    ],
)
def test_what_goes_wrong_is_an_exception_with_the_sentence_of_the_program(
    job: Path, desk: Path, settings: dict[str, Any], code: int, words: list[str]
) -> None:
    kind = labelrace.CommandError if code == 2 else labelrace.LabelraceError
    with pytest.raises(kind) as caught:
        labelrace.render(job, **SMALL, **settings)
    said = str(caught.value)
    assert caught.value.exit_code == code and type(caught.value) is kind
    assert all(word in said for word in words), said
    assert "error:" not in said and "Usage:" not in said and "\x1b" not in said
    assert list(desk.iterdir()) == []


def test_warnings_of_the_program_are_warnings_at_the_line_that_called(job: Path, desk: Path) -> None:
    (desk / "names.csv").write_text("id,name\nnobody-is-called-this,Ada\n")
    with pytest.warns(labelrace.LabelraceWarning) as caught:
        labelrace.people(job, aliases=desk / "names.csv")
    assert caught[0].filename == __file__


def test_how_far_it_is_is_told_while_it_works(job: Path, capfd: pytest.CaptureFixture[str]) -> None:
    labelrace.render(job, progress=True, **SMALL)
    told = capfd.readouterr()
    lines = told.err.split("\r\x1b[K")
    assert 2 < len(lines) and any("frames" in line for line in lines) and told.out == ""
    assert lines[-1] == "", lines
    labelrace.render(job, progress=False, **SMALL)
    assert capfd.readouterr() == ("", "")


def test_values_of_python_are_values_of_flags() -> None:
    assert _calls._flags("hold", timedelta(milliseconds=1500)) == ["--hold=1.5s"]
    assert _calls._flags("since", date(2026, 2, 16)) == ["--since=2026-02-16"]
    assert _calls._flags("strict", True) == ["--strict"]
    assert _calls._flags("strict", False) == _calls._flags("goal", None) == []
    assert _calls._flags("font", ["a.ttf", Path("b.ttf")]) == ["--font=a.ttf", "--font=b.ttf"]
    assert _calls._flags("columns", {"worker": "Who", "time": "When"}) == ["--columns=worker=Who,time=When"]
    assert _calls._flags("title", "--help") == ["--title=--help"]


def test_a_job_that_is_called_like_a_flag_is_a_job(desk: Path) -> None:
    job = labelrace.sample("--help", workers=2, objects=4, answers=2, days=1)
    assert job == "--help" and len(labelrace.people(job)) == 2 and (desk / "--help").is_dir()


def test_the_program_is_the_one_that_was_named_or_the_one_that_was_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    named = labelrace.program()
    assert os.access(named, os.X_OK)
    monkeypatch.setenv("LABELRACE_PROGRAM", "/no/labelrace")
    with pytest.raises(labelrace.LabelraceError, match="LABELRACE_PROGRAM names /no/labelrace"):
        labelrace.program()
    monkeypatch.delenv("LABELRACE_PROGRAM")
    monkeypatch.setenv("PATH", os.path.dirname(named))
    monkeypatch.setattr("labelrace._program._script_folders", lambda: iter(["/nothing/here"]))
    with pytest.raises(labelrace.LabelraceError, match="install the package again"):
        labelrace.program()


def test_python_can_run_the_package_as_the_program() -> None:
    command = [sys.executable, "-m", "labelrace", "--version"]
    environment = os.environ | {"PYTHONPATH": str(Path(labelrace.__file__).parent.parent)}
    told = subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout
    assert told.startswith("labelrace ")
