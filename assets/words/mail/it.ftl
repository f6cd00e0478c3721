# What the mails say in Italian. `$number` is `$n` as it is written. Other numbers come written, with their nouns.

mail-on-time = IN TEMPO?
mail-progress = AVANZAMENTO
mail-week = SETTIMANA
mail-effort = IMPEGNO
mail-quality = QUALITÀ
mail-to-do = DA FARE
mail-health = STATO DEI DATI
mail-lead = IN TESTA
mail-race = GARA DELLA SETTIMANA, { $days }

mail-day = { $weekday } { $day }
mail-moment = { $weekday } { $time }
mail-counted-people = { $number } { people }
mail-counted-answers = { $number } { $n ->
    [one] risposta
   *[other] risposte
}
mail-week-of = { $days } ({ $zone }); risposte fino a { $time }
mail-jobs = { $number } { $n ->
    [one] lavoro
   *[other] lavori
}, prima il più urgente
mail-more-jobs = e altri { $number }
mail-so-far = { $labels } finora
mail-so-far-by = { $labels } finora, di { $people }

mail-standing = { $standing ->
    [done] Ci sono tutte le etichette.
    [not-enough-data] È presto per una previsione: servono tre giorni lavorativi.
    [on-time] In tempo, anche al ritmo della più lenta delle ultime settimane.
    [little-reserve] In tempo a questo ritmo, con poco margine.
    [late] In ritardo a questo ritmo.
    [passed] La scadenza è passata.
    [no-working-days] Non resta nessun giorno lavorativo fino alla scadenza.
   *[no-deadline] Non c’è una scadenza.
}
mail-pace = Al ritmo di questa settimana ({ $pace } al giorno): { $end }
mail-pace-of-days = { $n ->
    [one] Al ritmo dell’ultimo giorno lavorativo
   *[other] Al ritmo degli ultimi { $number } giorni lavorativi
} ({ $pace } al giorno): { $end }
mail-slowest = { $n ->
    [one] Al ritmo dell’unica settimana intera
   *[other] Al ritmo della più lenta delle ultime { $number } settimane intere
} ({ $pace } al giorno): { $end }
mail-done-on = finito { $day }
mail-no-end = nessuna fine entro dieci anni
mail-likely = Probabilmente tra { $first } e { $last }
mail-likely-on = Probabilmente { $first }
mail-likely-from = Probabilmente da { $first }, senza una fine in vista
mail-deadline = Scadenza { $day }
mail-deadline-needs = La scadenza { $day } richiede { $pace } al giorno
mail-missing = ne mancano { $pace } al giorno
mail-no-forecast = { $why ->
    [total-below] Nessuna previsione: il totale impostato, { $total }, è minore di quanto è fatto ({ $labels }).
    [no-per-object] Nessuna previsione: nessun oggetto finito mostra ancora quante persone etichettano ciascuno.
    [no-calendar] Nessuna previsione: l’elenco delle festività non è utilizzabile.
   *[no-total] Nessuna previsione: niente dice quante etichette richiede il lavoro.
}

mail-job = Lavoro
mail-of = { $of } ({ $percent })
mail-objects-else = da macchine { $machine }, falliti { $failed }, in attesa { $waiting }
mail-this-week = { $labels } questa settimana, { $before } la precedente
mail-each = { $labels } per oggetto
mail-before = prima
mail-untold = -: non indicato, perché non si possa risalire a nessuno.

mail-compared = { $line } (settimana prima { $before })
mail-active = { $hours } ore attive, { $rate } etichette per ora attiva
mail-median = Metà dei compiti ha richiesto { $seconds } s o meno
mail-returned = Di { $accepted } compiti accettati { $returned } restituiti e { $declined } rifiutati ({ $percent })
mail-alpha = Accordo (alfa di Krippendorff) { $alpha } [da { $low } a { $high }] su { $objects }
mail-alpha-of-job = Tutto il lavoro: { $alpha } [da { $low } a { $high }] su { $objects }
mail-alarm = { $alarm ->
    [low] Allarme: è sotto 0,67.
    [drop] Allarme: è sceso di più di 0,05.
    [few] Troppo pochi oggetti per un allarme (ne servono 30).
   *[none] Nessun allarme (sarebbe sotto 0,67 o un calo di più di 0,05).
}
mail-disagreed = { $objects } su cui nessuno è d’accordo
mail-confused = Più confuse: { $one } / { $other } ({ $percent } dei disaccordi)
mail-lacking = { $why ->
    [one-class] Tutte le risposte confrontabili hanno la stessa classe, e questo non dice nulla sull’accordo.
   *[one-person-each] Nessun oggetto ha le risposte di due persone, quindi non c’è nulla da confrontare.
}

mail-todo-late = Il ritmo è di { $pace } al giorno e la scadenza ne richiede { $need }. Trovare altre persone o un’altra data.
mail-todo-passed = La scadenza è passata e restano { $labels }. Fissarne un’altra.
mail-todo-no-working-days = Non resta nessun giorno lavorativo fino alla scadenza e restano { $labels }. Fissarne un’altra.
mail-todo-total-below = Correggere il totale di { $total }: ci sono già { $labels }.
mail-todo-total-missing = Dire quante etichette richiede il lavoro (total), o non c’è previsione per la scadenza.
mail-todo-confused = L’accordo è basso. Aggiungere alle istruzioni un esempio di { $one } e { $other }.
mail-todo-agreement = L’accordo è basso. Guardare gli oggetti su cui nessuno è d’accordo (labelrace agreement).
mail-todo-quiet = { $n ->
    [one] Nell’ultimo giorno lavorativo non è arrivato nulla.
   *[other] Negli ultimi { $number } giorni lavorativi non è arrivato nulla.
} La coda è vuota o il lavoro è fermo?
mail-todo-log = Il registro delle attività non è leggibile. Permettere alla funzione di leggerlo, o disattivarlo.
mail-todo-names = Alcuni nomi non sono leggibili. Controllare il pool di utenti e il suo permesso.
mail-todo-skipped = { $n ->
    [one] Un file o una risposta non è utilizzabile.
   *[other] { $number } file o risposte non sono utilizzabili.
} La ricevuta dice quali e perché.
mail-todo-failed = { $n ->
    [one] Un oggetto è fallito.
   *[other] { $number } oggetti sono falliti.
} Guardarli nella console prima della fine del lavoro.
mail-nothing-to-do = Niente da fare.

