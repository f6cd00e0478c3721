"""bar_chart_race 0.1.0 and labelrace make a film of the same table: 60 days x 24 people, 885 frames of 720p."""

import material
import measure

TITLE = "Beside bar_chart_race 0.1.0"
PERIODS = 6 if material.QUICK else 60
SECONDS = (PERIODS - 1) * 15 / 30


def run():
    table = material.race_table(PERIODS)
    python = material.environment("comparison")
    film = material.WORK / "comparison.mp4"
    ours = [material.labelrace(), "render", table, "--size", "720p", "--fps", "30", "--duration", f"{SECONDS:g}", "--top", "10",
            "--time-zone", "UTC", "-o", film]
    theirs = [python, material.ROOT / "benches/race_in_python.py", table, film]
    rounds = measure.in_turns(
        material.ROUNDS,
        theirs=lambda: measure.run(theirs, env=material.ENV),
        default=lambda: measure.run(ours, env=material.ENV),
        fast=lambda: measure.run([*ours, "--quality", "fast"], env=material.ENV),
    )
    wall = {name: [cost.wall for cost in costs] for name, costs in rounds.items()}
    cpu = {name: [cost.cpu for cost in costs] for name, costs in rounds.items()}
    names = {"theirs": "bar_chart_race 0.1.0", "default": "labelrace", "fast": "labelrace, `--quality fast`"}
    lines = ["| | wall, s | CPU, s |", "|---|---|---|"]
    lines += [f"| {names[name]} | {measure.spread(wall[name])} | {measure.spread(cpu[name])} |" for name in rounds]
    figure = "wall time of bar_chart_race 0.1.0 / ours, 885 frames of 720p, "
    return {
        "figures": [
            [figure + "by default", ">= 20", measure.spread(measure.ratios(wall["theirs"], wall["default"]), 1)],
            [figure + "`--quality fast`", ">= 30", measure.spread(measure.ratios(wall["theirs"], wall["fast"]), 1)],
            ["the same as CPU, by default", "", measure.spread(measure.ratios(cpu["theirs"], cpu["default"]), 1)],
        ],
        "text": "\n".join(lines),
    }
