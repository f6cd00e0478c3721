# What the page beside a film says in English. `$number` is `$n` as it is written; `counted` and `counted-below` are in
# the words of the film.

page-film = The film
page-film-is = Bar chart race of { $title }, { $seconds } s: { $number } { counted-below } in all. The charts and the table below have the same numbers.
page-no-film = Your browser cannot play this film.
page-jump = Jump to
page-over-time = { counted } over time
page-everybody = Everyone together
page-per-day = { counted } per day
page-per-week = { counted } per week
page-per-month = { counted } per month
page-hours = When the team works
page-hours-is = { counted } of everyone together, by weekday and hour of the day
page-standings = Standings
page-forecast = Forecast
page-quality = Quality
page-counting = How this is counted
page-your-data = Your data
page-downloads = Downloads
page-place = Place
page-name = Name
page-share = Share
page-last-week = Last 7 days
page-best-day = Best day
page-day = Day
page-week = Week from
page-month = Month
page-total = In all
page-sort = Select a heading to sort
page-copy = Copy table
page-copied = Copied
page-not-copied = Not copied: select the table and copy it
page-fewer = fewer
page-more = more
page-target = target { $number }
page-numbers = The numbers of this chart
page-keys = Use the arrow keys to move from point to point
page-first-rows = Only the first { $number } rows are printed
page-poster = Picture
page-captions = Captions
page-table = Table
page-all-numbers = Numbers
page-one-label = One label is one submitted answer.
page-one-task = One label is one submitted task of the activity log.
page-one-annotation = One annotation is one mark inside an answer, such as a box.
page-may-grow = Answers count when their object is finished, so the last days can still grow.
page-zone = Days and hours are those of the time zone { $zone }.
page-shares = Shares are of all { counted } in this period, rounded down.
page-named = Everyone who has a bar in the film or is in the upper half has a row, at most { $number } of them. Everyone else is counted together, so that nobody's number can be worked out.
page-grouped = Each row is a team.
page-team-hours = Hours of the day are shown for the whole team only, and only if it has five people or more.
page-purpose = This page is for planning and team spirit. It is not for rating people.
page-holds = It contains the names used in the film and counts of { counted }. It contains no e-mail address, no user name, and nobody's working hours.
page-quiet = It loads nothing from other sites, sets no cookies, and tells nobody that you read it.
page-ask = Another name, or not to appear at all? Ask { $contact }.
page-ask-owner = Another name, or not to appear at all? Ask whoever runs this job.
page-so-far = { $day }: { $number } { counted-below } so far.
page-at-the-end = At the end: { $number } { counted-below }.
page-alone = { $name } has { $first }.
page-leads = { $name } leads with { $first }, ahead of { $second } with { $next }.
page-level = { $name } and { $second } are level at { $first }.
page-third = { $name } follows with { $first }.
page-through = Whole days up to
page-done = Done
page-this-week = At this week’s pace
page-too-early = Not enough data
page-likely = Likely done
page-deadline = Deadline
page-no-end = not within ten years
page-on-time = on time
page-on-time-slowest = on time, even at the slowest week’s pace
page-reserve = on time at this pace, with little reserve
page-late = late
page-passed = has passed
page-no-days = no working day is left until then
page-paces = A pace is what was done for each working day. Today is not counted yet.
page-agreement = Agreement (Krippendorff’s alpha)
page-disagreed = Objects on which all disagree
page-confused = Most often confused
page-one-class = one class only
page-team = 1 is full agreement, 0 is what chance gives; the range holds 95 %. It is about the team, never about one person.
page-last-days = At the pace of the last { $number } working days
page-slowest = { $n ->
    [one] At the pace of the one full week
   *[other] At the slowest of the last { $number } full weeks
}
page-done-on = { $day } ({ $rate } a day)
page-from-on = from { $day } on, with no end in sight
page-needs = { $day } needs { $rate } a day
page-late-by = late: { $rate } a day are missing
page-days-left = { $n ->
    [one] { $number } working day left
   *[other] { $number } working days left
}
page-days-so-far = { $n ->
    [one] { $number } whole working day so far; a forecast needs 3
   *[other] { $number } whole working days so far; a forecast needs 3
}
page-week-from = Week from { $day }
page-of-disagreements = { $classes } ({ $part } of all disagreements)
page-plan = plan: { $number } by { $day }
page-planned = plan
