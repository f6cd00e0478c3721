#!/usr/bin/env python3
"""What x264's settings cost and give: benches/encoder.py LABELRACE [-o FILE].

Draws four films of ten seconds (12 people, 300 people, dark, a phone's), encodes each with every candidate, and
prints per candidate: processor seconds, bytes, and how near the decoded frames are to the drawn ones (SSIM: the
mean, and the worst frame). All numbers are ratios to the first candidate, as medians over the films, but for SSIM.
The default settings and `--quality` in src/film/encode/encoding.rs were chosen from this table.
"""

import argparse
import os
import pathlib
import re
import statistics
import subprocess
import tempfile

FILMS = {
    "12 people": (["--workers", "12", "--objects", "1770", "--answers", "3", "--days", "10"], []),
    "300 people": (["--workers", "300", "--objects", "9000", "--answers", "3", "--days", "10"], []),
    "dark": (["--workers", "40", "--objects", "4000", "--answers", "3", "--days", "20"], ["--theme", "dark"]),
    "phone": (["--workers", "8", "--objects", "900", "--answers", "2", "--days", "5"], ["--size", "1080x1920"]),
}

FAINT = "no-dct-decimate=1:deadzone-inter=10:deadzone-intra=6"
LEAN = "weightp=0:b-adapt=0:scenecut=0:" + FAINT
RICH = "cabac=1:8x8dct=1:bframes=3:b-pyramid=normal:b-adapt=0:no-deblock=0:analyse=i8x8,i4x4:scenecut=0:weightp=0"
CANDIDATES = [
    ("veryfast", 20, ""),
    ("veryfast", 23, LEAN),
    ("superfast", 24, LEAN),
    ("superfast", 26, LEAN),
    ("superfast", 28, LEAN),
    ("superfast", 26, LEAN + ":subme=1:rc-lookahead=0:mbtree=0"),
    ("ultrafast", 20, ""),
    ("ultrafast", 24, ""),
    ("ultrafast", 27, RICH + ":subme=1"),
    ("ultrafast", 29, RICH + ":subme=1"),
    ("ultrafast", 29, RICH + ":subme=0"),
    ("ultrafast", 30, "cabac=1:8x8dct=1:no-deblock=0:scenecut=0:" + FAINT),
    ("faster", 23, LEAN),
    ("medium", 24, LEAN),
]


def cpu_of(command):
    """Runs a command; its processor seconds (user and system)."""
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"failed: {' '.join(map(str, command))}")
    return usage.ru_utime + usage.ru_stime


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("labelrace", type=pathlib.Path)
    arguments.add_argument("-o", "--output", type=pathlib.Path)
    arguments = arguments.parse_args()
    ffmpeg = os.environ["LABELRACE_FFMPEG"]

    results = {candidate: [] for candidate in CANDIDATES}
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for name, (sample, film) in FILMS.items():
            job, frames, raw = folder / "job", folder / "frames", folder / "drawn.nut"
            run = lambda *words: subprocess.run([str(word) for word in words], check=True, capture_output=True)
            run(arguments.labelrace, "sample", *sample, "--seed", "1", job)
            run(arguments.labelrace, "render", job, "--duration", "10", "--frames", frames, "-o", folder / "film.mp4",
                *film)
            run(ffmpeg, "-y", "-framerate", "30", "-pattern_type", "glob", "-i", frames / "*.png", "-vf",
                "scale=out_color_matrix=bt709:out_range=tv", "-pix_fmt", "yuv420p", "-c:v", "rawvideo", raw)
            # What it takes to read the frames is no part of encoding them.
            idle = cpu_of([ffmpeg, "-y", "-i", raw, "-f", "null", "-"])
            for candidate in CANDIDATES:
                preset, crf, more = candidate
                made = folder / "made.mp4"
                command = [ffmpeg, "-y", "-i", raw, "-c:v", "libx264", "-preset", preset, "-crf", str(crf), "-profile:v",
                           "high", "-g", "60", "-threads", "2"]
                command += ["-x264-params", more] if more else []
                seconds = min(cpu_of([*command, made]) for _ in range(2)) - idle
                told = subprocess.run(
                    [ffmpeg, "-i", made, "-i", raw, "-lavfi", "ssim=stats_file=-", "-f", "null", "-"],
                    check=True, capture_output=True, text=True)
                frames_ssim = [float(value) for value in re.findall(r"All:([0-9.]+)", told.stdout)]
                row = (seconds, made.stat().st_size, statistics.mean(frames_ssim), min(frames_ssim))
                results[candidate].append(row)
                print(name, candidate, *row, flush=True)
            for path in frames.iterdir():
                path.unlink()
            subprocess.run(["rm", "-rf", job], check=True)

    first = results[CANDIDATES[0]]
    lines = ["| preset | crf | x264 parameters | CPU | bytes | SSIM | worst frame |", "|---|---|---|---|---|---|---|"]
    for (preset, crf, more), rows in results.items():
        cpu = statistics.median(row[0] / base[0] for row, base in zip(rows, first))
        size = statistics.median(row[1] / base[1] for row, base in zip(rows, first))
        ssim = statistics.mean(row[2] for row in rows)
        lines.append(f"| {preset} | {crf} | {more} | {cpu:.2f} | {size:.2f} | {ssim:.4f} | {min(r[3] for r in rows):.4f} |")
    table = "\n".join(lines)
    print(table)
    if arguments.output:
        arguments.output.write_text(table + "\n")


if __name__ == "__main__":
    main()
