# What the mails say in Portuguese, that of Brazil. `$number` is `$n` as it is written. Other numbers come written, with
# their nouns.

mail-on-time = NO PRAZO?
mail-progress = ANDAMENTO
mail-week = SEMANA
mail-effort = ESFORÇO
mail-quality = QUALIDADE
mail-to-do = A FAZER
mail-health = ESTADO DOS DADOS
mail-lead = NA FRENTE
mail-race = CORRIDA DA SEMANA, { $days }

mail-day = { $weekday } { $day }
mail-moment = { $weekday } { $time }
mail-counted-people = { $number } { people }
mail-counted-answers = { $number } { $n ->
    [one] resposta
   *[other] respostas
}
mail-week-of = { $days } ({ $zone }); respostas até { $time }
mail-jobs = { $number } { $n ->
    [one] trabalho
   *[other] trabalhos
}, primeiro o mais urgente
mail-more-jobs = e mais { $number }
mail-so-far = { $labels } até agora
mail-so-far-by = { $labels } até agora, de { $people }

mail-standing = { $standing ->
    [done] Todos os rótulos já estão aqui.
    [not-enough-data] É cedo para uma previsão: são necessários três dias úteis.
    [on-time] No prazo, mesmo no ritmo da mais lenta das últimas semanas.
    [little-reserve] No prazo neste ritmo, com pouca folga.
    [late] Atrasado neste ritmo.
    [passed] O prazo já passou.
    [no-working-days] Não resta nenhum dia útil até o prazo.
   *[no-deadline] Não há prazo definido.
}
mail-pace = No ritmo desta semana ({ $pace } por dia): { $end }
mail-pace-of-days = { $n ->
    [one] No ritmo do último dia útil
   *[other] No ritmo dos últimos { $number } dias úteis
} ({ $pace } por dia): { $end }
mail-slowest = { $n ->
    [one] No ritmo da única semana inteira
   *[other] No ritmo da mais lenta das últimas { $number } semanas inteiras
} ({ $pace } por dia): { $end }
mail-done-on = pronto { $day }
mail-no-end = sem fim em dez anos
mail-likely = Provavelmente entre { $first } e { $last }
mail-likely-on = Provavelmente { $first }
mail-likely-from = Provavelmente a partir de { $first }, sem fim à vista
mail-deadline = Prazo { $day }
mail-deadline-needs = O prazo { $day } exige { $pace } por dia
mail-missing = faltam { $pace } por dia
mail-no-forecast = { $why ->
    [total-below] Sem previsão: o total definido, { $total }, é menor do que já está feito ({ $labels }).
    [no-per-object] Sem previsão: nenhum objeto pronto mostra ainda quantas pessoas rotulam cada um.
    [no-calendar] Sem previsão: a lista de feriados não pode ser usada.
   *[no-total] Sem previsão: nada diz quantos rótulos o trabalho exige.
}

mail-job = Trabalho
mail-of = { $of } ({ $percent })
mail-objects-else = por máquinas { $machine }, com falha { $failed }, à espera { $waiting }
mail-this-week = { $labels } nesta semana, { $before } na anterior
mail-each = { $labels } por objeto
mail-before = antes
mail-untold = -: não informado, para que ninguém possa ser deduzido.

mail-compared = { $line } (semana anterior { $before })
mail-active = { $hours } horas ativas, { $rate } rótulos por hora ativa
mail-median = Metade das tarefas levou { $seconds } s ou menos
mail-returned = De { $accepted } tarefas aceitas, { $returned } devolvidas e { $declined } recusadas ({ $percent })
mail-alpha = Concordância (alfa de Krippendorff) { $alpha } [{ $low } a { $high }] em { $objects }
mail-alpha-of-job = Todo o trabalho: { $alpha } [{ $low } a { $high }] em { $objects }
mail-alarm = { $alarm ->
    [low] Alerta: está abaixo de 0,67.
    [drop] Alerta: caiu mais de 0,05.
    [few] Objetos de menos para um alerta (são necessários 30).
   *[none] Sem alerta (seria abaixo de 0,67 ou uma queda de mais de 0,05).
}
mail-disagreed = { $objects } em que ninguém concorda
mail-confused = Mais confundidos: { $one } / { $other } ({ $percent } das discordâncias)
mail-lacking = { $why ->
    [one-class] Todas as respostas comparáveis têm a mesma classe, o que nada diz sobre concordância.
   *[one-person-each] Nenhum objeto tem respostas de duas pessoas, então não há o que comparar.
}

mail-todo-late = O ritmo é de { $pace } por dia e o prazo exige { $need }. Encontrar mais pessoas ou outra data.
mail-todo-passed = O prazo já passou e restam { $labels }. Definir outro.
mail-todo-no-working-days = Não resta nenhum dia útil até o prazo e restam { $labels }. Definir outro.
mail-todo-total-below = Corrigir o total de { $total }: já há { $labels }.
mail-todo-total-missing = Dizer quantos rótulos o trabalho exige (total), ou não há previsão para o prazo.
mail-todo-confused = A concordância é baixa. Acrescentar às instruções um exemplo de { $one } e { $other }.
mail-todo-agreement = A concordância é baixa. Ver os objetos em que ninguém concorda (labelrace agreement).
mail-todo-quiet = { $n ->
    [one] Nada chegou no último dia útil.
   *[other] Nada chegou nos últimos { $number } dias úteis.
} A fila está vazia ou o trabalho parou?
mail-todo-log = Não foi possível ler o registro de atividade. Permitir que a função o leia, ou desativá-lo.
mail-todo-names = Não foi possível ler nomes. Verificar o grupo de usuários e a permissão.
mail-todo-skipped = { $n ->
    [one] Um arquivo ou resposta não pôde ser usado.
   *[other] { $number } arquivos ou respostas não puderam ser usados.
} O recibo diz quais e por quê.
mail-todo-failed = { $n ->
    [one] Um objeto falhou.
   *[other] { $number } objetos falharam.
} Ver no console antes do fim do trabalho.
mail-nothing-to-do = Nada a fazer.

