# What the page beside a film says in French.

page-film = Le film
page-film-is = Course de barres de { $title }, { $seconds } s : { $number } { counted-below } en tout. Les graphiques et le tableau ci-dessous donnent les mêmes chiffres.
page-no-film = Votre navigateur ne lit pas les films.
page-jump = Aller à
page-over-time = { counted } au fil du temps
page-everybody = Tous ensemble
page-per-day = { counted } par jour
page-per-week = { counted } par semaine
page-per-month = { counted } par mois
page-hours = Quand l’équipe travaille
page-hours-is = { counted } de tous ensemble, par jour de la semaine et par heure
page-standings = Classement
page-forecast = Prévision
page-quality = Qualité
page-counting = Comment c’est compté
page-your-data = Vos données
page-downloads = Téléchargements
page-place = Place
page-name = Nom
page-share = Part
page-last-week = 7 derniers jours
page-best-day = Meilleur jour
page-day = Jour
page-week = Semaine du
page-month = Mois
page-total = En tout
page-sort = Choisissez un titre de colonne pour trier
page-copy = Copier le tableau
page-copied = Copié
page-not-copied = Non copié : sélectionnez le tableau et copiez-le
page-fewer = moins
page-more = plus
page-target = objectif { $number }
page-numbers = Les chiffres de ce graphique
page-keys = Les touches fléchées vont d’un point à l’autre
page-first-rows = Seules les { $number } premières lignes sont imprimées
page-poster = Image
page-captions = Sous-titres
page-table = Tableau
page-all-numbers = Chiffres
page-one-label = Une étiquette est une réponse envoyée.
page-one-task = Une étiquette est une tâche envoyée, d’après le journal d’activité.
page-one-annotation = Une annotation est une marque dans une réponse.
page-may-grow = Les réponses comptent quand leur objet est terminé : les derniers jours peuvent donc encore augmenter.
page-zone = Les jours et les heures sont ceux du fuseau horaire { $zone }.
page-shares = Les parts se rapportent à toutes les { counted } de cette période ; chacune est arrondie vers le bas.
page-named = Sont nommés ceux qui ont une barre dans le film ou sont dans la moitié supérieure, { $number } au plus. Tous les autres forment une seule ligne, afin que personne ne puisse être déduit du reste.
page-grouped = Chaque ligne est une équipe.
page-team-hours = Les heures de la journée ne sont montrées que pour tous ensemble, et à partir de cinq personnes.
page-purpose = Cette page sert à planifier et à animer l’équipe. Elle ne sert pas à évaluer des personnes.
page-holds = Elle contient les noms du film et des nombres d’{ counted }. Elle ne contient ni adresse e-mail, ni nom d’utilisateur, ni horaire de travail de qui que ce soit.
page-quiet = Elle ne charge rien d’autres sites, ne dépose aucun cookie et ne dit à personne que vous la lisez.
page-ask = Un autre nom, ou ne pas apparaître ? Demandez à { $contact }.
page-ask-owner = Un autre nom, ou ne pas apparaître ? Demandez au responsable de cette tâche.
page-so-far = { $day } : { $number } { counted-below } jusqu’ici.
page-at-the-end = À la fin : { $number } { counted-below }.
page-alone = { $name } en a { $first }.
page-leads = { $name } mène avec { $first }, devant { $second } avec { $next }.
page-level = { $name } et { $second } sont à égalité avec { $first }.
page-third = { $name } suit avec { $first }.
page-through = Jours entiers jusqu’au
page-done = Fait
page-this-week = Au rythme de cette semaine
page-too-early = Pas encore assez de données
page-likely = Fin probable
page-deadline = Échéance
page-no-end = pas avant dix ans
page-on-time = à temps
page-on-time-slowest = à temps, même au rythme de la semaine la plus lente
page-reserve = à temps à ce rythme, avec peu de marge
page-late = en retard
page-passed = est passée
page-no-days = aucun jour ouvré ne reste jusque-là
page-paces = Un rythme est ce qui a été fait par jour ouvré. Aujourd’hui ne compte pas encore.
page-agreement = Accord (alpha de Krippendorff)
page-disagreed = Objets sur lesquels tous divergent
page-confused = Le plus souvent confondues
page-one-class = une seule classe
page-team = 1 est l’accord complet, 0 le hasard ; l’intervalle est à 95 %. Il s’agit de l’équipe, jamais d’une personne.
page-last-days = Au rythme des { $number } derniers jours ouvrés
page-slowest = { $n ->
    [one] Au rythme de la seule semaine complète
   *[other] Au rythme de la plus lente des { $number } dernières semaines complètes
}
page-done-on = { $day } ({ $rate } par jour)
page-from-on = à partir du { $day }, sans fin prévisible
page-needs = { $day } : il faut { $rate } par jour
page-late-by = en retard : il manque { $rate } par jour
page-days-left = { $n ->
    [one] { $number } jour ouvré restant
   *[other] { $number } jours ouvrés restants
}
page-days-so-far = { $n ->
    [one] { $number } jour ouvré entier jusqu’ici ; une prévision en demande 3
   *[other] { $number } jours ouvrés entiers jusqu’ici ; une prévision en demande 3
}
page-week-from = Semaine du { $day }
page-of-disagreements = { $classes } ({ $part } des désaccords)
page-plan = plan : { $number } d’ici le { $day }
page-planned = plan
