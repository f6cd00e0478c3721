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
cumulative = Cumulative { counted } per { $per ->
    [team] team
   *[person] person
}
by = { $counted } by { $number } { people }
of = { $done } of { $number } { counted-below }
left = { $n ->
    [0] nothing left
   *[other] { $number } { counted-below } left
}
headline = { $day }: { $number } { counted-below }
best-so-far = best day so far
best-day = best day: { $day }
biggest-climb = biggest climb: { $name }
out-of = { $part } of { $number }
reached-the-goal = reached the goal
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
takes-the-lead = takes the lead
reaches-the-goal = reaches the goal
climbed = up { $number } places in a { $period ->
    [month] month
    [week] week
   *[day] day
}
best-yet = { $period ->
    [month] best month yet
    [week] best week yet
   *[day] best day yet
}
everyone-else = everyone else ({ $number })
no-team = no team
the-team = the team
one-bar = a race of the whole team, so that nobody stands out
gated = labels count by name unless agreement with colleagues is low
strict = strict privacy: team colors only
since = in the bars: added { $period ->
    [month] that month
    [week] that week
   *[day] that day
}
of-the-team = Cumulative { counted } of the team
pace-car = pace car
needed = pace car: { $number } { counted-below } a working day until { $day }
no-pace-car = { $why ->
    [deadline] no pace car: no deadline is set
    [left] no pace car: nothing was left to do
    [passed] no pace car: the deadline had passed
   *[unknown] no pace car: what the deadline needs is not known
}
against-pace = { $side ->
    [ahead] ahead of the pace car
    [behind] behind the pace car
   *[level] level with the pace car
}
ghost = { $n ->
    [one] last week
   *[other] { $number } weeks earlier
}
no-ghost = no labels on the same days of the week before
against-ghost = { $side ->
    [ahead] more than { ghost }
    [behind] fewer than { ghost }
   *[level] as many as { ghost }
}
done-then = all done then, at this pace
