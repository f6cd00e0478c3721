# What the mails say in English. `$number` is `$n` as it is written. Other numbers come written, with their nouns:
# `$labels` is "1,010 labels", `$people` "9 people", `$objects` "12 objects".

# The headings of the owners' mail.
mail-on-time = ON TIME?
mail-progress = PROGRESS
mail-week = WEEK
mail-effort = EFFORT
mail-quality = QUALITY
mail-to-do = FOR YOU TO DO
mail-health = DATA HEALTH
mail-lead = IN THE LEAD
# The heading of the labelers' race.
mail-race = RACE OF THE WEEK, { $days }

# A day and a moment with their weekday.
mail-day = { $weekday } { $day }
mail-moment = { $weekday } { $time }
mail-counted-people = { $number } { people }
mail-counted-answers = { $number } { $n ->
    [one] answer
   *[other] answers
}
mail-week-of = { $days } ({ $zone }); answers as of { $time }
mail-jobs = { $number } { $n ->
    [one] job
   *[other] jobs
}, the one that needs you most first
mail-more-jobs = and { $number } more
mail-so-far = { $labels } so far
mail-so-far-by = { $labels } so far, by { $people }

# Whether the job ends in time.
mail-standing = { $standing ->
    [done] All labels are there.
    [not-enough-data] There is not enough data for a forecast yet: it takes three working days.
    [on-time] On time, even at the slowest of the recent weeks.
    [little-reserve] On time at this pace, with little reserve.
    [late] Late at this pace.
    [passed] The deadline has passed.
    [no-working-days] No working day is left until the deadline.
   *[no-deadline] No deadline is set.
}
mail-pace = At this week's pace ({ $pace } a day): { $end }
mail-pace-of-days = { $n ->
    [one] At the pace of the last working day
   *[other] At the pace of the last { $number } working days
} ({ $pace } a day): { $end }
mail-slowest = { $n ->
    [one] At the pace of the one full week
   *[other] At the slowest of the last { $number } full weeks
} ({ $pace } a day): { $end }
mail-done-on = done { $day }
mail-no-end = no end within ten years
mail-likely = Likely from { $first } to { $last }
mail-likely-on = Likely on { $first }
mail-likely-from = Likely from { $first } on, with no end in sight
mail-deadline = Deadline { $day }
mail-deadline-needs = Deadline { $day } needs { $pace } a day
mail-missing = { $pace } a day are missing
mail-no-forecast = { $why ->
    [total-below] No forecast: the total that is set, { $total }, is less than the { $labels } that are done.
    [no-per-object] No forecast: no finished object shows yet how many people label each.
    [no-calendar] No forecast: the list of holidays cannot be used.
   *[no-total] No forecast: nothing says how many labels the job takes.
}

# How far it is.
mail-job = Job
mail-of = { $of } ({ $percent })
mail-objects-else = by machines { $machine }, failed { $failed }, waiting { $waiting }
mail-this-week = { $labels } this week, { $before } the week before
mail-each = { $labels } per object
mail-before = before
mail-untold = -: not told, so that nobody can be worked out.

