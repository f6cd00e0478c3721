"""Recomputes the throughput of jobs from their worker-response files, with nothing but Python's own library.

Usage: throughput.py FOLDER BY ZONE CAP
Prints the rows as JSON, without names. CAP is a number of seconds, or none. Durations, quantiles and active hours are
computed in other ways than in src/stats, so that an error there is not repeated here.
"""

import collections
import datetime
import json
import math
import pathlib
import statistics
import sys
import zoneinfo

Answer = collections.namedtuple("Answer", "job worker submitted accepted spent inside")


def moment(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")) if text else None


def inside(content):
    """Boxes and entities; what has neither is one annotation."""
    lists = [
        part[name]
        for part in content.values()
        if isinstance(part, dict)
        for name in ("boundingBoxes", "entities")
        if name in part
    ]
    return sum(map(len, lists)) if lists else 1


def answers(folder):
    """The first answer of each person for each object."""
    first = {}
    for where, answer in submissions(folder):
        key = (where, answer.worker)
        if key not in first or answer.submitted < first[key].submitted:
            first[key] = answer
    return list(first.values())


def submissions(folder):
    """Every answer, after the job and the object that it is about."""
    for file in sorted(folder.glob("**/worker-response/iteration-*/*/*.json")):
        job = file.relative_to(folder).parts[0] if file.parts[-6] != folder.name else folder.name
        for answer in json.loads(file.read_text())["answers"]:
            identity = answer.get("workerMetadata", {}).get("identityData", {})
            answer = Answer(
                job=job,
                worker=identity.get("sub") or answer["workerId"].split(".", 2)[2],
                submitted=moment(answer["submissionTime"]),
                accepted=moment(answer.get("acceptanceTime")),
                spent=answer.get("timeSpentInSeconds"),
                inside=inside(answer["answerContent"]),
            )
            yield (job, file.parent.name), answer


def length(answer, cap):
    """Seconds, or None."""
    if answer.spent is not None and 0 <= answer.spent < math.inf:
        return min(answer.spent, cap)
    if answer.accepted is None or answer.submitted < answer.accepted:
        return None
    return min((answer.submitted - answer.accepted).total_seconds(), cap)


def active(own, cap):
    """Seconds in which a person was active. Each stretch is made longer by the cap, so that those with a short gap
    between them overlap; of each island that they form, the cap is taken off again."""
    edges = []
    for answer in own:
        seconds = length(answer, cap) or 0
        end = answer.submitted.timestamp()
        start = end - seconds
        if answer.accepted is not None and answer.accepted <= answer.submitted and seconds:
            start = answer.accepted.timestamp()
            end = start + seconds
        edges += [(start, 0, 1), (end + cap, 1, -1)]
    open_stretches, total, began = 0, 0, None
    for time, _, change in sorted(edges):
        if open_stretches == 0:
            began = time
        open_stretches += change
        if open_stretches == 0:
            total += time - began - cap
    return total


def key(answer, by, zone):
    local = answer.submitted.astimezone(zone)
    midnight = datetime.datetime(local.year, local.month, local.day, tzinfo=zone)
    if by == "week":
        monday = local.date() - datetime.timedelta(days=local.weekday())
        midnight = datetime.datetime(monday.year, monday.month, monday.day, tzinfo=zone)
    return {
        "all": None,
        "worker": answer.worker,
        "team": None,
        "job": answer.job,
        "day": midnight.isoformat(),
        "week": midnight.isoformat(),
        "hour-of-day": str(local.hour),
    }[by]


def row(by, key, own, zone, cap):
    lengths = [seconds for answer in own if (seconds := length(answer, cap)) is not None]
    dates = sorted(answer.submitted.astimezone(zone).date() for answer in own)
    people = collections.defaultdict(list)
    for answer in own:
        people[answer.worker].append(answer)
    p90 = statistics.quantiles(lengths, n=10, method="inclusive")[8] if 1 < len(lengths) else sum(lengths)
    hours = sum(active(tasks, cap) for tasks in people.values()) / 3600
    known = bool(lengths)
    return {
        "by": by,
        "key": key,
        "submitted": len(own),
        "accepted": None,
        "returned": None,
        "declined": None,
        "labels": len(own),
        "annotations": sum(answer.inside for answer in own),
        "people": len(people),
        "active_days": len(set(dates)),
        "seconds_n": len(lengths),
        "seconds_sum": math.fsum(lengths) if known else None,
        "seconds_mean": statistics.fmean(lengths) if known else None,
        "seconds_median": statistics.median(lengths) if known else None,
        "seconds_p90": p90 if known else None,
        "active_hours": hours if known else None,
        "labels_per_active_hour": len(own) / hours if known and hours else None,
        "first": dates[0].isoformat(),
        "last": dates[-1].isoformat(),
    }


def main(folder, by, zone, cap):
    zone = zoneinfo.ZoneInfo(zone)
    # Longer than any stretch and any gap, and short enough for floating point to keep milliseconds.
    cap = 1e9 if cap == "none" else float(cap)
    rows = collections.defaultdict(list)
    for answer in answers(pathlib.Path(folder).resolve()):
        rows[key(answer, by, zone)].append(answer)
    json.dump([row(by, key, own, zone, cap) for key, own in rows.items()], sys.stdout)


main(*sys.argv[1:])
