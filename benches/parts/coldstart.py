"""The cold start of the function under AWS's emulator of Lambda, with the programs of a release (`make sam-build`)."""

import json
import os
import pathlib
import platform
import signal
import socket
import statistics
import subprocess
import time
import urllib.request
import zipfile

import material

TITLE = "Cold start"


def emulator():
    """The emulator that SAM's command line brings."""
    machine = "arm64" if platform.machine() in ("aarch64", "arm64") else "x86_64"
    found = list(material.ROOT.glob(f".tools/venv/lib/*/site-packages/samcli/local/rapid/aws-lambda-rie-{machine}"))
    programs = material.ROOT / ".aws-sam" / machine / "RaceFunction" / "bootstrap"
    if not found or not programs.exists():
        raise SystemExit("needs `make tools sam-build`")
    return found[0], programs


def free_place():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{listener.getsockname()[1]}"


def started(program, function):
    """Seconds from the start of a new function to its first answer. An empty event is refused before anything is read,
    so nothing but the start is measured; and what the emulator calls the time of its initialization."""
    place = free_place()
    env = {"PATH": os.environ["PATH"], "AWS_LAMBDA_FUNCTION_TIMEOUT": "30", "AWS_EC2_METADATA_DISABLED": "true",
           "AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "bench", "AWS_SECRET_ACCESS_KEY": "bench-secret"}
    process = subprocess.Popen([program, "--runtime-interface-emulator-address", place, "--runtime-api-address",
                                free_place(), function], env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                               start_new_session=True)
    try:
        host, port = place.split(":")
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex((host, int(port))) == 0:
                    break
            time.sleep(0.01)
        began = time.monotonic()
        request = urllib.request.Request(f"http://{place}/2015-03-31/functions/function/invocations", b"{}")
        json.loads(urllib.request.urlopen(request, timeout=30).read() or b"null")
        return time.monotonic() - began
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def run():
    program, function = emulator()
    seconds = [started(program, function) for _ in range(material.ROUNDS)]
    packed = material.WORK / "function.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for file in sorted(pathlib.Path(function).parent.rglob("*")):
            if file.is_file():
                archive.write(file, file.relative_to(pathlib.Path(function).parent))
    megabytes = packed.stat().st_size / 1e6
    return {
        "figures": [
            ["first answer of a new function, ms", "",
             f"{1000 * statistics.median(seconds):.0f} ({1000 * min(seconds):.0f} to {1000 * max(seconds):.0f})"],
            ["its zip, MB", "<= 13", f"{megabytes:.1f}"],
        ],
        "text": "The function is started anew for each round under AWS's own emulator on this machine and refuses an empty "
                "event.",
    }