# A number, and what it was the week before.
mail-compared = { $line } (last week { $before })
mail-active = { $hours } active hours, { $rate } labels per active hour
mail-median = Half of all tasks took { $seconds } s or less
mail-returned = Of { $accepted } accepted tasks { $returned } were returned and { $declined } declined ({ $percent })
mail-alpha = Agreement (Krippendorff's alpha) { $alpha } [{ $low } to { $high }] on { $objects }
mail-alpha-of-job = Whole job: { $alpha } [{ $low } to { $high }] on { $objects }
mail-alarm = { $alarm ->
    [low] Alarm: it is below 0.67.
    [drop] Alarm: it dropped by more than 0.05.
    [few] Too few objects for an alarm (it takes 30).
   *[none] No alarm (that is below 0.67, or a drop of more than 0.05).
}
mail-disagreed = { $objects } on which all disagree
mail-confused = Most confused: { $one } / { $other } ({ $percent } of disagreements)
mail-lacking = { $why ->
    [one-class] All answers that can be compared have the same class, which says nothing about agreement.
   *[one-person-each] No object has the answers of two people, so there is nothing to compare.
}

# What owners can do. At most three are in a mail.
mail-todo-late = The pace is { $pace } a day, and the deadline needs { $need }. Find more people or another date.
mail-todo-passed = The deadline has passed with { $labels } to go. Set another one.
mail-todo-no-working-days = No working day is left until the deadline, with { $labels } to go. Set another one.
mail-todo-total-below = Correct the total of { $total }: { $labels } are done.
mail-todo-total-missing = Say how many labels the job takes (total), or there is no forecast for the deadline.
mail-todo-confused = Agreement is low. Add an example of { $one } and { $other } to the instructions.
mail-todo-agreement = Agreement is low. Look at the objects on which all disagree (labelrace agreement).
mail-todo-quiet = { $n ->
    [one] Nothing was submitted on the last working day.
   *[other] Nothing was submitted on the last { $number } working days.
} Is the queue empty, or has the job stopped?
mail-todo-log = The activity log could not be read. Let the function read it, or switch it off.
mail-todo-names = Names could not be read. Check the user pool and the permission on it.
mail-todo-skipped = { $n ->
    [one] One file or answer could not be used.
   *[other] { $number } files or answers could not be used.
} The receipt says which and why.
mail-todo-failed = { $n ->
    [one] One object failed.
   *[other] { $number } objects failed.
} Look at them in the console before the job ends.
mail-nothing-to-do = Nothing needs you.

# How sound the data are.
mail-used = { $answers } used, { $skipped } skipped
mail-log-beside = Answers in S3: { $answers }, in the activity log up to the newest of them: { $events } ({ $difference }). Those in S3 count.
mail-log-later = { $n ->
    [0] None comes from the log alone.
    [one] One later task comes from the log.
   *[other] { $number } later tasks come from the log.
}
mail-log-alone = Every task that the activity log says was submitted counts.
mail-log-unread = The activity log could not be used, so this is what the answers in S3 tell.
mail-may-grow = Answers count when their object is finished, so the last days can still grow.
mail-names-warning = Names from Amazon Cognito: { $warning }.
mail-purpose = For planning and team spirit. Not for rating people.

# The labelers' mail.
mail-hello = Hello! { $title } as of { $time } ({ $zone }):
mail-on-day = { $labels } on { $day }
mail-on-day-by = { $labels } on { $day }, by { $people }
mail-goal-reached = goal of { $number } reached
mail-goal = goal { $number }
mail-today = { $labels } today
mail-team-now = Team now
mail-pace-car = Pace car
mail-same-days = Last week
mail-ahead = { $number } ahead of plan
mail-behind = { $number } behind plan
mail-level = as planned
mail-keeps = { $pace } a day keeps { $day }
mail-same-days-is = on the same days
mail-took-part = { $people } took part
mail-best-jump = Best jump: { $name }
mail-everyone-else = everyone else
mail-other-teams = other teams ({ $number })
mail-some-names = Some names could not be read this time: they are as before, or pseudonyms.

# The end of both.
mail-watch = { $n ->
    [0] Watch it
   *[other] Watch it ({ $number } s)
}. The link works until { $time }:
mail-rule = { $rule ->
    [few-together] The whole team has one bar: everyone else would be fewer than { $number } people.
    [few-seen] The whole team has one bar: fewer than { $number } people would be seen.
    [team-race] This is a race of the team: nobody has a bar of their own.
    [gate] Labels count by name unless agreement with colleagues is low. Whose are held back is shown to nobody.
    [no-gate] No gate is possible: nobody has enough answers that can be compared.
   *[strict] Strict privacy: nobody is named in mails, all bars have the team's colors, and a team of fewer than { $number } people has one bar.
}
mail-ask-which = Which name in the film is yours? Just ask, also for another name, not to be in it, or for no more mail:
mail-ask-name = Another name in the film, not in it at all, or no more mail? Just ask:
mail-ask-team = Questions, or no more mail? Just ask:
mail-ask-owner = whoever runs this job.

mail-nothing-new = Nothing new in { $title } this week.
mail-it-has = It has { $labels } as of { $time }.
mail-no-answers = There are no answers yet.

# The mail about many jobs. `$jobs` is "12 jobs".
mail-fleet-of = { $jobs } in { $name }: { $time } ({ $zone }).
mail-fleet-films = { $number } { $n ->
    [one] film
   *[other] films
} made
mail-fleet-same = { $number } with nothing new
mail-fleet-failed = { $number } FAILED
mail-fleet-day = { $labels } on { $day }, in { $jobs }
mail-fleet-in-all = { $labels } in all films so far
mail-fleet-no-film = NO FILM THIS TIME
mail-fleet-table = ALL JOBS, those that need somebody first
mail-fleet-column-job = job
mail-fleet-column-done = done
mail-fleet-column-labels = labels
mail-fleet-column-new = new
mail-fleet-state = { $state ->
    [failed] no film
    [stale] stale
    [behind] behind
    [done] done
   *[not-begun] not begun
}
mail-fleet-new-films = NEW FILMS
mail-fleet-new-films-until = NEW FILMS (the links work until { $time })
mail-fleet-owner = whoever runs these jobs.

# Pieces of subjects.
mail-subject-standing = { $standing ->
    [done] all done
    [not-enough-data] too early to tell
    [on-time] on time
    [little-reserve] on time, little reserve
    [late] late
    [passed] deadline passed
    [no-working-days] no working days left
   *[no-deadline] on its way
}
mail-subject-end = ends { $first }-{ $last }
mail-subject-end-on = ends { $first }
mail-subject-percent = { $percent } done
mail-subject-week = { $labels } this week
mail-subject-day = { $labels } on { $day }
mail-subject-nothing = nothing new this week
mail-subject-jobs = { $number } { $n ->
    [one] job
   *[other] jobs
}
mail-subject-failed = { $number } failed
