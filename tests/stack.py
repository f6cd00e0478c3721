"""The whole stack on this machine, without an account: the template as SAM expands it, the programs as Lambda
gets them, and an emulator of AWS that runs both.

    stack.py up PROGRAMS LABELRACE     makes a film, says where everything is, and stays until Ctrl-C
    stack.py invoke EVENT              sends an event to the stack that is up; the film is then in invoke.mp4
    stack.py live PROGRAMS LABELRACE   goes through the life of a stack, as a test

PROGRAMS is what `sam build` made, such as .aws-sam/x86_64; LABELRACE is the command, which invents a job.
"""

import contextlib
import io
import json
import logging
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from datetime import datetime, timedelta, timezone

import boto3
from botocore.exceptions import ClientError

import template

ROOT = pathlib.Path(__file__).resolve().parent.parent
MINISTACK = ROOT / ".tools/ministack/bin/ministack"
PORT = int(os.environ.get("PORT", "4566"))
FILM = "invoke.mp4"
REGION = "us-east-1"
KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": REGION}
PARAMETERS = {
    "JobBucket": "labeling",
    "JobPrefix": "output/blades/",
    "TimeZone": "Europe/Berlin",
    "Settings": json.dumps({"size": "640x360", "duration": "5s"}),
}


class Aws:
    """The clients of an emulator."""

    def __init__(self, port):
        self.url = f"http://127.0.0.1:{port}"

    def __getattr__(self, service):
        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name=REGION,
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )


@contextlib.contextmanager
def emulator(port):
    """The services, with nothing left of them afterwards: no process, no file."""
    if not MINISTACK.exists():
        sys.exit(f"There is no {MINISTACK}: run `make tools`")
    with tempfile.TemporaryDirectory(prefix="labelrace-stack-") as folder:
        log = pathlib.Path(folder) / "ministack.log"
        environment = {
            "PATH": os.defpath,
            "TMPDIR": folder,
            "HOME": folder,
            "BIND_HOST": "127.0.0.1",
            "GATEWAY_PORT": str(port),
            # Those of the functions too, which run as children.
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
            "AWS_EC2_METADATA_DISABLED": "true",
            # Layers are not mounted.
            "LABELRACE_FFMPEG": str(ROOT / "layers/ffmpeg/bin/ffmpeg"),
            # How long the waits of state machines are, as a part of what they say.
            "SFN_WAIT_SCALE": os.environ.get("SFN_WAIT_SCALE", "1"),
            **KEYS,
        }
        with log.open("wb") as out:
            process = subprocess.Popen(
                [MINISTACK], env=environment, cwd=folder, stdout=out, stderr=out, start_new_session=True
            )
        try:
            for _ in range(600):
                if process.poll() is not None:
                    sys.exit(f"The emulator ended:\n{log.read_text()}")
                with contextlib.suppress(OSError):
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/_ministack/health", timeout=5).close()
                    break
                time.sleep(0.1)
            else:
                sys.exit(f"The emulator does not answer:\n{log.read_text()}")
            yield Aws(port)
        finally:
            end(process)


def end(process):
    """Ends a process and all of its group."""
    process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(10)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def zipped(folder):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            archive.write(path, path.relative_to(folder))
    return content.getvalue()


def fill(aws, programs, labelrace):
    """The bucket of a job that somebody invented, and the one that `sam package` would fill."""
    for bucket in ("labeling", "artifacts"):
        aws.s3.create_bucket(Bucket=bucket)
    for folder in programs.iterdir():
        if folder.is_dir():
            aws.s3.put_object(Bucket="artifacts", Key=f"{folder.name}.zip", Body=zipped(folder))
    with tempfile.TemporaryDirectory() as folder:
        job = pathlib.Path(folder) / "blades"
        subprocess.run([labelrace, "sample", job, "--objects", "300"], check=True, stdout=subprocess.DEVNULL)
        for path in job.rglob("*"):
            if path.is_file():
                key = "output/blades/%s" % path.relative_to(job)
                aws.s3.put_object(Bucket="labeling", Key=key, Body=path.read_bytes())


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def body(parameters, daily_at=None):
    """The template as CloudFormation gets it.

    The emulator knows neither time zones nor the scheduled time in an event. So the daily films are made once,
    at `daily_at`, which the event then has; without a time the schedules are as they are written.
    """
    expanded = template.expand(parameters)["expanded"]
    if daily_at is not None:
        for name in ("DailyRace", "FleetRace"):
            schedule = expanded["Resources"][name]["Properties"]
            schedule["ScheduleExpression"] = f"at({daily_at:%Y-%m-%dT%H:%M:%S})"
            schedule["ScheduleExpressionTimezone"] = "UTC"
            scheduled = f"{daily_at:%Y-%m-%dT%H:%M:%SZ}"
            target = schedule["Target"]
            told = json.dumps(target["Input"]).replace("<aws.scheduler.scheduled-time>", scheduled)
            target["Input"] = json.loads(told)
    return json.dumps(expanded)


