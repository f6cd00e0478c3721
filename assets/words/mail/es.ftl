# What the mails say in Spanish. `$number` is `$n` as it is written. Other numbers come written, with their nouns.

mail-on-time = ¿A TIEMPO?
mail-progress = AVANCE
mail-week = SEMANA
mail-effort = ESFUERZO
mail-quality = CALIDAD
mail-to-do = POR HACER
mail-health = ESTADO DE LOS DATOS
mail-lead = EN CABEZA
mail-race = CARRERA DE LA SEMANA, { $days }

mail-day = { $weekday } { $day }
mail-moment = { $weekday } { $time }
mail-counted-people = { $number } { people }
mail-counted-answers = { $number } { $n ->
    [one] respuesta
   *[other] respuestas
}
mail-week-of = { $days } ({ $zone }); respuestas hasta { $time }
mail-jobs = { $number } { $n ->
    [one] trabajo
   *[other] trabajos
}, primero el más urgente
mail-more-jobs = y { $number } más
mail-so-far = { $labels } hasta ahora
mail-so-far-by = { $labels } hasta ahora, de { $people }

mail-standing = { $standing ->
    [done] Ya están todas las etiquetas.
    [not-enough-data] Es pronto para una previsión: hacen falta tres días laborables.
    [on-time] A tiempo, incluso al ritmo de la más lenta de las últimas semanas.
    [little-reserve] A tiempo a este ritmo, con poco margen.
    [late] Tarde a este ritmo.
    [passed] La fecha límite ya pasó.
    [no-working-days] No queda ningún día laborable hasta la fecha límite.
   *[no-deadline] No hay fecha límite.
}
mail-pace = Al ritmo de esta semana ({ $pace } al día): { $end }
mail-pace-of-days = { $n ->
    [one] Al ritmo del último día laborable
   *[other] Al ritmo de los últimos { $number } días laborables
} ({ $pace } al día): { $end }
mail-slowest = { $n ->
    [one] Al ritmo de la única semana completa
   *[other] Al ritmo de la más lenta de las últimas { $number } semanas completas
} ({ $pace } al día): { $end }
mail-done-on = listo el { $day }
mail-no-end = sin final en diez años
mail-likely = Probablemente entre el { $first } y el { $last }
mail-likely-on = Probablemente el { $first }
mail-likely-from = Probablemente desde el { $first }, sin final a la vista
mail-deadline = Fecha límite { $day }
mail-deadline-needs = La fecha límite { $day } pide { $pace } al día
mail-missing = faltan { $pace } al día
mail-no-forecast = { $why ->
    [total-below] Sin previsión: el total fijado, { $total }, es menor que lo ya hecho ({ $labels }).
    [no-per-object] Sin previsión: ningún objeto terminado muestra aún cuántas personas etiquetan cada uno.
    [no-calendar] Sin previsión: la lista de festivos no se puede usar.
   *[no-total] Sin previsión: nada dice cuántas etiquetas requiere el trabajo.
}

mail-job = Trabajo
mail-of = { $of } ({ $percent })
mail-objects-else = por máquinas { $machine }, fallidos { $failed }, en espera { $waiting }
mail-this-week = { $labels } esta semana, { $before } la anterior
mail-each = { $labels } por objeto
mail-before = antes
mail-untold = -: no se indica, para que nadie pueda deducirse.

mail-compared = { $line } (semana anterior { $before })
mail-active = { $hours } horas activas, { $rate } etiquetas por hora activa
mail-median = La mitad de las tareas llevó { $seconds } s o menos
mail-returned = De { $accepted } tareas aceptadas, { $returned } devueltas y { $declined } rechazadas ({ $percent })
mail-alpha = Acuerdo (alfa de Krippendorff) { $alpha } [{ $low } a { $high }] en { $objects }
mail-alpha-of-job = Todo el trabajo: { $alpha } [{ $low } a { $high }] en { $objects }
mail-alarm = { $alarm ->
    [low] Alerta: está por debajo de 0,67.
    [drop] Alerta: bajó más de 0,05.
    [few] Muy pocos objetos para una alerta (hacen falta 30).
   *[none] Sin alerta (sería por debajo de 0,67 o una bajada de más de 0,05).
}
mail-disagreed = { $objects } en que nadie está de acuerdo
mail-confused = Lo más confundido: { $one } / { $other } ({ $percent } de los desacuerdos)
mail-lacking = { $why ->
    [one-class] Todas las respuestas comparables tienen la misma clase, lo que no dice nada del acuerdo.
   *[one-person-each] Ningún objeto tiene respuestas de dos personas, así que no hay nada que comparar.
}

mail-todo-late = El ritmo es de { $pace } al día y la fecha límite pide { $need }. Buscar más personas u otra fecha.
mail-todo-passed = La fecha límite ya pasó y quedan { $labels }. Fijar otra.
mail-todo-no-working-days = No queda ningún día laborable hasta la fecha límite y quedan { $labels }. Fijar otra.
mail-todo-total-below = Corregir el total de { $total }: ya hay { $labels }.
mail-todo-total-missing = Decir cuántas etiquetas requiere el trabajo (total), o no habrá previsión para la fecha límite.
mail-todo-confused = El acuerdo es bajo. Añadir a las instrucciones un ejemplo de { $one } y { $other }.
mail-todo-agreement = El acuerdo es bajo. Mirar los objetos en que nadie está de acuerdo (labelrace agreement).
mail-todo-quiet = { $n ->
    [one] No llegó nada el último día laborable.
   *[other] No llegó nada en los últimos { $number } días laborables.
} ¿Está vacía la cola o se paró el trabajo?
mail-todo-log = No se pudo leer el registro de actividad. Permitir a la función leerlo, o desactivarlo.
mail-todo-names = No se pudieron leer nombres. Revisar el grupo de usuarios y su permiso.
mail-todo-skipped = { $n ->
    [one] Un archivo o una respuesta no se pudo usar.
   *[other] { $number } archivos o respuestas no se pudieron usar.
} El recibo dice cuáles y por qué.
mail-todo-failed = { $n ->
    [one] Falló un objeto.
   *[other] Fallaron { $number } objetos.
} Mirar en la consola antes de que acabe el trabajo.
mail-nothing-to-do = Nada por hacer.

