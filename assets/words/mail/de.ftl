# What the mails say in German. `$number` is `$n` as it is written. Other numbers come written, with their nouns.

mail-on-time = RECHTZEITIG?
mail-progress = STAND
mail-week = WOCHE
mail-effort = AUFWAND
mail-quality = QUALITÄT
mail-to-do = ZU TUN
mail-health = DATENLAGE
mail-lead = VORN LIEGEN
mail-race = RENNEN DER WOCHE, { $days }

mail-day = { $weekday } { $day }
mail-moment = { $weekday } { $time }
mail-counted-people = { $number } { people }
mail-counted-answers = { $number } { $n ->
    [one] Antwort
   *[other] Antworten
}
mail-week-of = { $days } ({ $zone }); Antworten bis { $time }
mail-jobs = { $number } { $n ->
    [one] Job
   *[other] Jobs
}, der dringendste zuerst
mail-more-jobs = und { $number } weitere
mail-so-far = { $labels } bisher
mail-so-far-by = { $labels } bisher, von { $people }

mail-standing = { $standing ->
    [done] Alle Labels sind da.
    [not-enough-data] Für eine Prognose ist es zu früh: Sie braucht drei Arbeitstage.
    [on-time] Rechtzeitig, sogar im Tempo der langsamsten der letzten Wochen.
    [little-reserve] In diesem Tempo rechtzeitig, aber mit wenig Reserve.
    [late] In diesem Tempo zu spät.
    [passed] Der Termin ist vorbei.
    [no-working-days] Bis zum Termin ist kein Arbeitstag mehr.
   *[no-deadline] Es ist kein Termin gesetzt.
}
mail-pace = Im Tempo dieser Woche ({ $pace } am Tag): { $end }
mail-pace-of-days = { $n ->
    [one] Im Tempo des letzten Arbeitstags
   *[other] Im Tempo der letzten { $number } Arbeitstage
} ({ $pace } am Tag): { $end }
mail-slowest = { $n ->
    [one] Im Tempo der einen vollen Woche
   *[other] Im Tempo der langsamsten der letzten { $number } vollen Wochen
} ({ $pace } am Tag): { $end }
mail-done-on = fertig am { $day }
mail-no-end = kein Ende in zehn Jahren
mail-likely = Wahrscheinlich zwischen { $first } und { $last }
mail-likely-on = Wahrscheinlich am { $first }
mail-likely-from = Wahrscheinlich ab { $first }, ohne absehbares Ende
mail-deadline = Termin { $day }
mail-deadline-needs = Termin { $day } braucht { $pace } am Tag
mail-missing = es fehlen { $pace } am Tag
mail-no-forecast = { $why ->
    [total-below] Keine Prognose: Die gesetzte Gesamtzahl { $total } ist kleiner als das, was schon da ist ({ $labels }).
    [no-per-object] Keine Prognose: Noch zeigt kein fertiges Objekt, wie viele Personen jedes bearbeiten.
    [no-calendar] Keine Prognose: Die Liste der Feiertage ist nicht verwendbar.
   *[no-total] Keine Prognose: Nichts sagt, wie viele Labels der Job braucht.
}

mail-job = Job
mail-of = { $of } ({ $percent })
mail-objects-else = von Maschinen { $machine }, fehlgeschlagen { $failed }, wartend { $waiting }
mail-this-week = { $labels } in dieser Woche, { $before } in der Woche davor
mail-each = { $labels } je Objekt
mail-before = davor
mail-untold = -: nicht genannt, damit sich niemand ausrechnen lässt.

