"""The commands as functions."""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, TypeVar, overload

from . import _program
from ._progress import Progress
from ._race import Race

if TYPE_CHECKING:
    from typing_extensions import Unpack

    # Without pandas this is Any, which lists of dicts are as well.
    from pandas import DataFrame

    from ._settings import CountSettings, FilmSettings, ReadSettings

    StrPath = str | os.PathLike[str]
    What = Literal["answers", "stats", "tally"]

_Target = TypeVar("_Target", bound="StrPath")
_Folder = TypeVar("_Folder", bound="StrPath")


def render(
    job: StrPath,
    /,
    output: StrPath = "race.mp4",
    *,
    poster: StrPath | bool = True,
    pictures: StrPath | None = None,
    ffmpeg: StrPath | None = None,
    progress: bool | None = None,
    **settings: Unpack[FilmSettings],
) -> Race:
    """Makes the film of a labeling job: a folder, an `s3://` address, or whatever else `labelrace render` reads.

    The film goes to `output`, and what was there is replaced once the film is complete. `poster` is where a still of
    its last frame goes; True is beside the film, False is nowhere. `pictures` is a new or empty folder for all frames,
    and `ffmpeg` another encoder than that of this package. `progress` says whether to show how far it is; by default a notebook and a terminal do.
    """
    video = Path(output)
    still = video.with_suffix(".png") if poster is True else Path(poster) if poster else None
    arguments = ["render", "--json", f"--output={video}"]
    if still is not None:
        arguments.append(f"--poster={still}")
    if pictures is not None:
        arguments.append(f"--frames={os.fspath(pictures)}")
    if ffmpeg is not None:
        arguments.append(f"--ffmpeg={os.fspath(ffmpeg)}")
    receipt = json.load(_run(arguments, job, settings, progress))
    return Race(video, still, receipt)


def tally(job: StrPath, /, *, progress: bool | None = None, **settings: Unpack[CountSettings]) -> DataFrame:
    """Labels per person and time bucket: a row for each person in each bucket."""
    rows = json.load(_run(["tally", "--format=json"], job, settings, progress))
    return _table(rows, settings, times=["time"])


def stats(
    job: StrPath, /, *, by: str | None = None, progress: bool | None = None, **settings: Unpack[CountSettings]
) -> DataFrame:
    """How much was done and how fast.

    `by` is what has a row: all, worker, team, job, interval, day, week or hour-of-day.
    """
    arguments = ["stats", "--format=json"] + ([] if by is None else [f"--by={by}"])
    rows = json.load(_run(arguments, job, settings, progress))
    is_time = any(row["by"] in ("interval", "day", "week") for row in rows)
    return _table(rows, settings, times=["key"] if is_time else [], days=["first", "last"])


@overload
def export(
    job: StrPath,
    /,
    output: None = None,
    *,
    what: What = "answers",
    by: str | None = None,
    with_names: bool = False,
    progress: bool | None = None,
    **settings: Unpack[CountSettings],
) -> DataFrame: ...


@overload
def export(
    job: StrPath,
    /,
    output: _Target,
    *,
    what: What = "answers",
    by: str | None = None,
    with_names: bool = False,
    progress: bool | None = None,
    **settings: Unpack[CountSettings],
) -> _Target: ...


def export(
    job: StrPath,
    /,
    output: StrPath | None = None,
    *,
    what: What = "answers",
    by: str | None = None,
    with_names: bool = False,
    progress: bool | None = None,
    **settings: Unpack[CountSettings],
) -> Any:
    """A row for each answer, without names unless `with_names` asks for them; or the `stats` or the `tally` as a table.

    Without an `output` it is a data frame. With one it is a file of that name (`.csv`, `.json` or `.parquet`), or an
    object (`s3://bucket/answers.parquet`), and what is returned is that name: a job of millions of answers is better
    read from Parquet, column by column. `by` is what has a row of the stats.
    """
    arguments = ["export", f"--what={what}"]
    arguments += [] if by is None else [f"--by={by}"]
    arguments += ["--with-names"] if with_names else []
    if output is not None:
        _run([*arguments, f"--output={os.fspath(output)}"], job, settings, progress).close()
        return output
    with tempfile.TemporaryDirectory(prefix="labelrace-") as folder:
        file = Path(folder) / "rows.json"
        _run([*arguments, f"--output={file}"], job, settings, progress).close()
        rows = json.loads(file.read_bytes())
    times = {"answers": ["submitted", "accepted"], "tally": ["time"]}.get(what, [])
    table = _table(rows, settings, times=times, days=["first", "last"])
    # An answer may not tell how many annotations are in it; a whole number stays one all the same.
    return table.astype({"annotations": "Int64"}) if what == "answers" and not isinstance(table, list) else table


