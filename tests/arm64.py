"""The programs for arm64, run on another processor under qemu: arm64.py LABELRACE BOOTSTRAP FFMPEG

LABELRACE is the command, BOOTSTRAP the function that makes films, as Lambda gets it, and FFMPEG the encoder of its
layer. The command says its version and makes a film of two seconds; the function has one event, under Lambda's own
emulator and with the services of moto, and uploads a film. qemu knows neither seccomp nor Landlock, so the bounds of
the encoder are not tried here.

Needs qemu-user-static, the C library for arm64 (Debian: libc6-arm64-cross), and `make tools`.
"""

import contextlib
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

import boto3

ROOT = pathlib.Path(__file__).resolve().parent.parent
LIBRARIES = "/usr/aarch64-linux-gnu"
REGION = "us-east-1"
KEYS = {"AWS_ACCESS_KEY_ID": "a-key-of-tests", "AWS_SECRET_ACCESS_KEY": "a-secret-of-tests"}
SERVE = 'from moto.server import main; main(["-H", "127.0.0.1", "-p", "0"])'


def emulated(program, script):
    """A script that starts a program for arm64."""
    head = pathlib.Path(program).read_bytes()[:20]
    if head[:4] != b"\x7fELF" or head[18] != 183:
        sys.exit(f"{program} is no program for arm64")
    qemu = shutil.which("qemu-aarch64-static") or sys.exit(
        "There is no qemu-aarch64-static (Debian: apt-get install qemu-user-static libc6-arm64-cross)"
    )
    if not pathlib.Path(LIBRARIES).is_dir():
        sys.exit(f"There is no {LIBRARIES} (Debian: apt-get install libc6-arm64-cross)")
    script.write_text(f"#!/bin/sh\nexec {qemu} -L {LIBRARIES} '{pathlib.Path(program).resolve()}' \"$@\"\n")
    script.chmod(0o755)
    return script


def film(path):
    """Its length in frames, as the ffmpeg of this machine reads them."""
    ffmpeg = os.environ.get("LABELRACE_FFMPEG") or ROOT / "layers/ffmpeg/bin/ffmpeg"
    command = [ffmpeg, "-v", "error", "-xerror", "-i", path, "-map", "0:v:0", "-f", "framecrc", "-"]
    decoded = subprocess.run(command, check=True, capture_output=True, text=True)
    assert decoded.stderr == "", decoded.stderr
    return sum(not line.startswith("#") for line in decoded.stdout.splitlines())


def command_line(labelrace, ffmpeg, desk):
    environment = {"PATH": os.defpath, "LABELRACE_FFMPEG": str(ffmpeg), "HOME": str(desk)}

    def run(*arguments):
        told = subprocess.run([labelrace, *arguments], capture_output=True, text=True, env=environment, cwd=desk)
        assert told.returncode == 0, told.stderr
        return told.stdout

    print(f"arm64: {run('--version').strip()}")
    print(f"arm64: {subprocess.run([ffmpeg, '-version'], capture_output=True, text=True).stdout.splitlines()[0]}")
    start = time.monotonic()
    run("demo", "--size", "640x360", "--duration", "2s", "-o", "demo.mp4")
    frames = film(desk / "demo.mp4")
    assert frames == 60, frames
    print(f"arm64: a film of 60 frames in {time.monotonic() - start:.0f} s")
    run("sample", "blades", "--workers", "5", "--objects", "60", "--days", "3")


@contextlib.contextmanager
def services():
    process = subprocess.Popen([sys.executable, "-c", SERVE], stderr=subprocess.PIPE, text=True)
    try:
        found = None
        while found is None:
            line = process.stderr.readline()
            assert line, "moto ended"
            found = re.search(r"Running on (http://\S+)", line)
        yield found[1]
    finally:
        process.kill()
        process.wait()


def free_place():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return "%s:%d" % listener.getsockname()


@contextlib.contextmanager
def lambda_of(bootstrap, variables, desk):
    """The function, under the emulator that `sam local` uses; what both print goes to a log."""
    import samcli

    rie = pathlib.Path(samcli.__file__).parent / "local/rapid/aws-lambda-rie-x86_64"
    invocations, runtime = free_place(), free_place()
    arguments = ["--runtime-interface-emulator-address", invocations, "--runtime-api-address", runtime]
    environment = {"AWS_LAMBDA_FUNCTION_TIMEOUT": "900", "AWS_EC2_METADATA_DISABLED": "true", **variables}
    with open(desk / "log", "wb") as log:
        process = subprocess.Popen(
            [rie, *arguments, bootstrap], env=environment, cwd=desk, stdout=log, stderr=log, start_new_session=True
        )
    try:
        host, port = invocations.split(":")
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection((host, int(port))):
                break
            time.sleep(0.05)
        yield f"http://{invocations}/2015-03-31/functions/function/invocations"
    finally:
        # The function has a group of its own, and would outlive the emulator.
        children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process.pid)], capture_output=True, text=True)
        for pid in [*children.stdout.split(), process.pid]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(pid), 9)
        process.wait()


def function(bootstrap, ffmpeg, desk):
    with services() as url:
        s3 = boto3.client(
            "s3",
            endpoint_url=url,
            region_name=REGION,
            aws_access_key_id=KEYS["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=KEYS["AWS_SECRET_ACCESS_KEY"],
        )
        for bucket in ("source", "films"):
            s3.create_bucket(Bucket=bucket)
        for path in (desk / "blades").rglob("*"):
            if path.is_file():
                s3.upload_file(str(path), "source", str(path.relative_to(desk)))
        variables = {
            **KEYS,
            "PATH": os.defpath,
            "AWS_REGION": REGION,
            "AWS_ENDPOINT_URL": url,
            "AWS_LAMBDA_FUNCTION_NAME": "race",
            "LABELRACE_JOB": "s3://source/blades/",
            "LABELRACE_BUCKET": "films",
            "LABELRACE_TIME_ZONE": "Europe/Berlin",
            "LABELRACE_SETTINGS": json.dumps({"size": "640x360", "duration": "2s"}),
            "LABELRACE_FFMPEG": str(ffmpeg),
        }
        start = time.monotonic()
        event = json.dumps({"kind": "once", "audience": "none"}).encode()
        with lambda_of(bootstrap, variables, desk) as invocations:
            answer = json.load(urllib.request.urlopen(urllib.request.Request(invocations, event), timeout=900))
        log = (desk / "log").read_text(errors="replace")
        assert answer.get("status") == "done", f"{answer}\n{log}"
        bucket, _, key = answer["video"].removeprefix("s3://").partition("/")
        s3.download_file(bucket, key, str(desk / "race.mp4"))
        frames = film(desk / "race.mp4")
        assert frames == answer["frames"] == 60, answer
        print(f"arm64: the function answered one event with a film of 60 frames in {time.monotonic() - start:.0f} s")


def main(labelrace, bootstrap, ffmpeg):
    with tempfile.TemporaryDirectory(prefix="labelrace-arm64-") as folder:
        desk = pathlib.Path(folder)
        ffmpeg = emulated(ffmpeg, desk / "ffmpeg")
        command_line(emulated(labelrace, desk / "labelrace"), ffmpeg, desk)
        function(emulated(bootstrap, desk / "bootstrap"), ffmpeg, desk)


if __name__ == "__main__":
    main(*sys.argv[1:])
