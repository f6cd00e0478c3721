"""notebooks/quickstart.ipynb on a job in a bucket, by moto. It needs a program with AWS."""

import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest

import notebook

# The environment of the tools that the other tests have, which moto is in.
TOOLS = Path(__file__).parents[2] / ".tools/venv/bin/python"
SERVE = 'from moto.server import main; main(["-H", "127.0.0.1", "-p", "0"])'


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of an S3 with two buckets, in the variables that all clients of AWS know."""
    process = subprocess.Popen([TOOLS, "-c", SERVE], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    try:
        assert process.stderr is not None
        found = None
        while found is None:
            line = process.stderr.readline()
            assert line, "moto ended"
            found = re.search(r"Running on (http://\S+)", line)
        for name, value in {
            "AWS_ENDPOINT_URL": found[1],
            "AWS_ACCESS_KEY_ID": "a-key-of-tests",
            "AWS_SECRET_ACCESS_KEY": "a-secret-of-tests",
            "AWS_REGION": "us-east-1",
            "AWS_DEFAULT_REGION": "us-east-1",
        }.items():
            monkeypatch.setenv(name, value)
        yield found[1]
    finally:
        process.kill()
        process.wait()


def test_the_quickstart_runs_on_a_bucket(job: Path, desk: Path, s3: str, monkeypatch: pytest.MonkeyPatch) -> None:
    client = boto3.client("s3")
    for bucket in ("my-labels", "my-films"):
        client.create_bucket(Bucket=bucket)
    for path in filter(Path.is_file, job.rglob("*")):
        client.upload_file(str(path), "my-labels", f"output/blades/{path.relative_to(job)}")
    monkeypatch.setenv("LABELRACE_JOB", "s3://my-labels/output/blades/")
    monkeypatch.setenv("LABELRACE_FILMS", "s3://my-films/blades/")
    monkeypatch.setenv("PYTHONPATH", str(Path(notebook.__file__).parents[1] / "src"))
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent))
    outputs = notebook.run(desk)
    notebook.check(outputs)
    film = (desk / "race.mp4").read_bytes()
    assert client.get_object(Bucket="my-films", Key="blades/race.mp4")["Body"].read() == film
    # The link is for people who have no keys.
    printed = "".join(output.get("text", "") for output in outputs)
    link = re.search(r"http\S+race\.mp4\?\S+", printed)
    assert link is not None, printed
    assert urllib.request.urlopen(link[0]).read() == film