mail-compared = { $line } (Vorwoche { $before })
mail-active = { $hours } aktive Stunden, { $rate } Labels je aktiver Stunde
mail-median = Die Hälfte aller Aufgaben dauerte höchstens { $seconds } s
mail-returned = Von { $accepted } angenommenen Aufgaben wurden { $returned } zurückgegeben und { $declined } abgelehnt ({ $percent })
mail-alpha = Übereinstimmung (Krippendorffs Alpha) { $alpha } [{ $low } bis { $high }] bei { $objects }
mail-alpha-of-job = Ganzer Job: { $alpha } [{ $low } bis { $high }] bei { $objects }
mail-alarm = { $alarm ->
    [low] Alarm: Sie liegt unter 0,67.
    [drop] Alarm: Sie ist um mehr als 0,05 gefallen.
    [few] Zu wenige Objekte für einen Alarm (er braucht 30).
   *[none] Kein Alarm (der käme unter 0,67 oder bei einem Rückgang um mehr als 0,05).
}
mail-disagreed = { $objects }, bei denen alle verschiedener Meinung sind
mail-confused = Am häufigsten verwechselt: { $one } / { $other } ({ $percent } der Abweichungen)
mail-lacking = { $why ->
    [one-class] Alle vergleichbaren Antworten haben dieselbe Klasse; das sagt nichts über Übereinstimmung.
   *[one-person-each] Kein Objekt hat Antworten von zwei Personen, also gibt es nichts zu vergleichen.
}

mail-todo-late = Das Tempo ist { $pace } am Tag, der Termin braucht { $need }. Mehr Personen oder einen anderen Termin finden.
mail-todo-passed = Der Termin ist vorbei, es fehlen noch { $labels }. Einen neuen setzen.
mail-todo-no-working-days = Bis zum Termin ist kein Arbeitstag mehr, es fehlen noch { $labels }. Einen neuen setzen.
mail-todo-total-below = Die Gesamtzahl { $total } berichtigen: { $labels } sind schon da.
mail-todo-total-missing = Angeben, wie viele Labels der Job braucht (total), sonst gibt es keine Prognose zum Termin.
mail-todo-confused = Die Übereinstimmung ist niedrig. Die Anleitung um ein Beispiel für { $one } und { $other } ergänzen.
mail-todo-agreement = Die Übereinstimmung ist niedrig. Die Objekte ansehen, bei denen alle verschiedener Meinung sind (labelrace agreement).
mail-todo-quiet = { $n ->
    [one] Am letzten Arbeitstag kam nichts.
   *[other] An den letzten { $number } Arbeitstagen kam nichts.
} Ist die Warteschlange leer, oder steht der Job?
mail-todo-log = Das Aktivitätsprotokoll war nicht lesbar. Der Funktion das Lesen erlauben oder es abschalten.
mail-todo-names = Namen waren nicht lesbar. Den Benutzerpool und das Recht darauf prüfen.
mail-todo-skipped = { $n ->
    [one] Eine Datei oder Antwort war nicht verwendbar.
   *[other] { $number } Dateien oder Antworten waren nicht verwendbar.
} Der Beleg sagt, welche und warum.
mail-todo-failed = { $n ->
    [one] Ein Objekt ist fehlgeschlagen.
   *[other] { $number } Objekte sind fehlgeschlagen.
} Vor dem Ende des Jobs in der Konsole ansehen.
mail-nothing-to-do = Nichts zu tun.

mail-used = { $answers } verwendet, { $skipped } ausgelassen
mail-log-beside = Antworten in S3: { $answers }, im Aktivitätsprotokoll bis zur neuesten davon: { $events } ({ $difference }). Es zählen die in S3.
mail-log-later = { $n ->
    [0] Keine kommt nur aus dem Protokoll.
    [one] Eine spätere Aufgabe kommt aus dem Protokoll.
   *[other] { $number } spätere Aufgaben kommen aus dem Protokoll.
}
mail-log-alone = Es zählt jede Aufgabe, die laut Aktivitätsprotokoll abgegeben wurde.
mail-log-unread = Das Aktivitätsprotokoll war nicht verwendbar; dies sagen die Antworten in S3.
mail-may-grow = Antworten zählen, wenn ihr Objekt fertig ist; die letzten Tage können also noch wachsen.
mail-names-warning = Namen aus Amazon Cognito: { $warning }.
mail-purpose = Für Planung und Teamgeist. Nicht zur Bewertung von Personen.

