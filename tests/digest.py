"""Recomputes the numbers of a mail from the worker-response files of a job, with nothing but Python's own library.

Usage: digest.py FOLDER ZONE TODAY TOTAL DEADLINE
TODAY is the day of the mail: its week are the seven days before. Prints an object with the names of docs/mails.md.
Krippendorff's alpha is computed from the matrix of coincidences, and days are counted one by one, unlike in src/stats.
"""

import collections
import datetime
import json
import pathlib
import sys
import zoneinfo

Answer = collections.namedtuple("Answer", "object worker date submitted label")


def read(folder, zone):
    first = {}
    for file in sorted(folder.glob("annotations/worker-response/iteration-*/*/*.json")):
        for answer in json.loads(file.read_text())["answers"]:
            identity = answer.get("workerMetadata", {}).get("identityData", {})
            submitted = datetime.datetime.fromisoformat(answer["submissionTime"].replace("Z", "+00:00"))
            content = answer["answerContent"].get("crowd-image-classifier") or answer["answerContent"].get("crowd-classifier")
            one = Answer(
                object=file.parent.name,
                worker=identity.get("sub") or answer["workerId"].split(".", 2)[2],
                date=submitted.astimezone(zone).date(),
                submitted=submitted,
                label=content["label"] if content else None,
            )
            key = (one.object, one.worker)
            if key not in first or one.submitted < first[key].submitted:
                first[key] = one
    return list(first.values())


def alpha(units):
    """Of lists of labels, one for each object."""
    coincidences = collections.Counter()
    for labels in units:
        if len(labels) < 2:
            continue
        for i, one in enumerate(labels):
            for j, other in enumerate(labels):
                if i != j:
                    coincidences[one, other] += 1 / (len(labels) - 1)
    totals = collections.Counter()
    for (one, _), n in coincidences.items():
        totals[one] += n
    n = sum(totals.values())
    observed = sum(v for (one, other), v in coincidences.items() if one != other)
    expected = sum(totals[one] * totals[other] for one in totals for other in totals if one != other) / (n - 1)
    return 1 - observed / expected if expected else None


def next_working(date, n):
    while n:
        date += datetime.timedelta(days=1)
        n -= date.weekday() < 5
    return date


def main(folder, zone, today, total, deadline):
    answers = read(pathlib.Path(folder), zoneinfo.ZoneInfo(zone))
    today, deadline, total = datetime.date.fromisoformat(today), datetime.date.fromisoformat(deadline), int(total)
    # What came later does not count: the mail is that of --until.
    answers = [answer for answer in answers if answer.date < today]
    day = datetime.timedelta(days=1)
    start = today - 7 * day

    def within(first, after):
        return [answer for answer in answers if first <= answer.date < after]

    week, before = within(start, today), within(start - 7 * day, start)
    units, last = collections.defaultdict(list), {}
    for answer in sorted(answers, key=lambda answer: answer.submitted):
        if answer.label is not None:
            units[answer.object].append(answer.label)
            last[answer.object] = answer.date
    of_week = [labels for name, labels in units.items() if start <= last[name] < today and 2 <= len(labels)]
    pairs = collections.Counter()
    for labels in of_week:
        for i, one in enumerate(labels):
            for other in labels[i + 1 :]:
                if one != other:
                    pairs[tuple(sorted((one, other)))] += 1
    through = min(max(answer.date for answer in answers), today - day)
    monday = through - through.weekday() * day
    done = len(answers)
    days_of_week = [monday + n * day for n in range((through - monday).days + 1)]
    worked = [date for date in days_of_week if date.weekday() < 5]
    if len(worked) < 3:
        # Of a week that has just begun the pace is that of the last five working days.
        worked = []
        monday = through
        while True:
            if monday.weekday() < 5:
                worked.append(monday)
            if len(worked) == 5:
                break
            monday -= day
    pace = len([answer for answer in answers if monday <= answer.date <= through]) / len(worked)
    left = total - done + len([answer for answer in answers if through < answer.date])
    until = [through + (n + 1) * day for n in range((deadline - through).days)]
    until = [date for date in until if date.weekday() < 5]
    print(
        json.dumps(
            {
                "labels": len(week),
                "labels_before": len(before),
                "labels_so_far": done,
                "labels_needed": total - done,
                "active_people": len({answer.worker for answer in week}),
                "people_so_far": len({answer.worker for answer in answers}),
                "days": [[str(start + n * day), len(within(start + n * day, start + (n + 1) * day))] for n in range(7)],
                "alpha": alpha(of_week),
                "alpha_n": len(of_week),
                "alpha_job": alpha(list(units.values())),
                "disagreed": sum(len(set(labels)) == len(labels) for labels in of_week),
                "confused": max(pairs.values()) / sum(pairs.values()) if pairs else None,
                "pace": pace,
                "eta_pace": str(next_working(through, -(-left // pace))),
                "pace_needed": left / len(until),
            }
        )
    )


main(*sys.argv[1:])
