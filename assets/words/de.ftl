# What a film says in German. `$number` is `$n` as it is written.

counted = { $what ->
    [annotations] Annotationen
    [objects] Objekte
   *[labels] Labels
}
counted-below = { $what ->
    [annotations] { $n ->
        [one] Annotation
       *[other] Annotationen
    }
    [objects] { $n ->
        [one] Objekt
       *[other] Objekte
    }
   *[labels] { $n ->
        [one] Label
       *[other] Labels
    }
}
people = { $n ->
    [one] Person
   *[other] Personen
}
cumulative = Kumulierte { counted } pro { $per ->
    [team] Team
   *[person] Person
}
by = { $counted } von { $number } { people }
# After “von” stands a dative, which only the objects show.
of = { $done } von { $number } { $what ->
    [objects] { $n ->
        [one] Objekt
       *[other] Objekten
    }
   *[other] { counted-below }
}
left = { $n ->
    [0] alles erledigt
   *[other] noch { $number } { counted-below }
}
headline = { $day }: { $number } { counted-below }
best-so-far = bester Tag bisher
best-day = bester Tag: { $day }
biggest-climb = größter Aufstieg: { $name }
out-of = { $part } von { $number }
reached-the-goal = am Ziel
milestone = { $number } { counted-below }
goal = Ziel { $number }
as-of = Stand: { $time }
open = { $n ->
    [0] kein Objekt offen
    [one] { $number } Objekt offen
   *[other] { $number } Objekte offen
}
consolidated = Zeiten der Konsolidierung, nicht der Abgabe
logged = gezählt sind abgegebene Aufgaben im Aktivitätsprotokoll
takes-the-lead = übernimmt die Führung
reaches-the-goal = erreicht das Ziel
climbed = { $number } Plätze nach vorn in { $period ->
    [month] einem Monat
    [week] einer Woche
   *[day] einem Tag
}
best-yet = { $period ->
    [month] bester Monat bisher
    [week] beste Woche bisher
   *[day] bester Tag bisher
}
everyone-else = übrige ({ $number })
no-team = ohne Team
the-team = das Team
one-bar = ein Rennen des ganzen Teams, damit niemand herausgestellt wird
gated = namentlich zählt, wer nicht auffallend von anderen abweicht
strict = strenger Datenschutz: nur Teamfarben
since = in den Balken: Zuwachs { $period ->
    [month] des Monats
    [week] der Woche
   *[day] des Tages
}
of-the-team = Kumulierte { counted } des Teams
pace-car = nötiges Tempo
needed = nötiges Tempo: { $number } { counted-below } je Arbeitstag bis { $day }
no-pace-car = { $why ->
    [deadline] kein nötiges Tempo: ohne Termin
    [left] kein nötiges Tempo: nichts war mehr offen
    [passed] kein nötiges Tempo: der Termin war vorbei
   *[unknown] kein nötiges Tempo: der Bedarf ist nicht bekannt
}
against-pace = { $side ->
    [ahead] vor dem nötigen Tempo
    [behind] hinter dem nötigen Tempo
   *[level] genau im nötigen Tempo
}
ghost = { $n ->
    [one] letzte Woche
   *[other] { $number } Wochen zuvor
}
no-ghost = keine Labels an denselben Tagen der Vorwoche
against-ghost = { $side ->
    [ahead] mehr als { ghost }
    [behind] weniger als { ghost }
   *[level] so viele wie { ghost }
}
done-then = dann fertig, in diesem Tempo
