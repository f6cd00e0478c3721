# What the mails say in French. `$number` is `$n` as it is written. Other numbers come written, with their nouns.

mail-on-time = À TEMPS ?
mail-progress = AVANCEMENT
mail-week = SEMAINE
mail-effort = EFFORT
mail-quality = QUALITÉ
mail-to-do = À FAIRE
mail-health = ÉTAT DES DONNÉES
mail-lead = EN TÊTE
mail-race = COURSE DE LA SEMAINE, { $days }

mail-day = { $weekday } { $day }
mail-moment = { $weekday } { $time }
mail-counted-people = { $number } { people }
mail-counted-answers = { $number } { $n ->
    [one] réponse
   *[other] réponses
}
mail-week-of = { $days } ({ $zone }) ; réponses jusqu’au { $time }
mail-jobs = { $number } { $n ->
    [one] tâche
   *[other] tâches
}, la plus urgente d’abord
mail-more-jobs = et { $number } de plus
mail-so-far = { $labels } jusqu’ici
mail-so-far-by = { $labels } jusqu’ici, par { $people }

mail-standing = { $standing ->
    [done] Toutes les étiquettes sont là.
    [not-enough-data] Il est trop tôt pour une prévision : il faut trois jours ouvrés.
    [on-time] À temps, même au rythme de la plus lente des dernières semaines.
    [little-reserve] À temps à ce rythme, avec peu de marge.
    [late] En retard à ce rythme.
    [passed] La date limite est passée.
    [no-working-days] Il ne reste aucun jour ouvré avant la date limite.
   *[no-deadline] Aucune date limite n’est fixée.
}
mail-pace = Au rythme de cette semaine ({ $pace } par jour) : { $end }
mail-pace-of-days = { $n ->
    [one] Au rythme du dernier jour ouvré
   *[other] Au rythme des { $number } derniers jours ouvrés
} ({ $pace } par jour) : { $end }
mail-slowest = { $n ->
    [one] Au rythme de la seule semaine entière
   *[other] Au rythme de la plus lente des { $number } dernières semaines entières
} ({ $pace } par jour) : { $end }
mail-done-on = fini { $day }
mail-no-end = pas de fin d’ici dix ans
mail-likely = Probablement entre { $first } et { $last }
mail-likely-on = Probablement { $first }
mail-likely-from = Probablement à partir de { $first }, sans fin en vue
mail-deadline = Date limite { $day }
mail-deadline-needs = La date limite { $day } demande { $pace } par jour
mail-missing = il en manque { $pace } par jour
mail-no-forecast = { $why ->
    [total-below] Pas de prévision : le total fixé, { $total }, est inférieur à ce qui est fait ({ $labels }).
    [no-per-object] Pas de prévision : aucun objet fini ne montre encore combien de personnes étiquettent chacun.
    [no-calendar] Pas de prévision : la liste des jours fériés est inutilisable.
   *[no-total] Pas de prévision : rien ne dit combien d’étiquettes la tâche demande.
}

mail-job = Tâche
mail-of = { $of } ({ $percent })
mail-objects-else = par des machines { $machine }, en échec { $failed }, en attente { $waiting }
mail-this-week = { $labels } cette semaine, { $before } la semaine d’avant
mail-each = { $labels } par objet
mail-before = avant
mail-untold = -: non indiqué, pour que personne ne puisse être déduit.

