# What a film says in Portuguese, that of Brazil, as CLDR has it for plain `pt`. `$number` is `$n`
# as it is written.

counted = { $what ->
    [annotations] anotações
    [objects] objetos
   *[labels] rótulos
}
counted-below = { $what ->
    [annotations] { $n ->
        [one] anotação
       *[other] anotações
    }
    [objects] { $n ->
        [one] objeto
       *[other] objetos
    }
   *[labels] { $n ->
        [one] rótulo
       *[other] rótulos
    }
}
people = { $n ->
    [one] pessoa
   *[other] pessoas
}
cumulative = { $what ->
    [annotations] Anotações acumuladas
    [objects] Objetos acumulados
   *[labels] Rótulos acumulados
} por { $per ->
    [team] equipe
   *[person] pessoa
}
by = { $counted } de { $number } { people }
of = { $done } de { $number } { counted-below }
left = { $n ->
    [0] tudo feito
   *[other] { $number } { counted-below } por fazer
}
headline = { $day }: { $number } { counted-below }
best-so-far = melhor dia até agora
best-day = melhor dia: { $day }
biggest-climb = maior subida: { $name }
out-of = { $part } de { $number }
reached-the-goal = meta atingida
milestone = { $number } { counted-below }
goal = meta { $number }
as-of = Dados até { $time }
open = { $n ->
    [0] nenhum objeto pendente
    [one] { $number } objeto pendente
   *[other] { $number } objetos pendentes
}
consolidated = os horários são os da consolidação, não os do envio
logged = conta as tarefas enviadas segundo o registro de atividades
takes-the-lead = assume a liderança
reaches-the-goal = atinge a meta
climbed = sobe { $number } posições em { $period ->
    [month] um mês
    [week] uma semana
   *[day] um dia
}
best-yet = { $period ->
    [month] melhor mês até agora
    [week] melhor semana até agora
   *[day] melhor dia até agora
}
everyone-else = demais ({ $number })
no-team = sem equipe
the-team = a equipe
one-bar = uma corrida de toda a equipe, para não expor ninguém
gated = contam por nome salvo baixa concordância com os colegas
strict = privacidade estrita: só cores da equipe
since = nas barras: acréscimos { $period ->
    [month] do mês
    [week] da semana
   *[day] do dia
}
of-the-team = { $what ->
    [annotations] Anotações acumuladas
    [objects] Objetos acumulados
   *[labels] Rótulos acumulados
} da equipe
pace-car = ritmo necessário
needed = ritmo necessário: { $number } { counted-below } por dia útil até { $day }
no-pace-car = { $why ->
    [deadline] sem ritmo necessário: não há prazo
    [left] sem ritmo necessário: não faltava nada
    [passed] sem ritmo necessário: o prazo já tinha passado
   *[unknown] sem ritmo necessário: não se sabe quanto falta
}
against-pace = { $side ->
    [ahead] à frente do ritmo necessário
    [behind] atrás do ritmo necessário
   *[level] no ritmo necessário
}
ghost = { $n ->
    [one] semana passada
   *[other] { $number } semanas antes
}
no-ghost = nada nos mesmos dias da semana anterior
against-ghost = { $side ->
    [ahead] a mais que { $n ->
        [one] na semana passada
       *[other] { $number } semanas antes
    }
    [behind] a menos que { $n ->
        [one] na semana passada
       *[other] { $number } semanas antes
    }
   *[level] tanto quanto { $n ->
        [one] na semana passada
       *[other] { $number } semanas antes
    }
}
done-then = tudo feito então, neste ritmo
