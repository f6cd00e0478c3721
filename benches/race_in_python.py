"""The race that bar_chart_race 0.1.0 makes of a table: race_in_python.py TABLE FILM. Runs in the environment of
comparison.txt. 60 rows with 15 steps between them are 886 frames; 720p at 30 frames a second, ten bars."""

import os
import sys

import bar_chart_race
import matplotlib
import pandas

matplotlib.rcParams["animation.ffmpeg_path"] = os.environ["LABELRACE_FFMPEG"]

table, film = sys.argv[1:]
totals = pandas.read_csv(table, index_col="date", parse_dates=["date"])
bar_chart_race.bar_chart_race(
    df=totals,
    filename=film,
    n_bars=10,
    steps_per_period=15,
    period_length=500,
    figsize=(12.8, 7.2),
    dpi=100,
    period_fmt="%d %b %Y",
    title="Labels",
)
