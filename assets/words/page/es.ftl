# What the page beside a film says in Spanish.

page-film = La película
page-film-is = Carrera de barras de { $title }, { $seconds } s: { $number } { counted-below } en total. Los gráficos y la tabla de abajo tienen los mismos números.
page-no-film = Su navegador no reproduce películas.
page-jump = Ir a
page-over-time = { counted } a lo largo del tiempo
page-everybody = Todos juntos
page-per-day = { counted } por día
page-per-week = { counted } por semana
page-per-month = { counted } por mes
page-hours = Cuándo trabaja el equipo
page-hours-is = { counted } de todos juntos, por día de la semana y hora
page-standings = Clasificación
page-forecast = Previsión
page-quality = Calidad
page-counting = Cómo se cuenta
page-your-data = Sus datos
page-downloads = Descargas
page-place = Puesto
page-name = Nombre
page-share = Parte
page-last-week = Últimos 7 días
page-best-day = Mejor día
page-day = Día
page-week = Semana del
page-month = Mes
page-total = En total
page-sort = Elija un encabezado para ordenar
page-copy = Copiar la tabla
page-copied = Copiada
page-not-copied = No copiada: seleccione la tabla y cópiela
page-fewer = menos
page-more = más
page-target = objetivo { $number }
page-numbers = Los números de este gráfico
page-keys = Con las flechas se va de un punto a otro
page-first-rows = Se imprimen las primeras { $number } filas
page-poster = Imagen
page-captions = Subtítulos
page-table = Tabla
page-all-numbers = Números
page-one-label = Una etiqueta es una respuesta enviada.
page-one-task = Una etiqueta es una tarea enviada, según el registro de actividad.
page-one-annotation = Una anotación es una marca dentro de una respuesta.
page-may-grow = Las respuestas cuentan cuando su objeto está terminado, así que los últimos días aún pueden crecer.
page-zone = Los días y las horas son los de la zona horaria { $zone }.
page-shares = Las partes se refieren a todas las { counted } de este período; cada una se redondea hacia abajo.
page-named = Se nombra a quien tiene una barra en la película o está en la mitad superior, { $number } como máximo. Todos los demás son una fila, para que no se pueda deducir a nadie del resto.
page-grouped = Cada fila es un equipo.
page-team-hours = Las horas del día solo se muestran de todos juntos, y solo a partir de cinco personas.
page-purpose = Esta página sirve para planificar y animar al equipo. No sirve para evaluar a personas.
page-holds = Contiene los nombres de la película y números de { counted }. No contiene direcciones de correo, nombres de usuario ni horarios de trabajo de nadie.
page-quiet = No carga nada de otros sitios, no usa cookies y no dice a nadie que usted la lee.
page-ask = ¿Otro nombre, o no aparecer? Pregunte a { $contact }.
page-ask-owner = ¿Otro nombre, o no aparecer? Pregunte a quien dirige este trabajo.
page-so-far = { $day }: { $number } { counted-below } hasta ahora.
page-at-the-end = Al final: { $number } { counted-below }.
page-alone = { $name } tiene { $first }.
page-leads = { $name } va en cabeza con { $first }, por delante de { $second } con { $next }.
page-level = { $name } y { $second } están empatados a { $first }.
page-third = { $name } sigue con { $first }.
page-through = Días completos hasta el
page-done = Hecho
page-this-week = Al ritmo de esta semana
page-too-early = Aún no hay datos suficientes
page-likely = Fin probable
page-deadline = Plazo
page-no-end = no antes de diez años
page-on-time = a tiempo
page-on-time-slowest = a tiempo, incluso al ritmo de la semana más lenta
page-reserve = a tiempo a este ritmo, con poco margen
page-late = con retraso
page-passed = ha vencido
page-no-days = no queda ningún día laborable hasta entonces
page-paces = Un ritmo es lo que se hizo por día laborable. El día de hoy aún no cuenta.
page-agreement = Acuerdo (alfa de Krippendorff)
page-disagreed = Objetos en los que nadie coincide
page-confused = Las más confundidas
page-one-class = una sola clase
page-team = 1 es acuerdo total, 0 es el azar; el intervalo es del 95 %. Trata del equipo, nunca de una persona.
page-last-days = Al ritmo de los últimos { $number } días laborables
page-slowest = { $n ->
    [one] Al ritmo de la única semana completa
   *[other] Al ritmo de la más lenta de las últimas { $number } semanas completas
}
page-done-on = { $day } ({ $rate } al día)
page-from-on = desde el { $day }, sin final a la vista
page-needs = { $day } exige { $rate } al día
page-late-by = con retraso: faltan { $rate } al día
page-days-left = { $n ->
    [one] queda { $number } día laborable
   *[other] quedan { $number } días laborables
}
page-days-so-far = { $n ->
    [one] { $number } día laborable completo hasta ahora; una previsión necesita 3
   *[other] { $number } días laborables completos hasta ahora; una previsión necesita 3
}
page-week-from = Semana del { $day }
page-of-disagreements = { $classes } ({ $part } de los desacuerdos)
page-plan = plan: { $number } hasta el { $day }
page-planned = plan
