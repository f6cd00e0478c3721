"""An interruption, as the stop button of a notebook sends it, leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import labelrace

LONG = "import labelrace, sys; labelrace.render(sys.argv[1], size='640x360', duration='600s', fps=60, progress=True)"


def test_an_interruption_stops_the_program_and_leaves_no_file(job: Path, desk: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(Path(labelrace.__file__).parent.parent)}
    command = [sys.executable, "-c", LONG, str(job)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, env=environment, start_new_session=True)
    assert process.stderr is not None
    said = b""
    while b"frames" not in said:
        part = os.read(process.stderr.fileno(), 65536)
        assert part, said
        said += part
    os.killpg(process.pid, signal.SIGINT)
    said += process.stderr.read()
    process.wait(timeout=60)
    assert said.rstrip().endswith(b"KeyboardInterrupt"), said
    for _ in range(100):
        if not list(desk.iterdir()):
            return
        time.sleep(0.1)
    raise AssertionError(list(desk.iterdir()))
