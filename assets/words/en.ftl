# What a film says in English. `$number` is `$n` as it is written.

counted = { $what ->
    [annotations] annotations
    [objects] objects
   *[labels] labels
}
counted-below = { $what ->
    [annotations] { $n ->
        [one] annotation
       *[other] annotations
    }
    [objects] { $n ->
        [one] object
       *[other] objects
    }
   *[labels] { $n ->
        [one] label
       *[other] labels
    }
}
people = { $n ->
    [one] person
   *[other] people
}
teams = { $n ->
    [one] team
   *[other] teams
}
cumulative = Cumulative { counted } per { $per ->
    [team] team
   *[person] person
}
by = { $counted } by { $number } { people }
of = { $done } of { $number } { counted-below }
of-the-job = of the job
milestone = { $number } { counted-below }
goal = goal { $number }
as-of = As of { $time }
open = { $n ->
    [0] no object open
    [one] { $number } object open
   *[other] { $number } objects open
}
consolidated = times are those of consolidation, not of submission
logged = counts submitted tasks of the activity log
takes-the-lead = { $name } takes the lead
everyone-else = everyone else ({ $number })
no-team = no team
since = in the bars: added { $period ->
    [month] that month
    [week] that week
   *[day] that day
}
