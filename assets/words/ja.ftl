# What a film says in Japanese, which has one form of a noun for any number. `$number` is `$n` as it
# is written.

counted = { $what ->
    [annotations] アノテーション
    [objects] オブジェクト
   *[labels] ラベル
}
counted-below = { counted }
people = 人
teams = チーム
cumulative = { $per ->
    [team] チーム別
   *[person] 個人別
}の累計{ counted }数
by = { $number }人による{ $counted }
of = { counted }{ $number }件中{ $done }件
of-the-job = ジョブの進捗
milestone = { counted }{ $number }件
goal = 目標{ $number }
as-of = { $time }現在
open = { $n ->
    [0] 未完了のオブジェクトなし
   *[other] 未完了のオブジェクト{ $number }件
}
consolidated = 時刻は提出時ではなく統合時のもの
logged = アクティビティログの提出済みタスクを集計
takes-the-lead = { $name }が首位に
everyone-else = その他 ({ $number })
no-team = チームなし
since = バー内の数字は{ $period ->
    [month] その月
    [week] その週
   *[day] その日
}の増加分
