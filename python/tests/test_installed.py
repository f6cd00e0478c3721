"""The program where pip puts it: beside a script that starts the ffmpeg of imageio-ffmpeg."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import labelrace
import pytest
from conftest import SMALL
from labelrace import _ffmpeg

FLAGS = [f"--{name}={value}" for name, value in SMALL.items()]


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    """A folder of scripts as an installation leaves it."""
    folder = tmp_path / "env/bin"
    folder.mkdir(parents=True)
    shutil.copy(labelrace.program(), folder / "labelrace")
    script = folder / "labelrace-ffmpeg"
    package = Path(labelrace.__file__).parent.parent
    text = (package.parent / "labelrace.data/scripts/labelrace-ffmpeg").read_text()
    # The first line is what pip makes of it. The second finds the package, which is installed nowhere.
    found = f"#!{sys.executable}\nimport sys; sys.path.insert(0, {str(package)!r})"
    assert text.startswith("#!python\n")
    script.write_text(found + text.removeprefix("#!python"))
    script.chmod(0o755)
    return folder


def run(program: Path, *arguments: str, path: Path | None = None) -> "subprocess.CompletedProcess[str]":
    environment = {"PATH": str(path or "/nothing")}
    return subprocess.run([program, *arguments], capture_output=True, text=True, env=environment)


def test_a_demo_is_made_with_the_ffmpeg_of_the_package_before_that_of_path(scripts: Path, desk: Path) -> None:
    other = desk / "other"
    other.mkdir()
    (other / "ffmpeg").write_text("#!/bin/sh\necho not this one >&2\nexit 1\n")
    (other / "ffmpeg").chmod(0o755)
    made = run(scripts / "labelrace", "demo", *FLAGS, path=other)
    assert made.returncode == 0, made.stderr
    assert (desk / "demo.mp4").read_bytes()[4:8] == b"ftyp"
    (scripts / "labelrace-ffmpeg").unlink()
    made = run(scripts / "labelrace", "demo", *FLAGS, path=other)
    assert made.returncode == 1 and "not this one" in made.stderr


def test_a_report_for_an_issue_tells_the_ffmpeg_and_nobody(scripts: Path) -> None:
    told = run(scripts / "labelrace", "doctor", "--report").stdout
    ffmpeg = os.path.basename(_ffmpeg.find() or "")
    version = ffmpeg.rpartition("-v")[2]
    line = next(line for line in told.splitlines() if line.startswith("ffmpeg"))
    assert version in line and line.endswith("beside the program"), told
    assert told.startswith("version   labelrace ") and "features" in told.splitlines()[0]
    assert str(scripts) not in told and os.path.expanduser("~") not in told


def test_where_the_package_has_no_ffmpeg_a_sentence_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(_ffmpeg, "find", lambda: None)
    with pytest.raises(SystemExit, match="imageio-ffmpeg has no ffmpeg for this machine"):
        _ffmpeg.main()
