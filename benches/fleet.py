#!/usr/bin/env python3
"""What many jobs cost in a month and how long a morning takes, simulated: `python3 benches/fleet.py` prints the tables
of docs/scale.md. Nothing is asked of AWS; all that goes in stands below, and each line of it can be changed here.

Each film is put on one of so many workers, as Distributed Map does it, with a time drawn from a seeded generator. The
requests of a job are those that the program makes; tests/service/fleet.rs counts those of a look at one.
"""

import heapq
import random

DAYS = 30

# What a job is: so many files are in it, so many are new on a morning, on so many of the mornings.
FILES = 2000
NEW_FILES = 100
WITH_NEWS = 0.3

# Seconds of the function for a film: reading what is new, drawing, encoding, uploading; measured between these for
# 1080p films of 10 to 30 s at 3,008 MB. A job that fails does so in seconds, and is tried three times in all.
FILM = (15, 20, 40)
FAILED = 3
FAILS = 0.01
RETRY_WAITS = (60, 120)
# A request to S3, as a look at a job waits for it, and how many looks there are at once.
LIST_SECONDS, GET_SECONDS = 0.080, 0.030
LOOKS = 64
# Starting a child, and the steps of the machine around the function.
STEP_SECONDS = 0.15

# us-east-1, in dollars.
GB_SECOND = 0.0000166667
GB = 3008 / 1024
LAMBDA_REQUEST = 0.20 / 1e6
TRANSITION = 25 / 1e6
LIST, GET, PUT = 5 / 1e6, 0.40 / 1e6, 5 / 1e6

# Entering a state is a transition. Of the machine: ListJobs, AreJobsListed, MakeFilms, TellReaders, AreReadersTold,
# AllIsDone. Of each film: MakeFilm, IsFilmMade, FilmIsMade; each retry is one more.
OF_MACHINE, OF_FILM = 6, 3
# Of a film: its record (3 writes, and a read of the last), ledger, cast and newest run (a read and a write each),
# film, poster, page, captions, table, numbers, tally, statistics and receipt.
PUTS_OF_FILM = 3 + 3 + 9
GETS_OF_FILM = 1 + 3


def pages(n):
    return -(-n // 1000)


def morning(jobs, at_once, share_of_news, random):
    """Requests, transitions, seconds of the function and of the morning."""
    looks = jobs * pages(FILES)
    lists, gets, puts = pages(jobs) + looks, jobs, 2 + 4
    # Pages of a look come one after the other, and then what its newest run found is read.
    listing = pages(jobs) * LIST_SECONDS + jobs * (pages(FILES) * LIST_SECONDS + GET_SECONDS) / LOOKS
    with_news = sum(random.random() < share_of_news for _ in range(jobs))
    transitions, work = OF_MACHINE, listing
    workers = [listing] * min(at_once, max(with_news, 1))
    for _ in range(with_news):
        # The least busy one takes the next.
        begins = heapq.heappop(workers)
        transitions += OF_FILM
        if random.random() < FAILS:
            transitions += len(RETRY_WAITS) - 1
            busy, waits = FAILED * (1 + len(RETRY_WAITS)), sum(RETRY_WAITS)
        else:
            busy, waits = random.triangular(FILM[0], FILM[2], FILM[1]), 0
            lists += pages(FILES) + 1
            gets += GETS_OF_FILM + (NEW_FILES if share_of_news < 1 else FILES)
            puts += PUTS_OF_FILM
        work += busy
        heapq.heappush(workers, begins + busy + waits + STEP_SECONDS)
    # The last step reads a record for each film, side by side, and writes a mail for each audience.
    gets += with_news + 2
    summing = 1 + with_news * GET_SECONDS / LOOKS
    return lists, gets, puts, transitions, work + summing, max(workers) + summing, with_news


def row(jobs, at_once, share, n_mornings):
    source = random.Random(2026)
    total = [0.0] * 7
    longest = 0
    for _ in range(n_mornings):
        one = morning(jobs, at_once, share, source)
        longest = max(longest, one[5])
        total = [a + b for a, b in zip(total, one)]
    lists, gets, puts, transitions, work, _, films = total
    dollars = {
        "transitions": transitions * TRANSITION,
        "lambda": work * GB * GB_SECOND + films * LAMBDA_REQUEST,
        "s3": lists * LIST + gets * GET + puts * PUT,
    }
    return films, transitions, lists, gets, puts, longest, dollars


def shown(seconds):
    return f"{seconds / 3600:.1f} h" if 5400 <= seconds else f"{seconds / 60:.0f} min"


def table(title, share, n_mornings):
    print(f"\n{title}\n")
    print("| jobs | at once | films | a morning takes | transitions | LIST | GET | PUT | Step Functions | Lambda | S3 |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    for jobs, at_once in ((300, 5), (300, 20), (10_000, 5), (10_000, 100)):
        films, transitions, lists, gets, puts, longest, cost = row(jobs, at_once, share, n_mornings)
        counts = " | ".join(f"{n:,.0f}" for n in (transitions, lists, gets, puts))
        money = " | ".join(f"${cost[what]:,.2f}" for what in ("transitions", "lambda", "s3"))
        print(f"| {jobs:,} | {at_once} | {films:,.0f} | {shown(longest)} | {counts} | {money} |")


if __name__ == "__main__":
    table(f"A month of {DAYS} mornings, {WITH_NEWS:.0%} of the jobs with something new on each:", WITH_NEWS, DAYS)
    table("The first morning, on which all jobs are new and each file is read:", 1.0, 1)
