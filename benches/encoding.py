"""The encoder alone: the same frames from a file in memory, with the settings that labelrace gave or with others; and
how near the decoded frames are to the drawn ones."""

import json
import math
import re
import statistics

import material


def settings(frames):
    """How labelrace called the encoder for these frames: the arguments about their compression."""
    words = json.loads(frames.with_suffix(".json").read_text())
    return words[words.index("-c:v:0"):words.index("-fflags")]


def instead(settings, others):
    """The same settings with another preset and rate factor, and without parameters."""
    kept = []
    pairs = zip(settings[::2], settings[1::2])
    for name, value in pairs:
        if name.split(":")[0] not in ("-preset", "-crf", "-x264-params"):
            kept += [name, value]
    return [*kept, *others]


TAGS = ["-color_range", "tv", "-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709"]


def command(frames, settings, film):
    size = frames.with_suffix(".size").read_text()
    return [material.FFMPEG, "-hide_banner", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "yuv420p", "-video_size",
            size, "-framerate", "30", *TAGS, "-i", frames, "-map", "0:v:0", *settings, "-movflags", "+faststart", "-f",
            "mp4", "-y", film]


def quality(film, frames, width, height):
    """How near the decoded frames are to the drawn ones: mean and worst frame, as SSIM and PSNR."""
    told = material.checked(
        [material.FFMPEG, "-hide_banner", "-loglevel", "error", "-i", film, "-f", "rawvideo", "-pix_fmt", "yuv420p",
         "-video_size", f"{width}x{height}", "-framerate", "30", *TAGS, "-i", frames, "-lavfi",
         "[0:v:0]split[a][b];[1:v]split[c][d];[a][c]ssim=stats_file=-[x];[b][d]psnr=stats_file=-[y]", "-map", "[x]",
         "-map", "[y]", "-f", "null", "-"])
    ssim = [float(value) for value in re.findall(r"All:([0-9.]+)", told)]
    errors = [float(value) for value in re.findall(r"mse_avg:([0-9.]+)", told)]
    decibels = lambda error: 10 * math.log10(255**2 / error) if error else 99.0
    return {"ssim": statistics.mean(ssim), "worst": min(ssim), "psnr": decibels(statistics.mean(errors)),
            "worst_psnr": decibels(max(errors))}