mail-compared = { $line } (semaine d’avant { $before })
mail-active = { $hours } heures actives, { $rate } étiquettes par heure active
mail-median = La moitié des tâches ont pris { $seconds } s ou moins
mail-returned = Sur { $accepted } tâches acceptées, { $returned } rendues et { $declined } refusées ({ $percent })
mail-alpha = Accord (alpha de Krippendorff) { $alpha } [{ $low } à { $high }] sur { $objects }
mail-alpha-of-job = Toute la tâche : { $alpha } [{ $low } à { $high }] sur { $objects }
mail-alarm = { $alarm ->
    [low] Alerte : il est inférieur à 0,67.
    [drop] Alerte : il a baissé de plus de 0,05.
    [few] Trop peu d’objets pour une alerte (il en faut 30).
   *[none] Pas d’alerte (ce serait sous 0,67, ou une baisse de plus de 0,05).
}
mail-disagreed = { $objects } où personne n’est d’accord
mail-confused = Les plus confondus : { $one } / { $other } ({ $percent } des désaccords)
mail-lacking = { $why ->
    [one-class] Toutes les réponses comparables ont la même classe, ce qui ne dit rien de l’accord.
   *[one-person-each] Aucun objet n’a les réponses de deux personnes : il n’y a rien à comparer.
}

mail-todo-late = Le rythme est de { $pace } par jour et la date limite demande { $need }. Trouver d’autres personnes ou une autre date.
mail-todo-passed = La date limite est passée et il reste { $labels }. En fixer une autre.
mail-todo-no-working-days = Il ne reste aucun jour ouvré avant la date limite, et il reste { $labels }. En fixer une autre.
mail-todo-total-below = Corriger le total de { $total } : { $labels } sont déjà là.
mail-todo-total-missing = Dire combien d’étiquettes la tâche demande (total), sinon pas de prévision pour la date limite.
mail-todo-confused = L’accord est faible. Ajouter aux consignes un exemple de { $one } et de { $other }.
mail-todo-agreement = L’accord est faible. Regarder les objets où personne n’est d’accord (labelrace agreement).
mail-todo-quiet = { $n ->
    [one] Rien n’est arrivé le dernier jour ouvré.
   *[other] Rien n’est arrivé les { $number } derniers jours ouvrés.
} La file est-elle vide, ou la tâche arrêtée ?
mail-todo-log = Le journal d’activité n’a pas pu être lu. Laisser la fonction le lire, ou le désactiver.
mail-todo-names = Des noms n’ont pas pu être lus. Vérifier le groupe d’utilisateurs et son autorisation.
mail-todo-skipped = { $n ->
    [one] { $number } fichier ou réponse est inutilisable.
   *[other] { $number } fichiers ou réponses sont inutilisables.
} Le reçu dit lesquels et pourquoi.
mail-todo-failed = { $n ->
    [one] { $number } objet a échoué.
   *[other] { $number } objets ont échoué.
} À regarder dans la console avant la fin de la tâche.
mail-nothing-to-do = Rien à faire.

mail-used = { $answers } en compte, { $skipped } hors compte
mail-log-beside = Réponses dans S3 : { $answers } ; dans le journal d’activité jusqu’à la plus récente : { $events } ({ $difference }). Celles de S3 comptent.
mail-log-later = { $n ->
    [0] Aucune ne vient du journal seul.
    [one] { $number } tâche plus récente vient du journal.
   *[other] { $number } tâches plus récentes viennent du journal.
}
mail-log-alone = Chaque tâche soumise d’après le journal d’activité compte.
mail-log-unread = Le journal d’activité n’a pas pu servir ; voici ce que disent les réponses dans S3.
mail-may-grow = Les réponses comptent quand leur objet est fini : les derniers jours peuvent encore augmenter.
mail-names-warning = Noms d’Amazon Cognito : { $warning }.
mail-purpose = Pour la planification et l’esprit d’équipe. Pas pour évaluer des personnes.

