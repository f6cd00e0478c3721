"""Bar chart races of Amazon SageMaker Ground Truth labeling jobs, from a notebook.

>>> import labelrace
>>> race = labelrace.render("s3://my-bucket/output/my-job/", theme="dark")
>>> race  # shows the film in a notebook

Each function runs the program `labelrace`, which comes with this package, and takes its settings as keywords:
`--time-zone Europe/Berlin` is `time_zone="Europe/Berlin"`. `labelrace.settings()` lists them all. Tables are pandas
data frames where pandas is installed, else lists of dicts. What goes wrong is a `LabelraceError` with the sentence that
the program says.
"""

from ._calls import export, frames, jobs, people, render, sample, settings, stats, tally
from ._program import CommandError, LabelraceError, LabelraceWarning, program
from ._race import Race

__all__ = [
    "CommandError",
    "LabelraceError",
    "LabelraceWarning",
    "Race",
    "export",
    "frames",
    "jobs",
    "people",
    "program",
    "render",
    "sample",
    "settings",
    "stats",
    "tally",
]
