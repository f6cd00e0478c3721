"""The frontier of x264's settings: processor time, bytes and nearness of each candidate, on four films of ten seconds.

The settings of `--quality` in src/film/encode/quality.rs were chosen from this table. All numbers are medians over the
films, as ratios to the first candidate, but for SSIM (the mean, and the worst frame of all) and the worst frame's PSNR.
"""

import statistics

import encoding
import material
import measure

TITLE = "x264's settings"
SECONDS = 2 if material.QUICK else 10
FILMS = {
    "12 people": ((12, 1770, 3, 10), []),
    "300 people": ((300, 9000, 3, 10), []),
    "dark": ((40, 4000, 3, 20), ["--theme", "dark"]),
    "phone": ((8, 900, 2, 5), ["--size", "1080x1920"]),
}

FAINT = "no-dct-decimate=1:deadzone-inter=10:deadzone-intra=6"
LEAN = "weightp=0:b-adapt=0:scenecut=0:" + FAINT
# Fewer frames wait in the encoder: 40 MB less.
SMALL_QUEUE = LEAN + ":sync-lookahead=0:bframes=2:b-pyramid=none"
SLICED = SMALL_QUEUE + ":sliced-threads=1"
AHEAD = LEAN + ":sync-lookahead=0"
RICH = "cabac=1:8x8dct=1:bframes=3:b-pyramid=normal:b-adapt=0:no-deblock=0:analyse=i8x8,i4x4:scenecut=0:weightp=0"
FAST = "cabac=1:8x8dct=1:no-deblock=0:scenecut=0:" + FAINT
CANDIDATES = [
    ("veryfast", 20, ""),
    ("veryfast", 23, LEAN),
    ("veryfast", 23, AHEAD),
    ("superfast", 24, LEAN),
    ("superfast", 26, LEAN),
    ("superfast", 26, SMALL_QUEUE),
    ("superfast", 26.5, SMALL_QUEUE),
    ("superfast", 26.5, SLICED),
    ("superfast", 27, ""),
    ("superfast", 28, LEAN),
    ("ultrafast", 20, ""),
    ("ultrafast", 24, ""),
    ("ultrafast", 27, RICH + ":subme=1"),
    ("ultrafast", 29, RICH + ":subme=1"),
    ("ultrafast", 29, RICH + ":subme=1:" + FAINT),
    ("ultrafast", 29, RICH + ":subme=0"),
    ("ultrafast", 30, FAST),
    ("faster", 23, LEAN),
    ("medium", 24, LEAN),
]
CHOSEN = {("veryfast", 23, AHEAD): "small", ("superfast", 26.5, SLICED): "balanced", ("ultrafast", 30, FAST): "fast"}


def run():
    rows = {candidate: [] for candidate in CANDIDATES}
    for name, (shape, flags) in FILMS.items():
        size = [] if "--size" in flags else ["--size", "1080p"]
        film = [*size, *flags, "--duration", SECONDS, "--time-zone", "UTC"]
        frames, width, height = material.drawn("frontier", material.job(*shape), film)
        given = encoding.settings(frames)
        made = material.MEMORY / "labelrace-bench-made.mp4"
        # What it takes to read the frames is no part of encoding them.
        idle = measure.run([*encoding.command(frames, [], "-")[:-6], "-f", "null", "-"]).cpu
        for candidate in CANDIDATES:
            preset, crf, more = candidate
            settings = ["-preset:v:0", preset, "-crf:v:0", str(crf), *(["-x264-params:v:0", more] if more else [])]
            command = encoding.command(frames, encoding.instead(given, settings), made)
            seconds = min(measure.run(command).cpu for _ in range(1 if material.QUICK else 3)) - idle
            near = encoding.quality(made, frames, width, height)
            rows[candidate].append((seconds, made.stat().st_size, near))
            print(f"    {name}: {preset} {crf} {more}: {seconds:.2f} s, {made.stat().st_size / 1e6:.2f} MB, "
                  f"SSIM {near['ssim']:.4f}, worst {near['worst']:.4f}", flush=True)
        material.forget_drawn()
    first = rows[CANDIDATES[0]]
    lines = ["| preset | crf | x264 parameters | CPU | bytes | SSIM | worst frame | its PSNR | `--quality` |",
             "|---|---|---|---|---|---|---|---|---|"]
    for candidate, of_films in rows.items():
        preset, crf, more = candidate
        cpu = statistics.median(row[0] / base[0] for row, base in zip(of_films, first))
        size = statistics.median(row[1] / base[1] for row, base in zip(of_films, first))
        ssim = statistics.mean(near["ssim"] for _, _, near in of_films)
        worst = min(near["worst"] for _, _, near in of_films)
        psnr = min(near["worst_psnr"] for _, _, near in of_films)
        lines.append(f"| {preset} | {crf} | `{more or '-'}` | {cpu:.2f} | {size:.2f} | {ssim:.4f} | {worst:.4f} | {psnr:.1f} "
                     f"| {CHOSEN.get(candidate, '')} |")
    seconds = statistics.median(row[0] for row in first)
    lines += ["", f"1.00 are {seconds:.2f} CPU s for {30 * SECONDS} frames, and "
              f"{statistics.median(row[1] for row in first) / 1e6:.2f} MB. Films: {', '.join(FILMS)}."]
    return {"figures": [], "text": "\n".join(lines)}
