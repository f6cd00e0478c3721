"""What the tests share: the program, and an invented job.

`LABELRACE_PROGRAM` names the program; `tests/python.rs` sets it to the one that was just compiled.
"""

import os
from pathlib import Path
from typing import Any

import labelrace
import pytest

SMALL: dict[str, Any] = {"size": "320x180", "duration": "1s", "fps": 10}


@pytest.fixture(scope="session")
def job(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A job of five people, the same each time."""
    return labelrace.sample(tmp_path_factory.mktemp("jobs") / "blades", workers=5, objects=60, days=3)


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, without an ffmpeg that somebody named or has in PATH."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LABELRACE_FFMPEG", raising=False)
    monkeypatch.setenv("PATH", os.path.dirname(os.path.realpath("/bin/sh")) + "/nothing")
    return tmp_path
