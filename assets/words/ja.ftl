# What a film says in Japanese, which has one form of a noun for any number. `$number` is `$n` as it
# is written.

counted = { $what ->
    [annotations] アノテーション
    [objects] オブジェクト
   *[labels] ラベル
}
counted-below = { counted }
people = 人
cumulative = { $per ->
    [team] チーム別
   *[person] 個人別
}の累計{ counted }数
by = { $number }人による{ $counted }
of = { counted }{ $number }件中{ $done }件
left = { $n ->
    [0] すべて完了
   *[other] 残り{ counted }{ $number }件
}
headline = { $day }：{ counted }{ $number }件
best-so-far = これまでで最多の日
best-day = 最多の日：{ $day }
biggest-climb = 最大の順位上昇：{ $name }
out-of = { $number }人中{ $part }人
reached-the-goal = 目標達成
milestone = { counted }{ $number }件
goal = 目標{ $number }
as-of = { $time }現在
open = { $n ->
    [0] 未完了のオブジェクトなし
   *[other] 未完了のオブジェクト{ $number }件
}
consolidated = 時刻は提出時ではなく統合時のもの
logged = アクティビティログの提出済みタスクを集計
takes-the-lead = 首位に立つ
reaches-the-goal = 目標達成
climbed = { $period ->
    [month] 1か月
    [week] 1週間
   *[day] 1日
}で順位を{ $number }つ上げる
best-yet = { $period ->
    [month] 自己最多の月
    [week] 自己最多の週
   *[day] 自己最多の日
}
everyone-else = その他 ({ $number })
no-team = チームなし
the-team = チーム
one-bar = 個人が目立たないよう、チーム全体のレースを表示
gated = 他の人との一致度が低い場合を除き、名前別に集計
strict = 厳格なプライバシー：チームの色のみ
since = バー内の数字は{ $period ->
    [month] その月
    [week] その週
   *[day] その日
}の増加分
of-the-team = チーム全体の累計{ counted }数
pace-car = 必要ペース
needed = 必要ペース：{ $day }まで1営業日あたり{ counted }{ $number }件
no-pace-car = { $why ->
    [deadline] 必要ペースなし：期限が未設定
    [left] 必要ペースなし：残りの作業がなかった
    [passed] 必要ペースなし：期限を過ぎていた
   *[unknown] 必要ペースなし：必要量が不明
}
against-pace = { $side ->
    [ahead] 必要ペースより先行
    [behind] 必要ペースより遅れ
   *[level] 必要ペースと同じ
}
ghost = { $n ->
    [1] 先週
   *[other] { $number }週間前
}
no-ghost = 前の週の同じ曜日はなし
against-ghost = { $side ->
    [ahead] { ghost }より多い
    [behind] { ghost }より少ない
   *[level] { ghost }と同じ
}
done-then = このペースでの完了日
