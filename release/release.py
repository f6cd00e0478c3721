"""What a release consists of, made of what was built; the same input gives the same bytes.

    release.py try WHEEL               installs a wheel where nothing else is, and makes a film with it
    release.py program WHEEL TO        takes the program out of a wheel
    release.py archives DIST SAM       the archives, one for each wheel in DIST and for each folder in SAM
    release.py crates BOM DIST         the list of crates, which cargo-cyclonedx wrote, without time and folder
    release.py sums DIST               SHA256SUMS
    release.py compare ONE OTHER       whether two releases are the same

DIST holds the wheels; SAM is what `sam build` made, .aws-sam.
"""

import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import venv
import zipfile
from datetime import datetime, timezone
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VERSION = re.search(r'^version = "(.+)"$', (ROOT / "Cargo.toml").read_text(), re.MULTILINE)[1]
# When the commit was made: nothing in an archive is younger.
TIME = int(os.environ.get("SOURCE_DATE_EPOCH", "0"))
PAPERS = ["README.md", "CHANGELOG.md", "LICENSE"]


def the_program(wheel):
    with zipfile.ZipFile(wheel) as archive:
        return archive.read(f"labelrace-{VERSION}.data/scripts/labelrace")


def program(wheel, to):
    Path(to).write_bytes(the_program(wheel))
    Path(to).chmod(0o755)


def attempt(wheel):
    """Without PATH, and in an empty folder: what is not in the wheel or what it depends on is not there."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "env")
        venv.create(place, with_pip=True)
        subprocess.run([place / "bin/pip", "install", "--quiet", wheel], check=True)
        alone = {"env": {"PATH": "/nothing", "HOME": folder}, "cwd": folder, "check": True}
        told = subprocess.run([place / "bin/labelrace", "--version"], stdout=subprocess.PIPE, text=True, **alone)
        built = r"\((commit [0-9a-f]{10}|debug build), (features: .+|no features)\)\n"
        assert re.fullmatch(rf"labelrace {re.escape(VERSION)} {built}", told.stdout), told.stdout
        small = ["--size", "640x360", "--duration", "2s"]
        subprocess.run([place / "bin/labelrace", "demo", *small], stdout=subprocess.DEVNULL, **alone)
        code = (
            "import labelrace\n"
            "race = labelrace.render(labelrace.sample('job'), size='640x360', duration='2s')\n"
            "assert race.video.stat().st_size == race.receipt['bytes'], race\n"
            "assert isinstance(labelrace.tally('job'), list)\n"
        )
        subprocess.run([place / "bin/python", "-c", code], **alone)
        for film in ("demo.mp4", "race.mp4"):
            assert Path(folder, film).read_bytes()[4:8] == b"ftyp", film
    print(f"{wheel}: installed where nothing else is, {told.stdout.strip()}, made 2 films")


def packed(path, entries):
    """A tar.gz of names and contents, each with its mode."""
    with open(path, "wb") as file, gzip.GzipFile("", "wb", 9, file, TIME) as zipped:
        with tarfile.open(fileobj=zipped, mode="w", format=tarfile.USTAR_FORMAT) as archive:
            for name, (content, mode) in sorted(entries.items()):
                info = tarfile.TarInfo(name)
                info.size, info.mode, info.mtime = len(content), mode, TIME
                with tempfile.TemporaryFile() as part:
                    part.write(content)
                    part.seek(0)
                    archive.addfile(info, part)


def archives(dist, sam):
    dist = Path(dist)
    wheels = {re.search(r"_(x86_64|aarch64)\.whl$", wheel.name)[1]: wheel for wheel in dist.glob("*.whl")}
    if not wheels:
        sys.exit(f"There is no wheel in {dist}: run `make wheel`")
    for machine, wheel in sorted(wheels.items()):
        top = f"labelrace-{VERSION}-{machine}-linux"
        entries = {f"{top}/{name}": ((ROOT / name).read_bytes(), 0o644) for name in PAPERS}
        entries[f"{top}/labelrace"] = (the_program(wheel), 0o755)
        packed(dist / f"{top}.tar.gz", entries)
    for built in sorted(path.parent for path in Path(sam).glob("*/template.yaml")):
        top = f"labelrace-{VERSION}-sam-{built.name}"
        files = [path for path in built.rglob("*") if path.is_file()]
        entries = {
            f"{top}/{path.relative_to(built)}": (path.read_bytes(), 0o755 if os.access(path, os.X_OK) else 0o644)
            for path in files
        }
        entries |= {f"{top}/{name}": ((ROOT / name).read_bytes(), 0o644) for name in [*PAPERS, "samconfig.toml"]}
        packed(dist / f"{top}.tar.gz", entries)


def crates(bom, dist):
    text = Path(bom).read_text().replace(f"path+file://{ROOT}", "path+file:///labelrace")
    assert str(ROOT) not in text, "the list tells where it was made"
    crates = json.loads(text)
    crates.pop("serialNumber", None)
    crates["metadata"]["timestamp"] = datetime.fromtimestamp(TIME, timezone.utc).isoformat()
    assert 100 < len(crates["components"]), "the list is not whole"
    Path(dist, f"labelrace-{VERSION}.cdx.json").write_text(json.dumps(crates, indent=1) + "\n")


def sums(dist):
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
        for path in sorted(Path(dist).iterdir())
        if path.is_file() and path.name != "SHA256SUMS"
    ]
    Path(dist, "SHA256SUMS").write_text("".join(lines))
    print("".join(lines), end="")


def compare(one, other):
    def read(folder):
        lines = Path(folder, "SHA256SUMS").read_text().splitlines()
        return {name: digest for digest, name in (line.split("  ") for line in lines)}

    one, other = read(one), read(other)
    different = sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
    if different:
        sys.exit(f"Not the same: {', '.join(different)}")
    print(f"{len(one)} files, the same in both")


if __name__ == "__main__":
    commands = {"try": attempt, "program": program, "crates": crates}
    commands |= {"archives": archives, "sums": sums, "compare": compare}
    commands[sys.argv[1]](*sys.argv[2:])
