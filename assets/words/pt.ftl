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
teams = { $n ->
    [one] equipe
   *[other] equipes
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
of-the-job = do trabalho
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
takes-the-lead = { $name } assume a liderança
everyone-else = demais ({ $number })
no-team = sem equipe
since = nas barras: acréscimos { $period ->
    [month] do mês
    [week] da semana
   *[day] do dia
}
