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
left = { $n ->
    [0] tutto fatto
   *[other] ancora { $number } { counted-below }
}
headline = { $day }: { $number } { counted-below }
best-so-far = la giornata migliore finora
best-day = giornata migliore: { $day }
biggest-climb = rimonta più grande: { $name }
out-of = { $part } su { $number }
reached-the-goal = obiettivo raggiunto
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
takes-the-lead = passa in testa
reaches-the-goal = raggiunge l’obiettivo
climbed = sale di { $number } posizioni in { $period ->
    [month] un mese
    [week] una settimana
   *[day] un giorno
}
best-yet = { $period ->
    [month] il mese migliore
    [week] la settimana migliore
   *[day] la giornata migliore
}
everyone-else = il resto ({ $number })
no-team = senza team
the-team = il team
one-bar = una gara di tutto il team, per non esporre nessuno
gated = contate per nome salvo scarso accordo con i colleghi
strict = privacy rigorosa: solo colori di squadra
since = nelle barre: aggiunte { $period ->
    [month] del mese
    [week] della settimana
   *[day] del giorno
}
of-the-team = { $what ->
    [annotations] Annotazioni cumulate
    [objects] Oggetti cumulati
   *[labels] Etichette cumulate
} del team
pace-car = ritmo necessario
needed = ritmo necessario: { $number } { counted-below } al giorno lavorativo fino al { $day }
no-pace-car = { $why ->
    [deadline] nessun ritmo necessario: manca una scadenza
    [left] nessun ritmo necessario: non restava nulla da fare
    [passed] nessun ritmo necessario: la scadenza era passata
   *[unknown] nessun ritmo necessario: non si sa quanto manca
}
against-pace = { $side ->
    [ahead] in più del ritmo necessario
    [behind] in meno del ritmo necessario
   *[level] proprio al ritmo necessario
}
ghost = { $n ->
    [one] settimana scorsa
   *[other] { $number } settimane prima
}
no-ghost = nulla negli stessi giorni della settimana prima
against-ghost = { $side ->
    [ahead] in più rispetto a { $n ->
        [one] settimana scorsa
       *[other] { $number } settimane prima
    }
    [behind] in meno rispetto a { $n ->
        [one] settimana scorsa
       *[other] { $number } settimane prima
    }
   *[level] quanto { $n ->
        [one] la settimana scorsa
       *[other] { $number } settimane prima
    }
}
done-then = tutto fatto allora, a questo ritmo
