"""What twice the frames, twice the pixels, ten times the people and ten times the answers cost: a table and a picture."""

import statistics

import growth_picture
import material
import measure

TITLE = "Growth"
PICTURE = "growth.svg"


def run():
    seconds, objects = (3, 1000) if material.QUICK else (15, 2000)
    base = {"people": 30, "objects": objects, "seconds": seconds, "size": "1280x720"}
    steps = {
        "frames x2": {"seconds": 2 * seconds},
        # The same shape: 1.4142 times as wide and as high.
        "pixels x2": {"size": "1808x1018"},
        "people x10": {"people": 300},
        "answers x10": {"objects": 10 * objects},
    }

    def film(people, objects, seconds, size):
        command = [material.labelrace(), "render", material.job(people, objects, 3), "--size", size, "--duration", seconds,
                   "--time-zone", "UTC", "-o", material.WORK / "growth.mp4"]
        return measure.run(command, env=material.ENV)

    def tally(people, objects, seconds, size):
        return measure.run([material.labelrace(), "tally", material.job(people, objects, 3), "--time-zone", "UTC"])

    shapes = {"base": base, **{name: {**base, **step} for name, step in steps.items()}}
    works = {f"film, {name}": lambda shape=shape: film(**shape) for name, shape in shapes.items()}
    works |= {f"tally, {name}": lambda shape=shapes[name]: tally(**shape) for name in ("base", "people x10", "answers x10")}
    rounds = measure.in_turns(max(3, material.ROUNDS // 2) if not material.QUICK else 1, **works)
    lines = ["| | grown | CPU, s | times the base |", "|---|---|---|---|"]
    bars = []
    for name, costs in rounds.items():
        what, grown = name.split(", ")
        cpu = [cost.cpu for cost in costs]
        times = measure.ratios(cpu, [cost.cpu for cost in rounds[f"{what}, base"]])
        lines.append(f"| {what} | {grown} | {measure.spread(cpu)} | {measure.spread(times)} |")
        if grown != "base":
            bars.append((what, grown, statistics.median(times), min(times), max(times)))
    growth_picture.draw(bars, material.RESULTS / PICTURE)
    said = ", ".join(f"{grown}: {times:.2f}" for what, grown, times, _, _ in bars if what == "film")
    return {
        "figures": [["CPU of a film as it grows, times that of the base", "near linear or flat", said]],
        "text": f"![How much more processor time a film and a tally take]({PICTURE})\n\n" + "\n".join(lines) +
                f"\n\nThe base: {base['people']} people, {3 * objects:,} answers, {seconds} s of 720p30.",
    }
