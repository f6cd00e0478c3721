"""A million answers in memory: until they are a tally, and until they are each table of throughput."""

import os
import re
import statistics
import subprocess

import material

TITLE = "A million answers in memory"


def run():
    command = ["cargo", "bench", "--quiet", "--locked", "--no-default-features", "--bench", "throughput"]
    named = os.environ.get("MILLION")
    material.say("the first time it is compiled, for minutes")
    runs = [material.checked([named] if named else command, cwd=material.ROOT, stdin=subprocess.DEVNULL)
            for _ in range(1 if material.QUICK else 3)]
    best = [int(re.search(r"tally +(\d+) ms", told)[1]) / 1000 for told in runs]
    middle = [int(re.search(r"tally +\d+ ms, median +(\d+) ms", told)[1]) / 1000 for told in runs]
    peaks = [int(re.search(r"^tally: at most (\d+) MB", told, re.MULTILINE)[1]) for told in runs]
    return {
        "figures": [
            ["1,000,000 answers in memory to a tally, CPU s (9 rounds, three times)", "<= 0.25",
             f"{statistics.median(middle):.2f} ({min(best):.2f} at best)"],
            ["the same, MB with the answers themselves", "<= 200", f"{max(peaks)}"],
        ],
        "text": "```text\n" + runs[-1].strip() + "\n```",
    }
