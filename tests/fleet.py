"""A film for each of many jobs, by the state machine of the template as SAM expands it.

    fleet.py mornings PROGRAMS LABELRACE   two mornings of twelve jobs, with the real programs
    fleet.py at-once                       how many films are made at once, with a stand-in for the function

The first emulator keeps the tolerance of the machine, and ignores how many may run at once; with the second it is the
other way round. So each is asked what it knows.
"""

import http.client
import http.server
import json
import logging
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time
from datetime import timedelta

import stack
import template
from stack import KEYS, REGION, Aws, Stack, emulator, expect, soon

PARAMETERS = {
    "JobPrefix": "output/",
    "Fleet": "on",
    "DailySchedule": "off",
    "WeeklySchedule": "off",
    "Contact": "the labeling desk",
    "Settings": json.dumps({"size": "180x180", "duration": "1s", "fps": 5}),
}
# Two have one name, one has nothing but broken files, and one lost the answers that its manifest tells of.
BROKEN, LOST, QUIET, NEW = "broken", "lost", "quiet", "new"
JOBS = ["north/blades", "south/blades", "a", "b", "c", "d", "e", "f", BROKEN, LOST, QUIET]


def sampled(labelrace, folder, seed):
    """The files of an invented job."""
    job = pathlib.Path(folder) / f"{seed}" / "job"
    job.parent.mkdir()
    flags = ["--objects", "12", "--workers", "4", "--days", "3", "--seed", str(seed)]
    subprocess.run([labelrace, "sample", job, *flags], check=True, stdout=subprocess.DEVNULL)
    return {str(path.relative_to(job)): path.read_bytes() for path in job.rglob("*") if path.is_file()}


def answers(files):
    return sorted(key for key in files if key.startswith("annotations/worker-response/"))


def put(aws, job, files):
    for key, body in files.items():
        aws.s3.put_object(Bucket="labeling", Key=f"output/{job}/{key}", Body=body)


def one_more(files):
    """An answer to another object, as a file of the job."""
    first = answers(files)[0].split("/")
    return {"/".join([*first[:3], "9999", first[4]]): files["/".join(first)]}


def ended(aws, arn):
    """The execution, when it is over."""
    for _ in range(1200):
        told = aws.stepfunctions.describe_execution(executionArn=arn)
        if told["status"] != "RUNNING":
            return told
        time.sleep(0.1)
    sys.exit(f"{arn} does not end")


def films(aws, bucket):
    pages = aws.s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix="videos/")
    return {one["Key"]: one["ETag"] for page in pages for one in page.get("Contents", []) if one["Key"].endswith(".mp4")}


def mails(fleet):
    """Those to labelers and owners, one each."""
    got = []
    for _ in range(40):
        got += fleet.mails(5 if not got else 0)
        if len(got) >= 2:
            break
        time.sleep(0.1)
    got += fleet.mails()
    by = {mail["MessageAttributes"]["audience"]["Value"]: mail for mail in got}
    expect(len(got) == 2 and by.keys() == {"labelers", "owners"}, f"{len(got)} mails for {by.keys()}: {fleet.log()[-20:]}")
    return by


def counts(aws, arn):
    """How the films of an execution ended."""
    [run] = aws.stepfunctions.list_map_runs(executionArn=arn)["mapRuns"]
    told = aws.stepfunctions.describe_map_run(mapRunArn=run["mapRunArn"])
    return told["itemCounts"]["succeeded"], told["itemCounts"]["failed"]


