"""S3: objects a second beside s5cmd, and the second morning with the ledger. One local server serves all of them."""

import os
import pathlib
import shutil
import statistics
import subprocess

import material
import measure

TITLE = "S3"
FILES = 4_000 if material.QUICK else 100_000
NEW = 50
"""Every so many files one is new on the second morning: 2 of 100."""


class Server:
    """The S3 server, with what it serves."""

    def __init__(self, folder):
        self.process = subprocess.Popen([material.s3_server(), folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True)
        self.url = self.process.stdout.readline().strip()

    def told(self, line):
        """Tells it something; how many pages and objects it was asked for since the last time."""
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return [int(number) for number in self.process.stdout.readline().split()]

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def run():
    folder = material.job(60, FILES, 3).parent
    s5cmd = pathlib.Path(material.environment("s5cmd")).parent / "s5cmd"
    program = material.labelrace_aws()
    server = Server(folder)
    env = {"AWS_ENDPOINT_URL": server.url, "AWS_ACCESS_KEY_ID": "bench", "AWS_SECRET_ACCESS_KEY": "bench-secret",
           "AWS_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true", **material.ENV}
    answers = f"s3://bench/job/annotations/worker-response/"
    tally = [program, "tally", "s3://bench/job", "--time-zone", "UTC"]
    there = material.MEMORY / "labelrace-bench-s5cmd"

    def theirs(*words):
        shutil.rmtree(there, ignore_errors=True)
        there.mkdir()
        return measure.run([s5cmd, "--endpoint-url", server.url, "--numworkers", "256", *words], env=env,
                           stdout=subprocess.DEVNULL)

    try:
        reading = measure.in_turns(
            material.ROUNDS,
            ours=lambda: measure.run([*tally, "--parallel", "256"], env=env),
            copy=lambda: theirs("cp", answers + "*", f"{there}/"),
            cat=lambda: theirs("cat", answers + "*"),
        )
        mornings = {"without": [], "with": []}
        requests = {}
        cache = material.MEMORY / "labelrace-bench-cache"
        for _ in range(material.ROUNDS):
            shutil.rmtree(cache, ignore_errors=True)
            cached = {**env, "XDG_CACHE_HOME": str(cache), "HOME": str(cache)}
            server.told(f"hide {NEW}")
            measure.run([*tally, "--cache"], env=cached)
            server.told("show")
            mornings["with"].append(measure.run([*tally, "--cache"], env=cached))
            requests["with"] = server.told("count")
            mornings["without"].append(measure.run(tally, env=env))
            requests["without"] = server.told("count")
    finally:
        server.close()
        shutil.rmtree(there, ignore_errors=True)
        shutil.rmtree(material.MEMORY / "labelrace-bench-cache", ignore_errors=True)
    rate = {name: [FILES / cost.wall for cost in costs] for name, costs in reading.items()}
    fastest = max(("copy", "cat"), key=lambda name: statistics.median(rate[name]))
    wall = {name: [cost.wall for cost in costs] for name, costs in mornings.items()}
    cpu = {name: [cost.cpu for cost in costs] for name, costs in mornings.items()}
    names = {"ours": "labelrace tally, which also parses and counts", "copy": "s5cmd cp into memory", "cat": "s5cmd cat"}
    lines = ["| | objects a second | CPU, s |", "|---|---|---|"]
    lines += [f"| {names[name]} | {measure.spread(rate[name], 0)} | {measure.spread(cost.cpu for cost in costs)} |"
              for name, costs in reading.items()]
    lines += ["", "| second morning | pages | objects | wall, s | CPU, s |", "|---|---|---|---|---|"]
    lines += [f"| {name} the ledger | {requests[name][0]:,} | {requests[name][1]:,} | {measure.spread(wall[name])} | "
              f"{measure.spread(cpu[name])} |" for name in mornings]
    fewer = sum(requests["without"]) / sum(requests["with"])
    return {
        "figures": [
            ["S3 (one local server for all): objects a second, ours / s5cmd, 256 workers each", ">= 1.0",
             measure.spread(measure.ratios(rate["ours"], rate[fastest]))],
            [f"second morning on {FILES:,} files, 2 % new: without / with the ledger, requests", ">= 10", f"{fewer:.1f}"],
            ["the same, time on the clock (the server is on this machine, so a request costs next to nothing)", "",
             measure.spread(measure.ratios(wall["without"], wall["with"]), 1)],
        ],
        "text": "\n".join(lines),
    }
