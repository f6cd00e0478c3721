"""Files of a local folder: answers until a tally is printed, and until the encoder gets the first frame."""

import dataclasses
import statistics

import material
import measure

TITLE = "Reading a folder"
OBJECTS, ANSWERS = (4_000, 5) if material.QUICK else (87_950, 5)
FILES = 4_000 if material.QUICK else 100_000


def first_frame(job):
    """What it took until the encoder had a byte of the first frame; labelrace fails then, which is meant."""
    command = [material.labelrace(), "render", job, "--size", "1080p", "--time-zone", "UTC", "-o",
               material.WORK / "never.mp4"]
    env = {**material.ENV, "LABELRACE_FFMPEG": str(material.ROOT / "benches/first_frame.sh")}
    return measure.run(command, env=env, may_fail=True)


def run():
    job = material.job(60, OBJECTS, ANSWERS)
    other = material.job(60, FILES, 3)
    tally = [material.labelrace(), "tally", job, "--time-zone", "UTC"]
    rounds = measure.in_turns(
        material.ROUNDS,
        tally=lambda: dataclasses.replace(measure.run(tally), output=""),
        first=lambda: first_frame(other),
    )
    memory = measure.run(tally, watches_memory=True).memory
    cpu = [cost.cpu for cost in rounds["tally"]]
    system = statistics.median(cost.own_system for cost in rounds["tally"])
    wall = [cost.wall for cost in rounds["tally"]]
    first_cpu = [cost.cpu for cost in rounds["first"]]
    return {
        "figures": [
            [f"first frame in ffmpeg, {FILES:,} local files of 3 answers, s", "<= 1.5",
             measure.spread(cost.wall for cost in rounds["first"])],
            [f"{OBJECTS * ANSWERS:,} answers in {OBJECTS:,} local files, tally, CPU s", "<= 2.5", measure.spread(cpu)],
        ],
        "text": f"A tally of {OBJECTS * ANSWERS:,} answers takes {measure.spread(wall)} s on the clock, {system:.2f} s of "
                f"its processor time are the system's, and {memory:.0f} MB. A first frame takes "
                f"{measure.spread(first_cpu)} s of processor time. The files are in the system's cache.",
    }
