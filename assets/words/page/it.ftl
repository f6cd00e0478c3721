# What the page beside a film says in Italian.

page-film = Il filmato
page-film-is = Gara di barre di { $title }, { $seconds } s: { $number } { counted-below } in tutto. I grafici e la tabella qui sotto hanno gli stessi numeri.
page-no-film = Il tuo browser non riproduce filmati.
page-jump = Vai a
page-over-time = { counted } nel tempo
page-everybody = Tutti insieme
page-per-day = { counted } al giorno
page-per-week = { counted } a settimana
page-per-month = { counted } al mese
page-hours = Quando lavora il team
page-hours-is = { counted } di tutti insieme, per giorno della settimana e ora
page-standings = Classifica
page-forecast = Previsione
page-quality = Qualità
page-counting = Come si conta
page-your-data = I tuoi dati
page-downloads = Download
page-place = Posto
page-name = Nome
page-share = Quota
page-last-week = Ultimi 7 giorni
page-best-day = Giorno migliore
page-day = Giorno
page-week = Settimana dal
page-month = Mese
page-total = In tutto
page-sort = Scegli un’intestazione per ordinare
page-copy = Copia la tabella
page-copied = Copiata
page-not-copied = Non copiata: seleziona la tabella e copiala
page-fewer = meno
page-more = più
page-target = obiettivo { $number }
page-numbers = I numeri di questo grafico
page-keys = Con i tasti freccia si va da un punto all’altro
page-first-rows = Sono stampate le prime { $number } righe
page-poster = Immagine
page-captions = Sottotitoli
page-table = Tabella
page-all-numbers = Numeri
page-one-label = Un’etichetta è una risposta inviata.
page-one-task = Un’etichetta è un compito inviato, secondo il registro delle attività.
page-one-annotation = Un’annotazione è un segno in una risposta.
page-may-grow = Le risposte contano quando il loro oggetto è finito, quindi gli ultimi giorni possono ancora crescere.
page-zone = Giorni e ore sono quelli del fuso orario { $zone }.
page-shares = Le quote si riferiscono a tutte le { counted } di questo periodo; ognuna è arrotondata per difetto.
page-named = È nominato chi ha una barra nel filmato o sta nella metà superiore, al massimo { $number }. Tutti gli altri sono una riga sola, così che nessuno si possa ricavare dal resto.
page-grouped = Ogni riga è un team.
page-team-hours = Le ore del giorno sono mostrate solo di tutti insieme, e solo da cinque persone in su.
page-purpose = Questa pagina serve a pianificare e allo spirito del team. Non serve a valutare persone.
page-holds = Contiene i nomi del filmato e numeri di { counted }. Non contiene indirizzi e-mail, nomi utente né orari di lavoro di nessuno.
page-quiet = Non carica nulla da altri siti, non usa cookie e non dice a nessuno che la leggi.
page-ask = Un altro nome, o non comparire? Chiedi a { $contact }.
page-ask-owner = Un altro nome, o non comparire? Chiedi a chi gestisce questo lavoro.
page-so-far = { $day }: { $number } { counted-below } finora.
page-at-the-end = Alla fine: { $number } { counted-below }.
page-alone = { $name } ne ha { $first }.
page-leads = { $name } è in testa con { $first }, davanti a { $second } con { $next }.
page-level = { $name } e { $second } sono pari a { $first }.
page-third = { $name } segue con { $first }.
page-through = Giorni interi fino al
page-done = Fatto
page-this-week = Al ritmo di questa settimana
page-too-early = Dati ancora insufficienti
page-likely = Fine probabile
page-deadline = Scadenza
page-no-end = non entro dieci anni
page-on-time = in tempo
page-on-time-slowest = in tempo, anche al ritmo della settimana più lenta
page-reserve = in tempo a questo ritmo, con poco margine
page-late = in ritardo
page-passed = è passata
page-no-days = fino ad allora non resta alcun giorno lavorativo
page-paces = Un ritmo è quanto è stato fatto per giorno lavorativo. Oggi non conta ancora.
page-agreement = Accordo (alfa di Krippendorff)
page-disagreed = Oggetti su cui nessuno concorda
page-confused = Confuse più spesso
page-one-class = una sola classe
page-team = 1 è accordo pieno, 0 è il caso; l’intervallo è al 95 %. Riguarda il team, mai una singola persona.
page-last-days = Al ritmo degli ultimi { $number } giorni lavorativi
page-slowest = { $n ->
    [one] Al ritmo dell’unica settimana intera
   *[other] Al ritmo della più lenta delle ultime { $number } settimane intere
}
page-done-on = { $day } ({ $rate } al giorno)
page-from-on = dal { $day }, senza una fine in vista
page-needs = { $day } richiede { $rate } al giorno
page-late-by = in ritardo: mancano { $rate } al giorno
page-days-left = { $n ->
    [one] resta { $number } giorno lavorativo
   *[other] restano { $number } giorni lavorativi
}
page-days-so-far = { $n ->
    [one] { $number } giorno lavorativo intero finora; una previsione ne richiede 3
   *[other] { $number } giorni lavorativi interi finora; una previsione ne richiede 3
}
page-week-from = Settimana dal { $day }
page-of-disagreements = { $classes } ({ $part } dei disaccordi)
page-plan = piano: { $number } entro il { $day }
page-planned = piano
