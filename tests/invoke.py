"""Invokes the function as Lambda does, on this machine and without an account: AWS's emulator runs the program,
moto is S3, SNS and KMS, and an invented job is there to be filmed.

    invoke.py PROGRAMS EVENT     PROGRAMS is the folder with `lambda` and `labelrace`

Prints what the function logged, what it answered and which mail went out; the film is in invoke.mp4.
"""

import json
import logging
import os
import pathlib
import platform
import subprocess
import socket
import sys
import tempfile
import time
import urllib.error
import urllib.request

import boto3
import samcli
from moto.server import ThreadedMotoServer

ROOT = pathlib.Path(__file__).resolve().parent.parent
FILM = "invoke.mp4"
KEYS = {"AWS_ACCESS_KEY_ID": "AKIDTEST", "AWS_SECRET_ACCESS_KEY": "secret-of-the-tests", "AWS_REGION": "us-east-1"}


def free_places():
    """Two ports that were free a moment ago."""
    sockets = [socket.socket() for _ in range(2)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    places = ["127.0.0.1:%d" % one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return places


def account(client, programs):
    """Everything that the stack would make, and a job; the variables of the function."""
    for bucket in ("labeling", "films"):
        client("s3").create_bucket(Bucket=bucket)
    with tempfile.TemporaryDirectory() as folder:
        job = pathlib.Path(folder) / "blades"
        subprocess.run([programs / "labelrace", "sample", job, "--objects", "300"], check=True)
        for path in job.rglob("*"):
            if path.is_file():
                key = "output/blades/%s" % path.relative_to(job)
                client("s3").put_object(Bucket="labeling", Key=key, Body=path.read_bytes())
    topic = client("sns").create_topic(Name="labelrace")["TopicArn"]
    key = client("kms").create_key(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")["KeyMetadata"]["KeyId"]
    queue = client("sqs").create_queue(QueueName="mail")["QueueUrl"]
    arn = client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
    return queue, {
        "LABELRACE_BUCKET": "films",
        "LABELRACE_JOB": "s3://labeling/output/blades/",
        "LABELRACE_TOPIC_ARN": topic,
        "LABELRACE_LINK_URL": "https://films.example.com/",
        "LABELRACE_LINK_KEY_ID": key,
        "LABELRACE_TIME_ZONE": "Europe/Berlin",
        "LABELRACE_SETTINGS": json.dumps({"size": "1280x720", "duration": "10s"}),
        "LABELRACE_FFMPEG": str(ROOT / "layers/ffmpeg/bin/ffmpeg"),
        **{name: value for name, value in os.environ.items() if name.startswith("LABELRACE_")},
    }


def invoke(program, event, environment):
    """What the function answers. Its log goes where ours goes."""
    arch = "arm64" if platform.machine() in ("aarch64", "arm64") else "x86_64"
    emulator = pathlib.Path(samcli.__file__).parent / "local/rapid" / f"aws-lambda-rie-{arch}"
    invocations, runtime = free_places()
    places = ["--runtime-interface-emulator-address", invocations, "--runtime-api-address", runtime]
    process = subprocess.Popen([emulator, *places, program], env=environment)
    try:
        url = f"http://{invocations}/2015-03-31/functions/function/invocations"
        for _ in range(100):
            try:
                with urllib.request.urlopen(urllib.request.Request(url, data=event), timeout=900) as answer:
                    return json.load(answer)
            except ConnectionRefusedError:
                time.sleep(0.1)
            except urllib.error.URLError as error:
                if not isinstance(error.reason, ConnectionRefusedError):
                    raise
                time.sleep(0.1)
        sys.exit("the emulator does not listen")
    finally:
        # The function goes with it: it asks for the next event, and there is nobody to ask.
        process.kill()
        process.wait()


def main(programs, event):
    programs = pathlib.Path(programs).resolve()
    # It would tell of each request.
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    services = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    services.start()
    url = "http://%s:%s" % services.get_host_and_port()

    def client(service):
        key, secret, region = KEYS.values()
        return boto3.client(
            service, endpoint_url=url, region_name=region, aws_access_key_id=key, aws_secret_access_key=secret
        )

    try:
        queue, variables = account(client, programs)
        environment = {
            "PATH": os.defpath,
            "AWS_ENDPOINT_URL": url,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_LAMBDA_FUNCTION_NAME": "race",
            "AWS_LAMBDA_FUNCTION_TIMEOUT": "900",
            **KEYS,
            **variables,
        }
        answer = invoke(programs / "lambda", pathlib.Path(event).read_bytes(), environment)
        print("\n== The answer ==\n" + json.dumps(answer, indent=2, ensure_ascii=False))
        for message in client("sqs").receive_message(QueueUrl=queue).get("Messages", []):
            mail = json.loads(message["Body"])
            audience = mail["MessageAttributes"]["audience"]["Value"]
            print(f"\n== The mail, to {audience} ==\nSubject: {mail['Subject']}\n\n{mail['Message']}")
        if answer.get("status") != "done":
            return 1
        key = answer["video"].removeprefix("s3://films/")
        client("s3").download_file("films", key, FILM)
        print(f"== The film is in {FILM} ==")
        return 0
    finally:
        services.stop()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