mail-used = { $answers } em uso, { $skipped } fora
mail-log-beside = Respostas no S3: { $answers }; no registro de atividade até a mais recente: { $events } ({ $difference }). Contam as do S3.
mail-log-later = { $n ->
    [0] Nenhuma vem só do registro.
    [one] Uma tarefa posterior vem do registro.
   *[other] { $number } tarefas posteriores vêm do registro.
}
mail-log-alone = Conta cada tarefa enviada segundo o registro de atividade.
mail-log-unread = Não foi possível usar o registro de atividade; isto dizem as respostas no S3.
mail-may-grow = As respostas contam quando seu objeto está pronto, então os últimos dias ainda podem crescer.
mail-names-warning = Nomes do Amazon Cognito: { $warning }.
mail-purpose = Para planejar e para o espírito de equipe. Não para avaliar pessoas.

mail-hello = Olá! { $title } em { $time } ({ $zone }):
mail-on-day = { $labels } { $day }
mail-on-day-by = { $labels } { $day }, de { $people }
mail-goal-reached = meta de { $number } alcançada
mail-goal = meta { $number }
mail-today = { $labels } hoje
mail-team-now = Equipe
mail-pace-car = Ritmo necessário
mail-same-days = Semana anterior
mail-ahead = { $number } à frente do plano
mail-behind = { $number } atrás do plano
mail-level = conforme o plano
mail-keeps = { $pace } por dia para cumprir { $day }
mail-same-days-is = nos mesmos dias
mail-took-part = Participaram { $people }
mail-best-jump = Maior salto: { $name }
mail-everyone-else = todos os outros
mail-other-teams = outras equipes ({ $number })
mail-some-names = Alguns nomes não puderam ser lidos desta vez: são como antes, ou pseudônimos.

mail-watch = { $n ->
    [0] Para assistir
   *[other] Para assistir ({ $number } s)
}. O link funciona até { $time }:
mail-rule = { $rule ->
    [few-together] A equipe inteira tem uma barra: os outros seriam menos de { $number } pessoas.
    [few-seen] A equipe inteira tem uma barra: menos de { $number } pessoas seriam vistas.
    [team-race] É uma corrida da equipe: ninguém tem uma barra própria.
    [gate] Os rótulos contam com nome, salvo se a concordância com os outros for baixa. Ninguém vê de quem são os retidos.
    [no-gate] Nenhum limite é possível: ninguém tem respostas comparáveis suficientes.
   *[strict] Privacidade estrita: os e-mails não nomeiam ninguém, as barras têm as cores da equipe, e uma equipe de menos de { $number } pessoas tem uma barra.
}
mail-ask-which = Qual nome do filme é o seu? Basta perguntar, também para ter outro nome, não aparecer ou não receber mais e-mails:
mail-ask-name = Outro nome no filme, não aparecer nele ou não receber mais e-mails? Basta perguntar:
mail-ask-team = Perguntas, ou não receber mais e-mails? Basta perguntar:
mail-ask-owner = a quem cuida deste trabalho.

mail-nothing-new = Nada de novo em { $title } nesta semana.
mail-it-has = Até agora { $labels }, em { $time }.
mail-no-answers = Ainda não há respostas.

mail-fleet-of = { $jobs } em { $name }: { $time } ({ $zone }).
mail-fleet-films = { $number } { $n ->
    [one] filme novo
   *[other] filmes novos
}
mail-fleet-same = { $number } sem novidades
mail-fleet-failed = { $number } COM FALHA
mail-fleet-day = { $labels } { $day }, em { $jobs }
mail-fleet-in-all = { $labels } até agora em todos os filmes
mail-fleet-no-film = DESTA VEZ SEM FILME
mail-fleet-table = TODOS OS TRABALHOS, primeiro os mais urgentes
mail-fleet-column-job = trabalho
mail-fleet-column-done = pronto
mail-fleet-column-labels = rótulos
mail-fleet-column-new = novos
mail-fleet-state = { $state ->
    [failed] falha
    [stale] parado
    [behind] atraso
    [done] pronto
   *[not-begun] vazio
}
mail-fleet-new-films = FILMES NOVOS
mail-fleet-new-films-until = FILMES NOVOS (os links funcionam até { $time })
mail-fleet-owner = a quem cuida destes trabalhos.

mail-subject-standing = { $standing ->
    [done] tudo pronto
    [not-enough-data] ainda é cedo
    [on-time] no prazo
    [little-reserve] no prazo, pouca folga
    [late] atrasado
    [passed] prazo passado
    [no-working-days] sem dias úteis
   *[no-deadline] em andamento
}
mail-subject-end = fim { $first } - { $last }
mail-subject-end-on = fim { $first }
mail-subject-percent = { $percent } pronto
mail-subject-week = { $labels } nesta semana
mail-subject-day = { $labels } { $day }
mail-subject-nothing = nada de novo nesta semana
mail-subject-jobs = { $number } { $n ->
    [one] trabalho
   *[other] trabalhos
}
mail-subject-failed = { $number } com falha
