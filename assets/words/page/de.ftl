# What the page beside a film says in German.

page-film = Der Film
page-film-is = Balkenrennen von { $title }, { $seconds } s: insgesamt { $number } { counted-below }. Die Diagramme und die Tabelle unten zeigen dieselben Zahlen.
page-no-film = Dieser Browser spielt keine Filme ab.
page-jump = Springen zu
page-over-time = { counted } im Lauf der Zeit
page-everybody = Alle zusammen
page-per-day = { counted } pro Tag
page-per-week = { counted } pro Woche
page-per-month = { counted } pro Monat
page-hours = Wann das Team arbeitet
page-hours-is = { counted } aller zusammen nach Wochentag und Stunde
page-standings = Stand
page-forecast = Prognose
page-quality = Qualität
page-counting = So wird gezählt
page-your-data = Deine Daten
page-downloads = Downloads
page-place = Platz
page-name = Name
page-share = Anteil
page-last-week = Letzte 7 Tage
page-best-day = Bester Tag
page-day = Tag
page-week = Woche ab
page-month = Monat
page-total = Insgesamt
page-sort = Eine Überschrift wählen, um danach zu sortieren
page-copy = Tabelle kopieren
page-copied = Kopiert
page-not-copied = Nicht kopiert: bitte die Tabelle markieren und kopieren
page-fewer = weniger
page-more = mehr
page-target = Ziel { $number }
page-numbers = Die Zahlen dieses Diagramms
page-keys = Mit den Pfeiltasten geht es von Punkt zu Punkt
page-first-rows = Gedruckt sind die ersten { $number } Zeilen
page-poster = Bild
page-captions = Untertitel
page-table = Tabelle
page-all-numbers = Zahlen
page-one-label = Ein Label ist eine abgegebene Antwort.
page-one-task = Ein Label ist eine abgegebene Aufgabe im Aktivitätsprotokoll.
page-one-annotation = Eine Annotation ist eine Markierung in einer Antwort.
page-may-grow = Antworten zählen, wenn ihr Objekt fertig ist; die letzten Tage können also noch wachsen.
page-zone = Tage und Stunden sind die der Zeitzone { $zone }.
page-shares = Anteile beziehen sich auf alle { counted } des Jobs in dieser Zeit; jeder ist abgerundet.
page-named = Mit Namen steht hier, wer im Film einen Balken hat oder in der oberen Hälfte liegt, höchstens { $number }. Alle anderen sind eine Zeile, damit sich niemand aus dem Rest errechnen lässt.
page-grouped = Jede Zeile ist ein Team.
page-team-hours = Stunden des Tages werden nur von allen zusammen gezeigt, und nur ab fünf Personen.
page-purpose = Diese Seite dient der Planung und dem Teamgeist. Sie dient nicht der Bewertung von Personen.
page-holds = Sie enthält die Namen aus dem Film und Anzahlen von { counted }. Sie enthält keine E-Mail-Adressen, keine Benutzernamen und keine Arbeitszeiten einzelner Personen.
page-quiet = Sie lädt nichts von anderen Websites, setzt keine Cookies und verrät niemandem, dass sie gelesen wird.
page-ask = Ein anderer Name, oder gar nicht erscheinen? Frag { $contact }.
page-ask-owner = Ein anderer Name, oder gar nicht erscheinen? Frag, wer diesen Job betreibt.
page-so-far = { $day }: bisher { $number } { counted-below }.
page-at-the-end = Am Ende: { $number } { counted-below }.
page-alone = { $name } hat { $first }.
page-leads = { $name } führt mit { $first } vor { $second } mit { $next }.
page-level = { $name } und { $second } liegen mit { $first } gleichauf.
page-third = { $name } folgt mit { $first }.
page-through = Ganze Tage bis
page-done = Erledigt
page-this-week = Im Tempo dieser Woche
page-too-early = Noch zu wenige Daten
page-likely = Voraussichtlich fertig
page-deadline = Termin
page-no-end = nicht innerhalb von zehn Jahren
page-on-time = rechtzeitig
page-on-time-slowest = rechtzeitig, auch im Tempo der langsamsten Woche
page-reserve = rechtzeitig in diesem Tempo, mit wenig Reserve
page-late = zu spät
page-passed = ist vorbei
page-no-days = bis dahin ist kein Arbeitstag mehr
page-paces = Ein Tempo ist, was je Arbeitstag geschafft wurde. Der heutige Tag zählt noch nicht mit.
page-agreement = Übereinstimmung (Krippendorffs Alpha)
page-disagreed = Objekte, bei denen sich alle widersprechen
page-confused = Am häufigsten verwechselt
page-one-class = nur eine Klasse
page-team = 1 ist volle Übereinstimmung, 0 ist Zufall; der Bereich gilt zu 95 %. Es geht um das Team, nie um Einzelne.
page-last-days = Im Tempo der letzten { $number } Arbeitstage
page-slowest = { $n ->
    [one] Im Tempo der einen vollen Woche
   *[other] Im Tempo der langsamsten der letzten { $number } vollen Wochen
}
page-done-on = { $day } ({ $rate } am Tag)
page-from-on = ab { $day }, ohne absehbares Ende
page-needs = { $day } verlangt { $rate } am Tag
page-late-by = zu spät: es fehlen { $rate } am Tag
page-days-left = { $n ->
    [one] noch { $number } Arbeitstag
   *[other] noch { $number } Arbeitstage
}
page-days-so-far = { $n ->
    [one] bisher { $number } ganzer Arbeitstag; eine Prognose braucht 3
   *[other] bisher { $number } ganze Arbeitstage; eine Prognose braucht 3
}
page-week-from = Woche ab { $day }
page-of-disagreements = { $classes } ({ $part } aller Widersprüche)
page-plan = Plan: { $number } bis { $day }
page-planned = Plan
