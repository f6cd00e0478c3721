"""What a command costs: processor time, time on the clock, memory; and rounds that take turns.

Processor time is user and system time. It is told for the command itself and for what it started (ffmpeg), apart from
each other. On a machine where others work too only processor time can be compared, and only in rounds that take turns.
"""

import dataclasses
import os
import pathlib
import statistics
import subprocess
import threading
import time

TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclasses.dataclass
class Cost:
    """What one run of a command cost."""

    own_user: float
    """Processor seconds of the command itself."""
    own_system: float
    children: float
    """Processor seconds of everything that it started."""
    wall: float
    memory: float
    """The most megabytes of the command and everything it started, together."""
    output: str
    """What it printed."""

    @property
    def cpu(self):
        return self.own_user + self.own_system + self.children


def _tree(root):
    """The ids of a process and all its descendants."""
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        try:
            for task in os.listdir(f"/proc/{pid}/task"):
                children = pathlib.Path(f"/proc/{pid}/task/{task}/children").read_text()
                waiting += [int(child) for child in children.split()]
        except OSError:
            pass
    return found


def _resident(pid):
    try:
        return int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
    except (OSError, IndexError):
        return 0


def run(command, env=None, cwd=None, watches_memory=False, stdout=subprocess.PIPE, may_fail=False):
    """Runs a command to its end. Memory is watched only if that is asked for, since watching costs something."""
    command = [str(word) for word in command]
    began = time.monotonic()
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=stdout, stderr=subprocess.STDOUT,
                             cwd=cwd, env={**os.environ, **(env or {})})
    peak = [0]
    over = threading.Event()

    def watch():
        while not over.wait(0.02):
            peak[0] = max(peak[0], sum(map(_resident, _tree(child.pid))))

    watcher = threading.Thread(target=watch, daemon=True)
    if watches_memory:
        watcher.start()
    output = child.stdout.read().decode(errors="replace") if child.stdout else ""
    # It is still there as a zombie, and with it the times of itself and of its children, apart from each other.
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    wall = time.monotonic() - began
    over.set()
    fields = pathlib.Path(f"/proc/{child.pid}/stat").read_text().rpartition(")")[2].split()
    user, system, of_children, more = (int(field) / TICK for field in fields[11:15])
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode and not may_fail:
        raise SystemExit(f"failed: {' '.join(command)}\n{output}")
    # Finer than what /proc tells, but of all together.
    total = usage.ru_utime + usage.ru_stime
    children = of_children + more
    scale = (total - children) / (user + system) if 0.1 < user + system and children < total else 1.0
    memory = max(peak[0] / 1e6, usage.ru_maxrss / 1e3 if not watches_memory else 0)
    return Cost(user * scale, system * scale, children, wall, memory, output)


def in_turns(n_rounds, **works):
    """Runs all works once a round, in turns; what each returned, in lists. The first round is not counted."""
    results = {name: [] for name in works}
    for n in range(n_rounds + 1):
        for name, work in works.items():
            result = work()
            if n:
                results[name].append(result)
        print(f"    round {n} of {n_rounds}" + ("" if n else " (not counted)"), flush=True)
    return results


def spread(values, digits=2):
    """`median (least to most)`."""
    values = list(values)
    middle = statistics.median(values)
    return f"{middle:.{digits}f} ({min(values):.{digits}f} to {max(values):.{digits}f})"


def ratios(above, below):
    """The ratio in each round."""
    return [a / b for a, b in zip(above, below)]
