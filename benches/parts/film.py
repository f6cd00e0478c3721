"""A film of 30 seconds at 1080p30 with 24 people: what it costs beside its encoding alone, and beside the settings of
201903a; memory; where the time goes."""

import os
import re

import encoding
import material
import measure

TITLE = "A film of 30 seconds, 1080p30, 24 people"
SECONDS = 6 if material.QUICK else 30
OLD = "201903a"
OLD_SETTINGS = ["-preset:v:0", "veryfast", "-crf:v:0", "20"]


def old_program():
    """The program of the old commit if somebody wants it built (OLD=build) or has it (OLD=path)."""
    named = os.environ.get("OLD", "")
    if named != "build":
        return named or None
    tree = material.WORK / OLD
    if not tree.exists():
        material.checked(["git", "worktree", "add", "--detach", tree, OLD], cwd=material.ROOT)
    material.say(f"building {OLD} (a quarter of an hour, once)")
    target = material.WORK / "old-target"
    material.checked(["cargo", "build", "--quiet", "--locked", "--release", "--bin", "labelrace", "--target-dir", target],
                     cwd=tree)
    return target / "release/labelrace"


def run():
    job = material.job(24, 2000, 3)
    flags = ["--size", "1080p", "--fps", "30", "--time-zone", "UTC"]
    flags_of = lambda seconds: [*flags, "--duration", seconds]
    frames, width, height = material.drawn("film", job, flags_of(SECONDS))
    n_frames = frames.stat().st_size // (width * height * 3 // 2)
    made, alone, before = (material.MEMORY / f"labelrace-bench-{name}.mp4" for name in ("whole", "alone", "before"))
    command = lambda seconds, *more: [material.labelrace(), "render", job, *flags_of(seconds), *more, "-o", made]
    settings = encoding.settings(frames)
    film = lambda *more: measure.run(command(SECONDS, *more), env=material.ENV)
    works = {
        "whole": film,
        # What is left is what a frame costs us: a film of one second has the same start.
        "short": lambda: measure.run(command(1), env=material.ENV),
        "alone": lambda: measure.run(encoding.command(frames, settings, alone)),
        "before": lambda: measure.run(encoding.command(frames, encoding.instead(settings, OLD_SETTINGS), before)),
        "fast": lambda: film("--quality", "fast"),
        "small": lambda: film("--quality", "small"),
    }
    old = old_program()
    if old:
        works["old"] = lambda: measure.run([old, "render", job, *flags_of(SECONDS), "-o", before], env=material.ENV)
    rounds = measure.in_turns(material.ROUNDS, **works)
    cpu = {name: [cost.cpu for cost in costs] for name, costs in rounds.items()}
    per_frame = lambda of: [1000 * (of(a) - of(b)) / (n_frames - 30) for a, b in zip(rounds["whole"], rounds["short"])]
    beyond = [1000 * (whole.children - alone.cpu) / n_frames for whole, alone in zip(rounds["whole"], rounds["alone"])]
    pipes = [own + more for own, more in zip(per_frame(lambda cost: cost.own_system), beyond)]
    if old:
        against, with_what = measure.ratios(cpu["whole"], cpu["old"]), f"the program of {OLD}"
    else:
        # The old program, as far as it is not its encoder, is taken to cost what ours does.
        costs = zip(cpu["whole"], cpu["alone"], cpu["before"])
        against = [whole / (whole - alone + before) for whole, alone, before in costs]
        with_what = f"the encoder settings of {OLD}; OLD=build builds it"
    measure.run(command(SECONDS), env=material.ENV)
    new_quality, old_quality = encoding.quality(made, frames, width, height), encoding.quality(before, frames, width, height)
    size = made.stat().st_size / before.stat().st_size
    memory = {}
    for seconds in (SECONDS, 2 * SECONDS):
        costs = [measure.run(command(seconds), env=material.ENV, watches_memory=True) for _ in range(3)]
        memory[seconds] = max(cost.memory for cost in costs)
    timed = measure.run(command(SECONDS, "--timings"), env=material.ENV).output
    stages = re.findall(r"(list|read|count|draw|wait for ffmpeg) ([0-9.]+) s", timed)
    material.forget_drawn()

    lines = ["| | CPU, s | wall, s |", "|---|---|---|"]
    names = {"whole": "whole film", "alone": "the same encoding from a file in memory", "fast": "`--quality fast`",
             "small": "`--quality small`", "before": f"encoding as {OLD} did", "old": f"whole film of {OLD}"}
    lines += [f"| {names[name]} | {measure.spread(cpu[name])} | {measure.spread(cost.wall for cost in costs)} |"
              for name, costs in rounds.items() if name in names]
    lines += ["", "| where the time goes (wall; they go on side by side) | s |", "|---|---|"]
    lines += [f"| {stage} | {seconds} |" for stage, seconds in stages]
    return {
        "figures": [
            ["CPU of the whole / encode only, same settings", "<= 1.08",
             measure.spread(measure.ratios(cpu["whole"], cpu["alone"]))],
            ["own drawing, ms a frame at 1080p (our user time)", "<= 0.5",
             measure.spread(per_frame(lambda cost: cost.own_user))],
            ["pipe and copies, ms a frame at 1080p (our system time, and what ffmpeg takes longer)", "<= 1",
             measure.spread(pipes)],
            [f"CPU of a {SECONDS} s 1080p film / {with_what}", "<= 0.5", measure.spread(against)],
            ["its SSIM against the drawn frames (worst frame)", ">= 0.995", "{ssim:.4f} ({worst:.4f})".format(**new_quality)],
            [f"the same with the settings of {OLD}", "", "{ssim:.4f} ({worst:.4f})".format(**old_quality)],
            ["its size / with those settings", "<= 1.2", f"{size:.2f}"],
            ["memory with ffmpeg, 1080p, MB", "<= 250", f"{memory[SECONDS]:.0f}"],
            ["the same for a film twice as long", "flat", f"{memory[2 * SECONDS]:.0f}"],
        ],
        "text": "\n".join(lines),
    }
