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
one-bar = une course de toute l’équipe, afin que personne ne soit exposé
gated = comptés par nom sauf faible accord avec les collègues
strict = confidentialité stricte : couleurs d’équipe seulement
since = dans les barres : ajouts { $period ->
    [month] du mois
    [week] de la semaine
   *[day] du jour
}
of-the-team = { $what ->
    [annotations] Annotations cumulées
    [objects] Objets cumulés
   *[labels] Étiquettes cumulées
} de l’équipe
pace-car = rythme requis
needed = rythme requis : { $number } { counted-below } par jour ouvré jusqu’au { $day }
no-pace-car = { $why ->
    [deadline] pas de rythme requis : aucune échéance
    [left] pas de rythme requis : il ne restait rien à faire
    [passed] pas de rythme requis : l’échéance était passée
   *[unknown] pas de rythme requis : le besoin est inconnu
}
against-pace = { $side ->
    [ahead] d’avance sur le rythme requis
    [behind] de retard sur le rythme requis
   *[level] au rythme requis
}
ghost = { $n ->
    [one] semaine dernière
   *[other] { $number } semaines avant
}
no-ghost = rien aux mêmes jours de la semaine précédente
against-ghost = { $side ->
    [ahead] de plus que { $n ->
        [one] la semaine dernière
       *[other] { $number } semaines avant
    }
    [behind] de moins que { $n ->
        [one] la semaine dernière
       *[other] { $number } semaines avant
    }
   *[level] autant que { $n ->
        [one] la semaine dernière
       *[other] { $number } semaines avant
    }
}
done-then = tout fini alors, à ce rythme