class Stack:
    """A stack, and a mailbox for all of its mail."""

    def __init__(self, aws, name):
        self.aws, self.name = aws, name

    def __getitem__(self, logical):
        """The name or address of a resource."""
        found = self.aws.cloudformation.describe_stack_resource(
            StackName=self.name, LogicalResourceId=logical
        )
        return found["StackResourceDetail"]["PhysicalResourceId"]

    def apply(self, what, parameters, daily_at=None):
        """Creates or updates it, and waits."""
        key = f"{self.name}.template"
        parameters = {**PARAMETERS, **parameters}
        self.aws.s3.put_object(Bucket="artifacts", Key=key, Body=body(parameters, daily_at))
        getattr(self.aws.cloudformation, f"{what}_stack")(
            StackName=self.name,
            TemplateURL=f"{self.aws.url}/artifacts/{key}",
            Capabilities=["CAPABILITY_IAM"],
            Parameters=[
                {"ParameterKey": name, "ParameterValue": value} for name, value in parameters.items()
            ],
        )
        self.settled({"create": "CREATE_COMPLETE", "update": "UPDATE_COMPLETE"}[what])

    def settled(self, wanted):
        for _ in range(600):
            told = self.aws.cloudformation.describe_stacks(StackName=self.name)["Stacks"][0]
            if told["StackStatus"] == wanted:
                return
            if not told["StackStatus"].endswith("_IN_PROGRESS"):
                events = self.aws.cloudformation.describe_stack_events(StackName=self.name)["StackEvents"]
                why = [event.get("ResourceStatusReason") for event in events]
                sys.exit(f"{self.name} is {told['StackStatus']}: {[reason for reason in why if reason]}")
            time.sleep(0.1)
        sys.exit(f"{self.name} does not become {wanted}")

    def create(self, parameters=None, daily_at=None):
        self.apply("create", parameters or {}, daily_at)
        # Mail would go to nobody, since nobody has confirmed.
        queue = self.aws.sqs.create_queue(QueueName=f"{self.name}-mail")["QueueUrl"]
        told = self.aws.sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])
        self.aws.sns.subscribe(
            TopicArn=self["Topic"], Protocol="sqs", Endpoint=told["Attributes"]["QueueArn"]
        )

    def mails(self, seconds=0):
        """The mails since the last call; the first is waited for."""
        queue = self.aws.sqs.get_queue_url(QueueName=f"{self.name}-mail")["QueueUrl"]
        until = time.monotonic() + seconds
        mails = []
        while True:
            for message in self.aws.sqs.receive_message(QueueUrl=queue).get("Messages", []):
                mails.append(json.loads(message["Body"]))
                self.aws.sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
            if mails or until < time.monotonic():
                return mails
            time.sleep(0.2)

    def invoke(self, event):
        """What the function answers."""
        answer = self.aws.__getattr__("lambda").invoke(
            FunctionName=self["RaceFunction"], Payload=json.dumps(event)
        )
        return json.load(answer["Payload"])

    def log(self):
        """What the function that makes films has printed."""
        told = self.aws.logs.filter_log_events(logGroupName=self["RaceLogs"])
        return [event["message"].rstrip() for event in told["events"]]


def link_in(mail):
    """The one line of a mail that is a link to the page of a film."""
    [link] = [line for line in mail["Message"].splitlines() if line.startswith("http") and ".html?" in line]
    return link


class Stay(urllib.request.HTTPRedirectHandler):
    """Where a link leads to is an answer too."""

    def redirect_request(self, *_):
        return None


def get(url, host=None):
    """The status, where it leads to, and the body."""
    request = urllib.request.Request(url, headers={"Host": host} if host else {})
    try:
        with urllib.request.build_opener(Stay).open(request, timeout=60) as answer:
            return answer.status, None, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers.get("Location"), error.read()


