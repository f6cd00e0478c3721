"""What is measured: programs, jobs, tables and drawn frames, each made once and kept in .tools/bench.

LABELRACE and LABELRACE_AWS name programs that are built already, without and with what talks to AWS; otherwise both
are built as for a release.
"""

import functools
import os
import pathlib
import random
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
WORK = ROOT / ".tools" / "bench"
FFMPEG = pathlib.Path(os.environ.get("LABELRACE_FFMPEG", ROOT / "layers/ffmpeg/bin/ffmpeg"))
FONTS = os.environ.get("LABELRACE_FONTS", str(ROOT / "layers/fonts"))
ENV = {"LABELRACE_FFMPEG": str(FFMPEG), "LABELRACE_FONTS": FONTS}
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
# Films go where no disk can be in the way.
MEMORY = pathlib.Path("/dev/shm") if pathlib.Path("/dev/shm").is_dir() else WORK
QUICK = bool(os.environ.get("QUICK"))
"""Whether it is only to be tried whether everything works: few rounds, small inputs."""

# What is only tried goes nowhere that somebody reads.
RESULTS = WORK / "tried" if QUICK else ROOT / "benches"
KEPT = WORK / ("tried" if QUICK else "results")

ROUNDS = int(os.environ.get("ROUNDS", "2" if QUICK else "10"))


def say(words):
    print(f"  {words}", flush=True)


def checked(command, **more):
    """Runs a command that has to work; what it printed."""
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          **more)
    if done.returncode:
        raise SystemExit(f"failed: {' '.join(map(str, command))}\n{done.stdout}")
    return done.stdout


def _built(variable, target, *arguments):
    named = os.environ.get(variable)
    if named:
        return pathlib.Path(named).resolve()
    say(f"building {variable.lower()} (minutes, once)")
    checked(["cargo", "build", "--quiet", "--locked", "--release", *arguments, "--target-dir", target], cwd=ROOT)
    return pathlib.Path(target) / "release"


@functools.cache
def labelrace():
    """The program without AWS."""
    place = _built("LABELRACE", TARGET, "--no-default-features", "--bin", "labelrace")
    return place / "labelrace" if place.is_dir() else place


@functools.cache
def labelrace_aws():
    """The program with everything in it. It has a target of its own, so that the two do not take turns in one file."""
    place = _built("LABELRACE_AWS", TARGET / "with-aws", "--bin", "labelrace")
    return place / "labelrace" if place.is_dir() else place


@functools.cache
def s3_server():
    """The S3 server of the measurements."""
    named = os.environ.get("S3_SERVER")
    if named:
        return pathlib.Path(named).resolve()
    say("building the S3 server (minutes, once)")
    told = checked(["cargo", "bench", "--locked", "--bench", "s3_server", "--no-run", "--target-dir",
                    TARGET / "with-aws"], cwd=ROOT)
    # Executable benches/s3_server.rs (PATH)
    return ROOT / told.rpartition("(")[2].partition(")")[0]


def job(workers, objects, answers, days=30, seed=1):
    """The folder of an invented job."""
    place = WORK / "jobs" / f"{workers}x{objects}x{answers}x{days}x{seed}"
    if not (place / "done").exists():
        say(f"making a job: {objects:,} objects, {answers} answers each, {workers} people")
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        checked([labelrace(), "sample", "--workers", workers, "--objects", objects, "--answers", answers, "--days", days,
                 "--seed", seed, place / "job"])
        (place / "done").touch()
    return place / "job"


def race_table(periods=60, people=24):
    """A table of totals, one row for each day: the same for every program."""
    place = WORK / f"table-{periods}x{people}.csv"
    place.parent.mkdir(parents=True, exist_ok=True)
    if not place.exists():
        chance = random.Random(1)
        totals = [0] * people
        speeds = [chance.uniform(5, 40) for _ in range(people)]
        with place.open("w") as table:
            print("date," + ",".join(f"person {n:02}" for n in range(people)), file=table)
            for day in range(periods):
                totals = [total + int(chance.uniform(0, 2) * speed) for total, speed in zip(totals, speeds)]
                month, of_month = divmod(day, 28)
                print(f"2026-{month + 1:02}-{of_month + 1:02}," + ",".join(map(str, totals)), file=table)
    return place


def drawn(name, source, flags):
    """The frames of a film exactly as the encoder gets them, and their size: raw I420 in a file."""
    # An encoder that only keeps what it gets.
    kept = MEMORY / f"labelrace-bench-{name}.i420"
    size = kept.with_suffix(".size")
    if not (kept.exists() and size.exists()):
        say(f"drawing the frames of {name}")
        checked([labelrace(), "render", source, *flags, "-o", MEMORY / "labelrace-bench-kept.mp4"],
                env={**os.environ, **ENV, "LABELRACE_FFMPEG": str(ROOT / "benches/keep_frames.py")})
        (MEMORY / "labelrace-bench-kept.mp4").rename(kept)
        for suffix in (".size", ".json"):
            (MEMORY / f"labelrace-bench-kept{suffix}").rename(kept.with_suffix(suffix))
    width, height = map(int, size.read_text().split("x"))
    return kept, width, height


def forget_drawn():
    """Frames take gigabytes of memory."""
    for place in MEMORY.glob("labelrace-bench-*"):
        # What a run that was stopped has left may be a folder.
        shutil.rmtree(place) if place.is_dir() else place.unlink()


@functools.cache
def environment(name):
    """The Python of an environment with exactly what is in benches/NAME.txt."""
    place = WORK / "environments" / name
    listed = ROOT / "benches" / f"{name}.txt"
    stamp = place / "list.txt"
    if not stamp.exists() or stamp.read_text() != listed.read_text():
        say(f"installing what benches/{name}.txt lists")
        shutil.rmtree(place, ignore_errors=True)
        python = shutil.which("python3.11") or sys.executable
        checked([python, "-m", "venv", place])
        checked([place / "bin/pip", "install", "--quiet", "--no-deps", "--require-hashes", "--only-binary", ":all:", "-r",
                 listed])
        stamp.write_text(listed.read_text())
    return place / "bin/python"