def frames(job: StrPath, /, *, progress: bool | None = None, **settings: Unpack[FilmSettings]) -> DataFrame:
    """Every frame of the film as numbers: a row for each bar in each frame."""
    rows = []
    for line in _run(["frames"], job, settings, progress):
        frame = json.loads(line)
        bars = frame.pop("bars")
        rows += [frame | bar for bar in bars]
    return _table(rows, settings, times=["clock"])


def people(job: StrPath, /, *, progress: bool | None = None, **settings: Unpack[CountSettings]) -> DataFrame:
    """The people of a job with their ids, to choose names for them."""
    rows = json.load(_run(["people", "--format=json"], job, settings, progress))
    return _table(rows, settings, days=["first", "last"])


def jobs(folder: StrPath, /, *, progress: bool | None = None, **settings: Unpack[ReadSettings]) -> DataFrame:
    """The labeling jobs under a folder or prefix."""
    rows = json.load(_run(["jobs", "--format=json"], folder, settings, progress))
    return _table(rows, settings, times=["first", "last"])


def sample(folder: _Folder, /, **shape: int) -> _Folder:
    """Invents a labeling job in a new folder, or in a bucket, and returns that.

    Its shape is a number of `workers`, `objects`, `answers` for each object, `days`, and a `seed`.
    """
    _run(["sample"], folder, shape, None).close()
    return folder


def settings() -> DataFrame:
    """Every setting with its default, its values and its meaning."""
    return _table(json.load(_program.run(["settings", "--format=json"])), {})


def _run(
    arguments: Sequence[str], source: StrPath, settings: Mapping[str, Any], progress: bool | None
) -> BinaryIO:
    flags = [flag for name, value in settings.items() for flag in _flags(name, value)]
    with Progress(progress) as shown:
        return _program.run([*arguments, *flags, "--", os.fspath(source)], shown.show)


def _flags(name: str, value: Any) -> list[str]:
    flag = f"--{name.replace('_', '-')}"
    if value is None or value is False:
        return []
    if value is True:
        return [flag]
    if isinstance(value, Mapping):
        return [f"{flag}={','.join(f'{key}={text}' for key, text in value.items())}"]
    if isinstance(value, Iterable) and not isinstance(value, (str, bytes)):
        return [f"{flag}={_text(each)}" for each in value]
    return [f"{flag}={_text(value)}"]


def _text(value: Any) -> str:
    if isinstance(value, timedelta):
        return f"{value.total_seconds():g}s"
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _table(
    rows: list[dict[str, Any]],
    settings: Mapping[str, Any],
    times: Sequence[str] = (),
    days: Sequence[str] = (),
) -> Any:
    """A data frame, its times in the time zone that was asked for; or the rows as they are where there is no pandas."""
    if importlib.util.find_spec("pandas") is None:
        return rows
    pandas = importlib.import_module("pandas")
    table = pandas.DataFrame(rows)
    for column in table.columns.intersection(list(times)):
        # Days on which clocks change have two offsets, so they are read in UTC.
        read = pandas.to_datetime(table[column], utc=True, format="ISO8601")
        table[column] = read.dt.tz_convert(settings.get("time_zone") or "UTC")
    for column in table.columns.intersection(list(days)):
        table[column] = pandas.to_datetime(table[column])
    return table
