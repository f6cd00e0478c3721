# What the page beside a film says in Portuguese.

page-film = O filme
page-film-is = Corrida de barras de { $title }, { $seconds } s: { $number } { counted-below } no total. Os gráficos e a tabela abaixo têm os mesmos números.
page-no-film = O seu navegador não reproduz filmes.
page-jump = Ir para
page-over-time = { counted } ao longo do tempo
page-everybody = Todos juntos
page-per-day = { counted } por dia
page-per-week = { counted } por semana
page-per-month = { counted } por mês
page-hours = Quando a equipe trabalha
page-hours-is = { counted } de todos juntos, por dia da semana e hora
page-standings = Classificação
page-forecast = Previsão
page-quality = Qualidade
page-counting = Como se conta
page-your-data = Os seus dados
page-downloads = Downloads
page-place = Lugar
page-name = Nome
page-share = Parte
page-last-week = Últimos 7 dias
page-best-day = Melhor dia
page-day = Dia
page-week = Semana de
page-month = Mês
page-total = No total
page-sort = Escolha um título de coluna para ordenar
page-copy = Copiar a tabela
page-copied = Copiada
page-not-copied = Não copiada: selecione a tabela e copie
page-fewer = menos
page-more = mais
page-target = meta { $number }
page-numbers = Os números deste gráfico
page-keys = Com as setas vai-se de ponto em ponto
page-first-rows = Estão impressas as primeiras { $number } linhas
page-poster = Imagem
page-captions = Legendas
page-table = Tabela
page-all-numbers = Números
page-one-label = Um rótulo é uma resposta enviada.
page-one-task = Um rótulo é uma tarefa enviada, segundo o registro de atividade.
page-one-annotation = Uma anotação é uma marca dentro de uma resposta.
page-may-grow = As respostas contam quando o seu objeto está concluído; por isso os últimos dias ainda podem crescer.
page-zone = Os dias e as horas são os do fuso horário { $zone }.
page-shares = As partes referem-se ao total de { counted } deste período; cada uma é arredondada para baixo.
page-named = É nomeado quem tem uma barra no filme ou está na metade superior, no máximo { $number }. Todos os outros são uma linha, para que ninguém possa ser deduzido do resto.
page-grouped = Cada linha é uma equipe.
page-team-hours = As horas do dia só são mostradas de todos juntos, e só a partir de cinco pessoas.
page-purpose = Esta página serve para planejar e para o espírito da equipe. Não serve para avaliar pessoas.
page-holds = Contém os nomes do filme e números de { counted }. Não contém endereços de e-mail, nomes de usuário nem horários de trabalho de ninguém.
page-quiet = Não carrega nada de outros sites, não usa cookies e não diz a ninguém que você a lê.
page-ask = Outro nome, ou não aparecer? Pergunte a { $contact }.
page-ask-owner = Outro nome, ou não aparecer? Pergunte a quem dirige este trabalho.
page-so-far = { $day }: { $number } { counted-below } até agora.
page-at-the-end = No fim: { $number } { counted-below }.
page-alone = { $name } tem { $first }.
page-leads = { $name } lidera com { $first }, à frente de { $second } com { $next }.
page-level = { $name } e { $second } estão empatados com { $first }.
page-third = { $name } segue com { $first }.
page-through = Dias completos até
page-done = Feito
page-this-week = No ritmo desta semana
page-too-early = Ainda não há dados suficientes
page-likely = Fim provável
page-deadline = Prazo
page-no-end = não antes de dez anos
page-on-time = no prazo
page-on-time-slowest = no prazo, mesmo no ritmo da semana mais lenta
page-reserve = no prazo neste ritmo, com pouca folga
page-late = atrasado
page-passed = já passou
page-no-days = não resta nenhum dia útil até lá
page-paces = Um ritmo é o que foi feito por dia útil. O dia de hoje ainda não conta.
page-agreement = Concordância (alfa de Krippendorff)
page-disagreed = Objetos em que ninguém concorda
page-confused = Mais confundidas
page-one-class = apenas uma classe
page-team = 1 é concordância total, 0 é o acaso; o intervalo é de 95 %. Trata da equipe, nunca de uma pessoa.
page-last-days = No ritmo dos últimos { $number } dias úteis
page-slowest = { $n ->
    [one] No ritmo da única semana completa
   *[other] No ritmo da mais lenta das últimas { $number } semanas completas
}
page-done-on = { $day } ({ $rate } por dia)
page-from-on = a partir de { $day }, sem fim à vista
page-needs = { $day } exige { $rate } por dia
page-late-by = atrasado: faltam { $rate } por dia
page-days-left = { $n ->
    [one] resta { $number } dia útil
   *[other] restam { $number } dias úteis
}
page-days-so-far = { $n ->
    [one] { $number } dia útil completo até agora; uma previsão precisa de 3
   *[other] { $number } dias úteis completos até agora; uma previsão precisa de 3
}
page-week-from = Semana de { $day }
page-of-disagreements = { $classes } ({ $part } das discordâncias)
page-plan = plano: { $number } até { $day }
page-planned = plano
