# What a film says in Italian. `$number` is `$n` as it is written.

counted = { $what ->
    [annotations] annotazioni
    [objects] oggetti
   *[labels] etichette
}
counted-below = { $what ->
    [annotations] { $n ->
        [one] annotazione
       *[other] annotazioni
    }
    [objects] { $n ->
        [one] oggetto
       *[other] oggetti
    }
   *[labels] { $n ->
        [one] etichetta
       *[other] etichette
    }
}
people = { $n ->
    [one] persona
   *[other] persone
}
# One team, two team: a foreign noun keeps its form.
teams = team
cumulative = { $what ->
    [annotations] Annotazioni cumulate
    [objects] Oggetti cumulati
   *[labels] Etichette cumulate
} per { $per ->
    [team] team
   *[person] persona
}
by = { $counted } di { $number } { people }
of = { $done } su { $number } { counted-below }
of-the-job = del lavoro
milestone = { $number } { counted-below }
goal = obiettivo { $number }
as-of = Dati al { $time }
open = { $n ->
    [0] nessun oggetto da completare
    [one] { $number } oggetto da completare
   *[other] { $number } oggetti da completare
}
consolidated = gli orari sono quelli del consolidamento, non dell’invio
logged = conta le attività inviate secondo il registro delle attività
takes-the-lead = { $name } passa in testa
everyone-else = il resto ({ $number })
no-team = senza team
since = nelle barre: aggiunte { $period ->
    [month] del mese
    [week] della settimana
   *[day] del giorno
}