mail-used = { $answers } in uso, { $skipped } escluse
mail-log-beside = Risposte in S3: { $answers }; nel registro delle attività fino alla più recente: { $events } ({ $difference }). Contano quelle in S3.
mail-log-later = { $n ->
    [0] Nessuna viene solo dal registro.
    [one] Un compito successivo viene dal registro.
   *[other] { $number } compiti successivi vengono dal registro.
}
mail-log-alone = Conta ogni compito inviato secondo il registro delle attività.
mail-log-unread = Il registro delle attività non è utilizzabile; questo dicono le risposte in S3.
mail-may-grow = Le risposte contano quando il loro oggetto è finito, quindi gli ultimi giorni possono ancora crescere.
mail-names-warning = Nomi da Amazon Cognito: { $warning }.
mail-purpose = Per pianificare e per lo spirito di squadra. Non per valutare persone.

mail-hello = Ciao! { $title } a { $time } ({ $zone }):
mail-on-day = { $labels } { $day }
mail-on-day-by = { $labels } { $day }, di { $people }
mail-goal-reached = obiettivo di { $number } raggiunto
mail-goal = obiettivo { $number }
mail-today = { $labels } oggi
mail-team-now = Squadra
mail-pace-car = Ritmo richiesto
mail-same-days = Settimana prima
mail-ahead = { $number } in anticipo sul piano
mail-behind = { $number } in ritardo sul piano
mail-level = come da piano
mail-keeps = { $pace } al giorno per rispettare { $day }
mail-same-days-is = negli stessi giorni
mail-took-part = Hanno partecipato { $people }
mail-best-jump = Miglior balzo: { $name }
mail-everyone-else = tutti gli altri
mail-other-teams = altre squadre ({ $number })
mail-some-names = Alcuni nomi non erano leggibili questa volta: sono come prima, o pseudonimi.

mail-watch = { $n ->
    [0] Da guardare
   *[other] Da guardare ({ $number } s)
}. Il link funziona fino a { $time }:
mail-rule = { $rule ->
    [few-together] Tutta la squadra ha una barra: gli altri sarebbero meno di { $number } persone.
    [few-seen] Tutta la squadra ha una barra: si vedrebbero meno di { $number } persone.
    [team-race] È una gara della squadra: nessuno ha una barra propria.
    [gate] Le etichette contano per nome, salvo basso accordo con gli altri. Nessuno vede di chi sono quelle trattenute.
    [no-gate] Nessuna soglia è possibile: nessuno ha abbastanza risposte confrontabili.
   *[strict] Privacy rigorosa: le mail non nominano nessuno, le barre hanno i colori della squadra, e una squadra di meno di { $number } persone ha una barra.
}
mail-ask-which = Qual è il tuo nome nel film? Basta chiedere, anche per un altro nome, per non esserci o per non ricevere più mail:
mail-ask-name = Un altro nome nel film, non esserci o niente più mail? Basta chiedere:
mail-ask-team = Domande, o niente più mail? Basta chiedere:
mail-ask-owner = a chi gestisce questo lavoro.

mail-nothing-new = Niente di nuovo in { $title } questa settimana.
mail-it-has = Finora { $labels }, a { $time }.
mail-no-answers = Non ci sono ancora risposte.

mail-fleet-of = { $jobs } in { $name }: { $time } ({ $zone }).
mail-fleet-films = { $number } { $n ->
    [one] nuovo film
   *[other] nuovi film
}
mail-fleet-same = { $number } senza novità
mail-fleet-failed = { $number } NON RIUSCITI
mail-fleet-day = { $labels } { $day }, in { $jobs }
mail-fleet-in-all = { $labels } finora in tutti i film
mail-fleet-no-film = QUESTA VOLTA SENZA FILM
mail-fleet-table = TUTTI I LAVORI, prima i più urgenti
mail-fleet-column-job = lavoro
mail-fleet-column-done = fatto
mail-fleet-column-labels = etichette
mail-fleet-column-new = nuove
mail-fleet-state = { $state ->
    [failed] errore
    [stale] fermo
    [behind] ritardo
    [done] finito
   *[not-begun] vuoto
}
mail-fleet-new-films = NUOVI FILM
mail-fleet-new-films-until = NUOVI FILM (i link valgono fino a { $time })
mail-fleet-owner = a chi gestisce questi lavori.

mail-subject-standing = { $standing ->
    [done] tutto finito
    [not-enough-data] ancora presto
    [on-time] in tempo
    [little-reserve] in tempo, poco margine
    [late] in ritardo
    [passed] scadenza passata
    [no-working-days] nessun giorno lavorativo
   *[no-deadline] in corso
}
mail-subject-end = fine { $first } - { $last }
mail-subject-end-on = fine { $first }
mail-subject-percent = { $percent } fatto
mail-subject-week = { $labels } questa settimana
mail-subject-day = { $labels } { $day }
mail-subject-nothing = niente di nuovo questa settimana
mail-subject-jobs = { $number } { $n ->
    [one] lavoro
   *[other] lavori
}
mail-subject-failed = { $number } non riusciti