mail-hello = Hallo! { $title }, Stand { $time } ({ $zone }):
mail-on-day = { $labels } am { $day }
mail-on-day-by = { $labels } am { $day }, von { $people }
mail-goal-reached = Ziel { $number } erreicht
mail-goal = Ziel { $number }
mail-today = { $labels } heute
mail-team-now = Team jetzt
mail-pace-car = Schrittmacher
mail-same-days = Vorwoche
mail-ahead = { $number } vor dem Plan
mail-behind = { $number } hinter dem Plan
mail-level = genau im Plan
mail-keeps = { $pace } am Tag halten den { $day }
mail-same-days-is = an denselben Tagen
mail-took-part = { $people } dabei
mail-best-jump = Größter Sprung: { $name }
mail-everyone-else = alle anderen
mail-other-teams = andere Teams ({ $number })
mail-some-names = Einige Namen waren diesmal nicht lesbar: Sie sind wie zuvor oder Pseudonyme.

mail-watch = { $n ->
    [0] Ansehen
   *[other] Ansehen ({ $number } s)
}. Der Link gilt bis { $time }:
mail-rule = { $rule ->
    [few-together] Das ganze Team hat einen Balken: Alle anderen wären weniger als { $number } Personen.
    [few-seen] Das ganze Team hat einen Balken: Weniger als { $number } Personen wären zu sehen.
    [team-race] Dies ist ein Rennen des Teams: Niemand hat einen eigenen Balken.
    [gate] Labels zählen namentlich, außer bei niedriger Übereinstimmung mit anderen. Wessen zurückgehalten werden, sieht niemand.
    [no-gate] Keine Schwelle ist möglich: Niemand hat genug vergleichbare Antworten.
   *[strict] Strenger Datenschutz: Mails nennen niemanden, alle Balken haben die Farben des Teams, und ein Team mit weniger als { $number } Personen hat einen Balken.
}
mail-ask-which = Welcher Name im Film gehört zu dir? Einfach fragen, auch nach einem anderen Namen, um nicht vorzukommen oder für keine weiteren Mails:
mail-ask-name = Ein anderer Name im Film, gar nicht darin vorkommen oder keine Mails mehr? Einfach fragen:
mail-ask-team = Fragen, oder keine Mails mehr? Einfach fragen:
mail-ask-owner = wer diesen Job betreibt.

mail-nothing-new = Nichts Neues bei { $title } in dieser Woche.
mail-it-has = Bisher { $labels }, Stand { $time }.
mail-no-answers = Es gibt noch keine Antworten.

mail-fleet-of = { $jobs } in { $name }: { $time } ({ $zone }).
mail-fleet-films = { $number } { $n ->
    [one] neuer Film
   *[other] neue Filme
}
mail-fleet-same = { $number } ohne Neues
mail-fleet-failed = { $number } FEHLGESCHLAGEN
mail-fleet-day = { $labels } am { $day }, in { $jobs }
mail-fleet-in-all = { $labels } bisher in allen Filmen
mail-fleet-no-film = DIESMAL OHNE FILM
mail-fleet-table = ALLE JOBS, die dringendsten zuerst
mail-fleet-column-job = Job
mail-fleet-column-done = fertig
mail-fleet-column-labels = Labels
mail-fleet-column-new = neu
mail-fleet-state = { $state ->
    [failed] kein Film
    [stale] steht
    [behind] zurück
    [done] fertig
   *[not-begun] leer
}
mail-fleet-new-films = NEUE FILME
mail-fleet-new-films-until = NEUE FILME (die Links gelten bis { $time })
mail-fleet-owner = wer diese Jobs betreibt.

mail-subject-standing = { $standing ->
    [done] alles fertig
    [not-enough-data] noch zu früh
    [on-time] rechtzeitig
    [little-reserve] rechtzeitig, wenig Reserve
    [late] zu spät
    [passed] Termin vorbei
    [no-working-days] kein Arbeitstag mehr
   *[no-deadline] unterwegs
}
mail-subject-end = Ende { $first } - { $last }
mail-subject-end-on = Ende { $first }
mail-subject-percent = { $percent } fertig
mail-subject-week = { $labels } diese Woche
mail-subject-day = { $labels } am { $day }
mail-subject-nothing = nichts Neues diese Woche
mail-subject-jobs = { $number } { $n ->
    [one] Job
   *[other] Jobs
}
mail-subject-failed = { $number } fehlgeschlagen