def mornings(programs, labelrace):
    # Nobody waits a minute for a second try.
    os.environ["SFN_WAIT_SCALE"] = "0.01"
    with emulator(stack.free_port()) as aws, tempfile.TemporaryDirectory() as folder:
        for bucket in ("labeling", "artifacts"):
            aws.s3.create_bucket(Bucket=bucket)
        for program in programs.iterdir():
            if program.is_dir():
                aws.s3.put_object(Bucket="artifacts", Key=f"{program.name}.zip", Body=stack.zipped(program))
        jobs = {job: sampled(labelrace, folder, seed) for seed, job in enumerate([*JOBS, NEW], 1)}
        for key in answers(jobs[BROKEN]):
            jobs[BROKEN][key] = b'{"answers": ['
        for key in answers(jobs[LOST]):
            del jobs[LOST][key]
        for job in JOBS:
            put(aws, job, jobs[job])

        # The first morning, by its schedule.
        first = soon()
        fleet = Stack(aws, "fleet")
        fleet.create(PARAMETERS, first)
        machine, bucket = fleet["FleetMachine"], fleet["VideoBucket"]
        for _ in range(600):
            [*executions] = aws.stepfunctions.list_executions(stateMachineArn=machine)["executions"]
            if executions:
                break
            time.sleep(0.1)
        expect(len(executions) == 1, f"the schedule started {len(executions)} executions")
        told = ended(aws, executions[0]["executionArn"])
        expect(told["status"] == "SUCCEEDED", f"two jobs that fail make all fail: {told}")
        expect(counts(aws, told["executionArn"]) == (9, 2), f"films and failures: {counts(aws, told['executionArn'])}")
        made = films(aws, bucket)
        expect(len(made) == 9, f"{len(made)} films on the first morning: {sorted(made)}")
        blades = {key.split("/")[1] for key in made if key.startswith("videos/blades-")}
        expect(len(blades) == 2, f"two jobs of one name: {blades}")
        mails(fleet)

        # The second: one job is new, one has nothing new, and all others have.
        put(aws, NEW, jobs[NEW])
        for job in JOBS:
            if job not in (QUIET, BROKEN, LOST):
                put(aws, job, one_more(jobs[job]))
        event = {"kind": "jobs", "at_once": 3, "scheduled_time": f"{first + timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"}
        started = aws.stepfunctions.start_execution(stateMachineArn=machine, input=json.dumps(event))
        told = ended(aws, started["executionArn"])
        expect(told["status"] == "SUCCEEDED", f"the second morning: {told}")
        answer = json.loads(told["output"])
        counted = {name: answer.get(name) for name in ("filmed", "nothing_new", "failed")}
        expect(counted == {"filmed": 9, "nothing_new": 1, "failed": 2}, f"the second morning: {answer}")
        both = films(aws, bucket)
        fresh = both.keys() - made.keys()
        expect(len(fresh) == 9 and not any("/quiet-" in key for key in fresh), f"new films: {sorted(fresh)}")
        expect(any("/new-" in key for key in fresh), "the new job has no film")
        mail = mails(fleet)
        owners, labelers = mail["owners"]["Message"], mail["labelers"]["Message"]
        expect("12 jobs" in mail["owners"]["Subject"] and "2 failed" in mail["owners"]["Subject"], mail["owners"]["Subject"])
        for name in (BROKEN, LOST, QUIET, NEW, "north/blades", "south/blades"):
            expect(name in owners and name in labelers, f"{name} is not in the mail:\n{owners}")
        first_rows = [line.split()[0] for line in owners.split("ALL JOBS")[1].splitlines()[2:4]]
        expect(first_rows == [BROKEN, LOST], f"the worst come first: {first_rows}")
        expect("the labeling desk" in owners, "the mail does not say whom to ask")
        links = [line for line in owners.splitlines() if line.startswith("http") and ".html?" in line]
        expect(len(links) == 9, f"{len(links)} links to new films")
        status, place, _ = stack.follow(aws, links[0])
        expect(status == 302, f"a link answers {status}")

        # The same morning once more: nothing is made, and nobody hears of it twice.
        started = aws.stepfunctions.start_execution(stateMachineArn=machine, input=json.dumps(event))
        told = ended(aws, started["executionArn"])
        expect(json.loads(told["output"]).get("status") == "already_done", f"the same morning again: {told}")
        expect(films(aws, bucket) == both, "a film was made twice for one morning")
        expect(fleet.mails(1) == [], "a second mail for the same morning")