def follow(aws, link):
    """Opens a link of the function's address, which is not on this machine: the emulator knows it by its host."""
    place = urllib.parse.urlsplit(link)
    return get(f"{aws.url}{place.path}?{place.query}", place.netloc)


def near(link, aws):
    """The same link for a browser on this machine."""
    place = urllib.parse.urlsplit(link)
    return f"{aws.url}/_aws/lambda-url/{place.netloc.split('.')[0]}{place.path}?{place.query}"


def soon():
    return datetime.now(timezone.utc).replace(microsecond=0) + timedelta(seconds=2)


def expect(holds, what):
    if not holds:
        sys.exit(f"Wrong: {what}")


def is_film(content):
    return content[4:8] == b"ftyp" and 10_000 < len(content)


def live(programs, labelrace):
    """The life of a stack, with a second one beside it."""
    with emulator(free_port()) as aws:
        fill(aws, programs, labelrace)
        scheduled = soon()
        stack, other = Stack(aws, "labels"), Stack(aws, "others")
        stack.create({"Contact": "the labeling desk"}, scheduled)
        other.create()

        # A schedule that comes by itself, and the mail with the link to the film.
        mails = stack.mails(120)
        expect(len(mails) == 1, f"{len(mails)} mails of the first run: {stack.log()}")
        [mail] = mails
        expect(mail["MessageAttributes"]["audience"]["Value"] == "labelers", "the audience of the daily mail")
        expect("the labeling desk" in mail["Message"], "the mail does not say whom to ask")
        link = link_in(mail)
        status, place, _ = follow(aws, link)
        expect(status == 302, f"the link answers {status}")
        status, _, page = get(place)
        expect(status == 200 and page.startswith(b"<!DOCTYPE html>"), f"behind the link is {status} and no page")
        status, place, _ = follow(aws, link.replace(".html?", ".mp4?"))
        expect(status == 302, f"the film of the page answers {status}")
        status, _, film = get(place)
        expect(status == 200 and is_film(film), f"on the page is {status} and no film")
        forged = link[:-1] + ("A" if link[-1] != "A" else "B")
        status, place, _ = follow(aws, forged)
        expect(400 <= status < 500 and place is None, f"a forged link answers {status}")
        expect(any("RunsCompleted" in line for line in stack.log()), "the log has no metrics")

        # The same time once more, as Scheduler may do.
        again = stack.invoke({"kind": "daily", "scheduled_time": f"{scheduled:%Y-%m-%dT%H:%M:%SZ}"})
        expect(again.get("status") == "already_done", f"the same time again: {again}")
        expect(stack.mails() == [], "a second mail for the same time")

        # Other parameters.
        changed = {"Contact": "Maria", "WeeklySchedule": "off", "LinkDays": "3"}
        stack.apply("update", changed, scheduled)
        group = stack["Schedules"]
        states = {one["State"] for one in aws.scheduler.list_schedules(GroupName=group)["Schedules"]}
        expect(states == {"ENABLED", "DISABLED"}, f"the weekly schedule is not off: {states}")
        done = stack.invoke({"kind": "once", "audience": "owners"})
        expect(done.get("status") == "done", f"a run after the update: {done}")
        mails = stack.mails(30)
        expect([("Maria" in mail["Message"]) for mail in mails] == [True], f"the mail after the update: {mails}")
        expect(follow(aws, link)[0] == 302, "the first link is dead after the update")
        expect(other.mails() == [], "mail for the stack beside it")

        # What is left: the bucket of films, and the other stack.
        bucket, function = stack["VideoBucket"], stack["RaceFunction"]
        kept = {one["Key"] for one in aws.s3.list_objects_v2(Bucket=bucket)["Contents"]}
        remove(stack)
        functions = {one["FunctionName"] for one in aws.__getattr__("lambda").list_functions()["Functions"]}
        expect(functions == {other["RaceFunction"], other["LinkFunction"]}, f"functions left: {functions}")
        expect(function not in functions, "the function is still there")
        expect(len(aws.sns.list_topics()["Topics"]) == 2, "topics left")
        groups = {one["Name"] for one in aws.scheduler.list_schedule_groups()["ScheduleGroups"]}
        expect(groups == {"default", other["Schedules"]}, f"groups of schedules left: {groups}")
        buckets = {one["Name"] for one in aws.s3.list_buckets()["Buckets"]}
        expect(buckets == {"labeling", "artifacts", bucket, other["VideoBucket"]}, f"buckets left: {buckets}")
        left = {one["Key"] for one in aws.s3.list_objects_v2(Bucket=bucket)["Contents"]}
        expect(left == kept and any(key.endswith(".mp4") for key in left), f"films left: {left}")
        expect(other.invoke({"kind": "once"}).get("status") == "done", "the other stack does not work any more")
        remove(other)


