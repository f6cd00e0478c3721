"""RESULTS.md from what each part found: one table of all figures, the machine, and each part's own tables."""

import datetime
import json
import os
import pathlib
import platform
import subprocess

import material


def commit():
    """The commit that is measured; with a `+` if something is not committed."""
    git = lambda *words: subprocess.run(["git", *words], cwd=material.ROOT, capture_output=True, text=True).stdout.strip()
    changed = git("status", "--porcelain", "--", "src", "crates", "Cargo.lock", "Cargo.toml")
    return git("rev-parse", "--short", "HEAD") + ("+" if changed else "")


def machine():
    """The machine and the versions of everything that was measured."""
    words = lambda *command: subprocess.run(command, capture_output=True, text=True).stdout.split("\n")[0]
    cpu = [line.partition(":")[2].strip() for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines()
           if line.startswith(("model name", "Model"))]
    memory = int(pathlib.Path("/proc/meminfo").read_text().split()[1]) / 1e6
    return (f"{os.cpu_count()} processors ({cpu[0] if cpu else platform.machine()}), {memory:.0f} GB, Linux "
            f"{platform.release()}, load {os.getloadavg()[1]:.1f}; {words('rustc', '--version')}, "
            f"{words(str(material.FFMPEG), '-version').partition(' Copyright')[0]}, Python {platform.python_version()}")


def write(parts):
    """Writes it from all that was found so far; where it is."""
    found = {}
    for name in parts:
        kept = material.KEPT / f"{name}.json"
        if kept.exists():
            found[name] = json.loads(kept.read_text())
    lines = [
        "# What it costs",
        "",
        f"Written by `make bench` on {datetime.date.today()}. {machine()}.",
        "",
        "Medians, with the least and the most of all rounds; rounds take turns. CPU is user and system time of a program "
        "and all that it starts." + (" Only tried, with small inputs (`QUICK=1`)." if material.QUICK else ""),
        "",
        "| figure | reach | measured | commit |",
        "|---|---|---|---|",
    ]
    for part in found.values():
        lines += [f"| {figure} | {reach} | {value} | {part['commit']} |" for figure, reach, value in part["figures"]]
    missing = [name for name in parts if name not in found]
    if missing:
        lines += ["", f"Not measured here: {', '.join(missing)}."]
    for part in found.values():
        lines += ["", f"## {part['title']}", "", part["text"]]
    place = material.RESULTS / "RESULTS.md"
    place.write_text("\n".join(lines) + "\n")
    return place