class Standin(http.server.BaseHTTPRequestHandler):
    """The function, as far as the machine knows it; everything else is passed on to the emulator."""

    protocol_version = "HTTP/1.1"
    emulator, lock = None, threading.Lock()
    at_work, most, made, waited, asked = 0, 0, [], set(), []

    def log_message(self, *_):
        pass

    def answer(self, event):
        if event["kind"] == "jobs":
            if "list" not in Standin.waited:
                # Another try is at work on the list.
                Standin.waited.add("list")
                return {"status": "in_progress"}
            listed = {"bucket": "films", "items": "items.json", "jobs": 8, "at_once": event["at_once"]}
            return {"status": "done", "summary": {"kind": "summary"}, **listed}
        if event["kind"] == "summary":
            return {"status": "done", "films": len(Standin.made)}
        with Standin.lock:
            Standin.at_work += 1
            Standin.most = max(Standin.most, Standin.at_work)
        time.sleep(0.2)
        with Standin.lock:
            Standin.at_work -= 1
            # One film is still being made by an earlier try.
            if event["job"] == "job-5" and event["job"] not in Standin.waited:
                Standin.waited.add(event["job"])
                return {"status": "in_progress"}
            Standin.made.append(event["job"])
        return {"status": "done"}

    def do_any(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if "/functions/" in self.path and self.path.endswith("/invocations"):
            event = json.loads(body)
            with Standin.lock:
                Standin.asked.append(event)
            status, headers, content = 200, [], json.dumps(self.answer(event)).encode()
        else:
            there = http.client.HTTPConnection("127.0.0.1", Standin.emulator)
            there.request(self.command, self.path, body, dict(self.headers))
            told = there.getresponse()
            status, headers, content = told.status, told.getheaders(), told.read()
        self.send_response(status)
        for name, value in headers:
            if name.lower() not in ("content-length", "connection", "transfer-encoding", "date", "server"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_HEAD = do_POST = do_PUT = do_any


def at_once():
    router = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Standin)
    threading.Thread(target=router.serve_forever, daemon=True).start()
    # What the machine asks for goes to this port.
    os.environ.update(KEYS, MOTO_PORT=str(router.server_port))
    from moto.core.config import default_user_config
    from moto.server import ThreadedMotoServer

    default_user_config["stepfunctions"] = {"execute_state_machine": True}
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    _, Standin.emulator = server.get_host_and_port()
    aws = Aws(Standin.emulator)
    aws.s3.create_bucket(Bucket="films")
    items = [{"kind": "job", "job": f"job-{n}"} for n in range(8)]
    aws.s3.put_object(Bucket="films", Key="items.json", Body=json.dumps(items))
    # Nobody waits a minute until another try is over.
    definition = template.machine().replace('"Seconds": 60', '"Seconds": 1')
    role = "arn:aws:iam::123456789012:role/fleet"
    machine = aws.stepfunctions.create_state_machine(name="fleet", definition=definition, roleArn=role)
    for most in (3, 1):
        Standin.most, Standin.made, Standin.waited = 0, [], set()
        event = json.dumps({"kind": "jobs", "at_once": most})
        started = aws.stepfunctions.start_execution(
            stateMachineArn=machine["stateMachineArn"], name=f"at-once-{most}", input=event
        )
        told = ended(aws, started["executionArn"])
        expect(told["status"] == "SUCCEEDED", f"with {most} at once: {told}")
        expect(sorted(Standin.made) == sorted(item["job"] for item in items), f"made: {Standin.made}")
        expect(Standin.waited == {"list", "job-5"}, "nobody waited for what was in progress")
        strange = [one for one in Standin.asked if set(one) - {"kind", "job", "at_once"}]
        expect(not strange, f"fields that the function would refuse: {strange}")
        expect(Standin.most == most, f"{Standin.most} films at once instead of {most}")
    server.stop()


def main(command, *rest):
    os.environ["AWS_DEFAULT_REGION"] = REGION
    logging.disable(logging.WARNING)
    if command == "at-once":
        return at_once()
    return mornings(*(pathlib.Path(path).resolve() for path in rest))


if __name__ == "__main__":
    if (sys.argv[1:2], len(sys.argv)) not in ((["mornings"], 4), (["at-once"], 2)):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
