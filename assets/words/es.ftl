# What a film says in Spanish. `$number` is `$n` as it is written.

counted = { $what ->
    [annotations] anotaciones
    [objects] objetos
   *[labels] etiquetas
}
counted-below = { $what ->
    [annotations] { $n ->
        [one] anotación
       *[other] anotaciones
    }
    [objects] { $n ->
        [one] objeto
       *[other] objetos
    }
   *[labels] { $n ->
        [one] etiqueta
       *[other] etiquetas
    }
}
people = { $n ->
    [one] persona
   *[other] personas
}
cumulative = { $what ->
    [annotations] Anotaciones acumuladas
    [objects] Objetos acumulados
   *[labels] Etiquetas acumuladas
} por { $per ->
    [team] equipo
   *[person] persona
}
by = { $counted } de { $number } { people }
of = { $done } de { $number } { counted-below }
left = { $n ->
    [0] todo hecho
   *[other] { $number } { counted-below } por hacer
}
headline = { $day }: { $number } { counted-below }
best-so-far = el mejor día hasta ahora
best-day = mejor día: { $day }
biggest-climb = mayor ascenso: { $name }
out-of = { $part } de { $number }
reached-the-goal = objetivo alcanzado
milestone = { $number } { counted-below }
goal = objetivo { $number }
as-of = Datos al { $time }
open = { $n ->
    [0] ningún objeto pendiente
    [one] { $number } objeto pendiente
   *[other] { $number } objetos pendientes
}
consolidated = las horas son las de la consolidación, no las del envío
logged = cuenta las tareas enviadas según el registro de actividad
takes-the-lead = toma la delantera
reaches-the-goal = alcanza el objetivo
climbed = sube { $number } puestos en { $period ->
    [month] un mes
    [week] una semana
   *[day] un día
}
best-yet = { $period ->
    [month] su mejor mes
    [week] su mejor semana
   *[day] su mejor día
}
everyone-else = el resto ({ $number })
no-team = sin equipo
the-team = el equipo
one-bar = una carrera de todo el equipo, para no exponer a nadie
gated = cuentan por nombre salvo bajo acuerdo con los colegas
strict = privacidad estricta: solo colores de equipo
since = en las barras: lo añadido { $period ->
    [month] ese mes
    [week] esa semana
   *[day] ese día
}
of-the-team = { $what ->
    [annotations] Anotaciones acumuladas
    [objects] Objetos acumulados
   *[labels] Etiquetas acumuladas
} del equipo
pace-car = ritmo necesario
needed = ritmo necesario: { $number } { counted-below } por día laborable hasta el { $day }
no-pace-car = { $why ->
    [deadline] sin ritmo necesario: no hay plazo
    [left] sin ritmo necesario: no quedaba nada por hacer
    [passed] sin ritmo necesario: el plazo había pasado
   *[unknown] sin ritmo necesario: no se sabe lo que falta
}
against-pace = { $side ->
    [ahead] por delante del ritmo necesario
    [behind] por detrás del ritmo necesario
   *[level] justo al ritmo necesario
}
ghost = { $n ->
    [one] semana pasada
   *[other] { $number } semanas antes
}
no-ghost = nada en los mismos días de la semana anterior
against-ghost = { $side ->
    [ahead] más que { $n ->
        [one] la semana pasada
       *[other] { $number } semanas antes
    }
    [behind] menos que { $n ->
        [one] la semana pasada
       *[other] { $number } semanas antes
    }
   *[level] igual que { $n ->
        [one] la semana pasada
       *[other] { $number } semanas antes
    }
}
done-then = todo hecho entonces, a este ritmo