mail-hello = Bonjour ! { $title }, état au { $time } ({ $zone }) :
mail-on-day = { $labels } { $day }
mail-on-day-by = { $labels } { $day }, par { $people }
mail-goal-reached = objectif de { $number } atteint
mail-goal = objectif { $number }
mail-today = { $labels } aujourd’hui
mail-team-now = Équipe
mail-pace-car = Allure à tenir
mail-same-days = Semaine d’avant
mail-ahead = { $number } d’avance sur le plan
mail-behind = { $number } de retard sur le plan
mail-level = comme prévu
mail-keeps = { $pace } par jour pour tenir { $day }
mail-same-days-is = aux mêmes jours
mail-took-part = { $people } ont participé
mail-best-jump = Plus belle progression : { $name }
mail-everyone-else = les autres
mail-other-teams = autres équipes ({ $number })
mail-some-names = Certains noms n’ont pas pu être lus cette fois : ils sont comme avant, ou des pseudonymes.

mail-watch = { $n ->
    [0] À regarder
   *[other] À regarder ({ $number } s)
}. Le lien marche jusqu’au { $time } :
mail-rule = { $rule ->
    [few-together] Toute l’équipe a une seule barre : les autres seraient moins de { $number } personnes.
    [few-seen] Toute l’équipe a une seule barre : on verrait moins de { $number } personnes.
    [team-race] C’est une course de l’équipe : personne n’a sa propre barre.
    [gate] Les étiquettes comptent nommément, sauf en cas de faible accord avec les autres. Personne ne voit qui est concerné.
    [no-gate] Aucun seuil n’est possible : personne n’a assez de réponses comparables.
   *[strict] Confidentialité stricte : les mails ne nomment personne, les barres ont les couleurs de l’équipe, et une équipe de moins de { $number } personnes a une seule barre.
}
mail-ask-which = Quel nom est le vôtre dans le film ? Il suffit de demander, aussi pour un autre nom, pour ne pas y être ou pour ne plus recevoir de mails :
mail-ask-name = Un autre nom dans le film, ne pas y être, ou plus de mails ? Il suffit de demander :
mail-ask-team = Des questions, ou plus de mails ? Il suffit de demander :
mail-ask-owner = à qui gère cette tâche.

mail-nothing-new = Rien de nouveau dans { $title } cette semaine.
mail-it-has = Jusqu’ici { $labels }, état au { $time }.
mail-no-answers = Il n’y a pas encore de réponses.

mail-fleet-of = { $jobs } dans { $name } : { $time } ({ $zone }).
mail-fleet-films = { $number } { $n ->
    [one] nouveau film
   *[other] nouveaux films
}
mail-fleet-same = { $number } sans nouveauté
mail-fleet-failed = { $number } EN ÉCHEC
mail-fleet-day = { $labels } { $day }, dans { $jobs }
mail-fleet-in-all = { $labels } jusqu’ici dans tous les films
mail-fleet-no-film = SANS FILM CETTE FOIS
mail-fleet-table = TOUTES LES TÂCHES, les plus urgentes d’abord
mail-fleet-column-job = tâche
mail-fleet-column-done = fait
mail-fleet-column-labels = étiquettes
mail-fleet-column-new = plus
mail-fleet-state = { $state ->
    [failed] échec
    [stale] arrêtée
    [behind] en retard
    [done] finie
   *[not-begun] vide
}
mail-fleet-new-films = NOUVEAUX FILMS
mail-fleet-new-films-until = NOUVEAUX FILMS (les liens marchent jusqu’au { $time })
mail-fleet-owner = à qui gère ces tâches.

mail-subject-standing = { $standing ->
    [done] tout est fini
    [not-enough-data] trop tôt pour le dire
    [on-time] à temps
    [little-reserve] à temps, peu de marge
    [late] en retard
    [passed] date limite passée
    [no-working-days] plus de jour ouvré
   *[no-deadline] en cours
}
mail-subject-end = fin { $first } - { $last }
mail-subject-end-on = fin { $first }
mail-subject-percent = { $percent } faits
mail-subject-week = { $labels } cette semaine
mail-subject-day = { $labels } { $day }
mail-subject-nothing = rien de nouveau cette semaine
mail-subject-jobs = { $number } { $n ->
    [one] tâche
   *[other] tâches
}
mail-subject-failed = { $number } en échec
