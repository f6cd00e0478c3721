"""What release.py packs is the same each time, and whole."""

import json
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]


def release(*arguments: "str | Path") -> "subprocess.CompletedProcess[str]":
    environment = {"SOURCE_DATE_EPOCH": "1790000000", "PATH": "/nothing"}
    command = [sys.executable, ROOT / "release/release.py", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment)


def version() -> str:
    lines = (ROOT / "Cargo.toml").read_text().splitlines()
    return next(line.split('"')[1] for line in lines if line.startswith("version = "))


def built(folder: Path, age: int) -> tuple[Path, Path]:
    """A wheel and a SAM package, whose files are so many seconds old."""
    dist, sam = folder / "dist", folder / "sam"
    dist.mkdir(parents=True)
    (sam / "arm64/RaceFunction").mkdir(parents=True)
    with zipfile.ZipFile(dist / f"labelrace-{version()}-py3-none-manylinux2014_x86_64.whl", "w") as wheel:
        wheel.writestr(zipfile.ZipInfo(f"labelrace-{version()}.data/scripts/labelrace"), "the program")
    (sam / "arm64/template.yaml").write_text("Resources: {}\n")
    (sam / "arm64/RaceFunction/bootstrap").write_text("the function")
    (sam / "arm64/RaceFunction/bootstrap").chmod(0o750)
    for path in sam.rglob("*"):
        os.utime(path, (1_700_000_000 - age, 1_700_000_000 - age))
    return dist, sam


def test_two_releases_of_the_same_are_the_same_and_others_are_not(tmp_path: Path) -> None:
    folders = [built(tmp_path / name, age) for name, age in [("one", 0), ("other", 5000)]]
    for dist, sam in folders:
        assert release("archives", dist, sam).returncode == 0
        assert len(release("sums", dist).stdout.splitlines()) == 3
    (one, _), (other, sam) = folders
    assert release("compare", one, other).stdout == "3 files, the same in both\n"
    (sam / "arm64/RaceFunction/bootstrap").write_text("another function")
    assert release("archives", other, sam).returncode == 0 and release("sums", other).returncode == 0
    said = release("compare", one, other)
    assert said.returncode == 1 and said.stderr == f"Not the same: labelrace-{version()}-sam-arm64.tar.gz\n"


def test_an_archive_has_the_program_the_papers_and_nobody(tmp_path: Path) -> None:
    dist, sam = built(tmp_path, 0)
    assert release("archives", dist, sam).returncode == 0
    with tarfile.open(dist / f"labelrace-{version()}-x86_64-linux.tar.gz") as archive:
        names = {Path(member.name).name: oct(member.mode) for member in archive}
        assert names == {"labelrace": "0o755", "LICENSE": "0o644", "README.md": "0o644", "CHANGELOG.md": "0o644"}
        assert {(member.uid, member.gid, member.uname, member.mtime) for member in archive} == {(0, 0, "", 1790000000)}
    with tarfile.open(dist / f"labelrace-{version()}-sam-arm64.tar.gz") as archive:
        modes = {member.name.partition("/")[2]: oct(member.mode) for member in archive}
        assert modes["RaceFunction/bootstrap"] == "0o755" and modes["template.yaml"] == "0o644"


def test_the_list_of_crates_tells_no_folder_and_no_time(tmp_path: Path) -> None:
    crate = {"bom-ref": f"path+file://{ROOT}#labelrace", "name": "labelrace"}
    bom = {"serialNumber": "urn:uuid:1", "metadata": {"timestamp": "now"}, "components": [crate] * 200}
    (tmp_path / "bom.json").write_text(json.dumps(bom))
    assert release("crates", tmp_path / "bom.json", tmp_path).returncode == 0
    made = (tmp_path / f"labelrace-{version()}.cdx.json").read_text()
    assert str(ROOT) not in made and "serialNumber" not in made and "2026-09-21" in made


def test_a_wheel_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    said = release("archives", tmp_path, tmp_path)
    assert said.returncode == 1 and said.stderr == f"There is no wheel in {tmp_path}: run `make wheel`\n"