mail-used = { $answers } en uso, { $skipped } sin usar
mail-log-beside = Respuestas en S3: { $answers }; en el registro de actividad hasta la más reciente: { $events } ({ $difference }). Cuentan las de S3.
mail-log-later = { $n ->
    [0] Ninguna viene solo del registro.
    [one] Una tarea posterior viene del registro.
   *[other] { $number } tareas posteriores vienen del registro.
}
mail-log-alone = Cuenta cada tarea enviada según el registro de actividad.
mail-log-unread = No se pudo usar el registro de actividad; esto dicen las respuestas en S3.
mail-may-grow = Las respuestas cuentan cuando su objeto está terminado, así que los últimos días aún pueden crecer.
mail-names-warning = Nombres de Amazon Cognito: { $warning }.
mail-purpose = Para planificar y para el espíritu de equipo. No para evaluar a personas.

mail-hello = ¡Hola! { $title } a { $time } ({ $zone }):
mail-on-day = { $labels } el { $day }
mail-on-day-by = { $labels } el { $day }, de { $people }
mail-goal-reached = meta de { $number } alcanzada
mail-goal = meta { $number }
mail-today = { $labels } hoy
mail-team-now = Equipo
mail-pace-car = Ritmo necesario
mail-same-days = Semana anterior
mail-ahead = { $number } por delante del plan
mail-behind = { $number } por detrás del plan
mail-level = según el plan
mail-keeps = { $pace } al día para cumplir el { $day }
mail-same-days-is = en los mismos días
mail-took-part = Participación: { $people }
mail-best-jump = Mayor salto: { $name }
mail-everyone-else = los demás
mail-other-teams = otros equipos ({ $number })
mail-some-names = Algunos nombres no se pudieron leer esta vez: son como antes, o seudónimos.

mail-watch = { $n ->
    [0] Para verlo
   *[other] Para verlo ({ $number } s)
}. El enlace funciona hasta { $time }:
mail-rule = { $rule ->
    [few-together] Todo el equipo tiene una barra: los demás serían menos de { $number } personas.
    [few-seen] Todo el equipo tiene una barra: se verían menos de { $number } personas.
    [team-race] Es una carrera del equipo: nadie tiene una barra propia.
    [gate] Las etiquetas cuentan con nombre salvo si el acuerdo con los demás es bajo. Nadie ve de quién son las retenidas.
    [no-gate] No es posible ningún umbral: nadie tiene bastantes respuestas comparables.
   *[strict] Privacidad estricta: los correos no nombran a nadie, las barras tienen los colores del equipo y un equipo de menos de { $number } personas tiene una barra.
}
mail-ask-which = ¿Qué nombre de la película es el tuyo? Basta con preguntar, también para tener otro nombre, no salir o no recibir más correos:
mail-ask-name = ¿Otro nombre en la película, no salir en ella o no recibir más correos? Basta con preguntar:
mail-ask-team = ¿Preguntas, o no recibir más correos? Basta con preguntar:
mail-ask-owner = a quien lleva este trabajo.

mail-nothing-new = Nada nuevo en { $title } esta semana.
mail-it-has = Hasta ahora { $labels }, a { $time }.
mail-no-answers = Aún no hay respuestas.

mail-fleet-of = { $jobs } en { $name }: { $time } ({ $zone }).
mail-fleet-films = { $number } { $n ->
    [one] película nueva
   *[other] películas nuevas
}
mail-fleet-same = { $number } sin novedades
mail-fleet-failed = { $number } CON ERROR
mail-fleet-day = { $labels } el { $day }, en { $jobs }
mail-fleet-in-all = { $labels } hasta ahora en todas las películas
mail-fleet-no-film = ESTA VEZ SIN PELÍCULA
mail-fleet-table = TODOS LOS TRABAJOS, primero los más urgentes
mail-fleet-column-job = trabajo
mail-fleet-column-done = hecho
mail-fleet-column-labels = etiquetas
mail-fleet-column-new = nuevas
mail-fleet-state = { $state ->
    [failed] error
    [stale] parado
    [behind] retraso
    [done] listo
   *[not-begun] vacío
}
mail-fleet-new-films = PELÍCULAS NUEVAS
mail-fleet-new-films-until = PELÍCULAS NUEVAS (los enlaces valen hasta { $time })
mail-fleet-owner = a quien lleva estos trabajos.

mail-subject-standing = { $standing ->
    [done] todo listo
    [not-enough-data] aún es pronto
    [on-time] a tiempo
    [little-reserve] a tiempo, poco margen
    [late] tarde
    [passed] fecha límite pasada
    [no-working-days] sin días laborables
   *[no-deadline] en marcha
}
mail-subject-end = fin { $first } - { $last }
mail-subject-end-on = fin { $first }
mail-subject-percent = { $percent } hecho
mail-subject-week = { $labels } esta semana
mail-subject-day = { $labels } el { $day }
mail-subject-nothing = nada nuevo esta semana
mail-subject-jobs = { $number } { $n ->
    [one] trabajo
   *[other] trabajos
}
mail-subject-failed = { $number } con error
