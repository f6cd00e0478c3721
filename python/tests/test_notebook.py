"""notebooks/quickstart.ipynb on a job in a folder."""

import sys
from pathlib import Path

import pytest

import notebook


def test_the_quickstart_runs_on_a_folder(job: Path, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LABELRACE_JOB", str(job))
    monkeypatch.setenv("LABELRACE_FILMS", str(desk / "films"))
    monkeypatch.setenv("PYTHONPATH", str(Path(notebook.__file__).parents[1] / "src"))
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent))
    outputs = notebook.run(desk)
    notebook.check(outputs)
    film = desk / "films/race.mp4"
    assert film.read_bytes() == (desk / "race.mp4").read_bytes()
