# What a film says in French. `$number` is `$n` as it is written.

counted = { $what ->
    [annotations] annotations
    [objects] objets
   *[labels] étiquettes
}
counted-below = { $what ->
    [annotations] { $n ->
        [one] annotation
       *[other] annotations
    }
    [objects] { $n ->
        [one] objet
       *[other] objets
    }
   *[labels] { $n ->
        [one] étiquette
       *[other] étiquettes
    }
}
people = { $n ->
    [one] personne
   *[other] personnes
}
cumulative = { $what ->
    [annotations] Annotations cumulées
    [objects] Objets cumulés
   *[labels] Étiquettes cumulées
} par { $per ->
    [team] équipe
   *[person] personne
}
by = { $counted } de { $number } { people }
of = { $done } sur { $number } { counted-below }
left = { $n ->
    [0] tout est fait
   *[other] encore { $number } { counted-below }
}
headline = { $day } : { $number } { counted-below }
best-so-far = meilleure journée jusqu’ici
best-day = meilleure journée : { $day }
biggest-climb = plus belle remontée : { $name }
out-of = { $part } sur { $number }
reached-the-goal = objectif atteint
milestone = { $number } { counted-below }
goal = objectif { $number }
as-of = État au { $time }
open = { $n ->
    [0] aucun objet restant
    [one] { $number } objet restant
   *[other] { $number } objets restants
}
consolidated = les heures sont celles de la consolidation, non de l’envoi
logged = compte les tâches envoyées selon le journal d’activité
takes-the-lead = prend la tête
reaches-the-goal = atteint l’objectif
climbed = gagne { $number } places en { $period ->
    [month] un mois
    [week] une semaine
   *[day] un jour
}
best-yet = { $period ->
    [month] meilleur mois jusqu’ici
    [week] meilleure semaine jusqu’ici
   *[day] meilleure journée jusqu’ici
}
everyone-else = le reste ({ $number })
no-team = sans équipe
the-team = l’équipe
one-bar = une barre pour toute l’équipe, afin que personne ne soit exposé
gated = comptés par nom sauf faible accord avec les collègues
strict = confidentialité stricte : couleurs d’équipe seulement
since = dans les barres : ajouts { $period ->
    [month] du mois
    [week] de la semaine
   *[day] du jour
}