def remove(stack):
    stack.aws.cloudformation.delete_stack(StackName=stack.name)
    for _ in range(600):
        try:
            told = stack.aws.cloudformation.describe_stacks(StackName=stack.name)["Stacks"]
        except ClientError:
            return
        if not told or told[0]["StackStatus"] == "DELETE_COMPLETE":
            return
        time.sleep(0.1)
    sys.exit(f"{stack.name} is not deleted")


def up(programs, labelrace):
    """A stack to play with."""
    with emulator(PORT) as aws:
        print("Filling a bucket with an invented job, and making the stack.", flush=True)
        fill(aws, programs, labelrace)
        stack = Stack(aws, "labelrace")
        stack.create(daily_at=soon())
        print("The daily film is made within ten seconds or so.", flush=True)
        mails = stack.mails(120)
        if not mails:
            sys.exit("No mail has come:\n" + "\n".join(stack.log()))
        print(f"\nSubject: {mails[0]['Subject']}\n\n{mails[0]['Message']}\n")
        show(stack, mails)
        print(
            "\nNext, in another terminal:"
            f"\n  make invoke EVENT=tests/events/once.json"
            f"\n  AWS_ENDPOINT_URL={aws.url} AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION={REGION} \\"
            f"\n    labelrace jobs s3://labeling/output/"
            "\nCtrl-C ends it; nothing is kept.",
            flush=True,
        )
        while True:
            signal.pause()


def show(stack, mails):
    url = stack.aws.url
    films = stack.aws.s3.list_objects_v2(Bucket=stack["VideoBucket"]).get("Contents", [])
    films = [film for film in films if film["Key"].endswith(".mp4")]
    for film in sorted(films, key=lambda film: film["LastModified"])[-1:]:
        print(f"The film:  {url}/{stack['VideoBucket']}/{film['Key']}")
    for mail in mails:
        print(f"The link:  {near(link_in(mail), stack.aws)}")
    print(f"The mail:  queue {stack.name}-mail")
    print(f"The log:   group {stack['RaceLogs']}, {len(stack.log())} lines")


def invoke(event):
    """Sends an event, and shows the log, the answer and the mail."""
    stack = Stack(Aws(PORT), "labelrace")
    try:
        n_before = len(stack.log())
    except Exception as error:
        sys.exit(f"No stack is up at port {PORT} ({error}): run `make stack` in another terminal")
    answer = stack.invoke(json.loads(pathlib.Path(event).read_text()))
    print("\n".join(stack.log()[n_before:]))
    print("\n== The answer ==\n" + json.dumps(answer, indent=2, ensure_ascii=False))
    mails = stack.mails()
    for mail in mails:
        print(f"\n== The mail ==\nSubject: {mail['Subject']}\n\n{mail['Message']}\n")
    show(stack, mails)
    if answer.get("status") != "done":
        sys.exit(1)
    bucket, key = answer["video"].removeprefix("s3://").split("/", 1)
    stack.aws.s3.download_file(bucket, key, FILM)
    print(f"The film is in {FILM}")


def main(command, *rest):
    # SAM's translator wants a region, and tells of what is as it should be.
    os.environ["AWS_DEFAULT_REGION"] = REGION
    logging.disable(logging.WARNING)
    for end_of_it in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(end_of_it, lambda *_: sys.exit(1))
    with contextlib.suppress(KeyboardInterrupt):
        if command == "invoke":
            return invoke(*rest)
        programs, labelrace = (pathlib.Path(path).resolve() for path in rest)
        return {"up": up, "live": live}[command](programs, labelrace)


if __name__ == "__main__":
    if (sys.argv[1:2], len(sys.argv)) not in ((["up"], 4), (["live"], 4), (["invoke"], 3)):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
