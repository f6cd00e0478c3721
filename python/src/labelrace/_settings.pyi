"""The settings of each function. Made by `make stub` from what `labelrace settings` prints; a test compares the two."""

import os
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Literal, TypedDict

StrPath = str | os.PathLike[str]


class ReadSettings(TypedDict, total=False):
    source: Literal["responses", "log", "both"]
    log_group: StrPath
    labeling_job: str
    work_team: str
    account: str
    strict: bool
    parallel: int
    date_order: Literal["month-first", "day-first"]
    columns: str | Mapping[str, str]
    time_zone: str


class CountSettings(ReadSettings, total=False):
    all_jobs: bool
    interval: str | timedelta
    since: str | date | timedelta
    until: str | date | timedelta
    count: Literal["labels", "annotations"]
    idle_cap: str | timedelta
    aliases: StrPath
    names: Literal["pseudonym", "cognito", "id"]
    user_pool: str | Sequence[str]
    group: StrPath
    bars: Literal["people", "groups"]
    race: Literal["people", "team"]
    min_people: int
    privacy: Literal["standard", "strict"]
    gate: bool
    colors: StrPath
    language: str
    pseudonym_key: str


class FilmSettings(CountSettings, total=False):
    size: str
    fps: int
    duration: str | timedelta
    per_bucket: str | timedelta
    hold: str | timedelta
    swap: str | timedelta
    pace: Literal["even", "recent"]
    idle: Literal["compress", "keep"]
    top: int
    value_style: Literal["full", "short"]
    no_others: bool
    goal: int
    opening: Literal["title", "none"]
    ending: Literal["summary", "none"]
    poster_of: Literal["end", "title"]
    quality: Literal["small", "balanced", "fast"]
    silent_audio: bool
    announce: Literal["all", "leads", "milestones", "none"]
    title: str
    subtitle: str
    caption: str
    theme: StrPath
    images: StrPath
    font: StrPath | Sequence[StrPath]
    system_fonts: bool
    deadline: str
    total: int
    per_object: int
    workdays: str
    holidays: str
