# What the mails say in Japanese. `$number` is `$n` as it is written. Other numbers come written, with their nouns.
# Subjects have to be ASCII and are in English; their messages are here all the same.

mail-on-time = 期限に間に合うか
mail-progress = 進捗
mail-week = 今週
mail-effort = 作業量
mail-quality = 品質
mail-to-do = 対応が必要なこと
mail-health = データの状態
mail-lead = 上位
mail-race = 今週のレース、{ $days }

mail-day = { $day }（{ $weekday }）
mail-moment = { $time }（{ $weekday }）
mail-counted-people = { $number }人
mail-counted-answers = 回答{ $number }件
mail-week-of = { $days }（{ $zone }）、回答は{ $time }現在
mail-jobs = ジョブ{ $number }件、対応が急がれる順
mail-more-jobs = ほか{ $number }件
mail-so-far = これまでに{ $labels }
mail-so-far-by = これまでに{ $labels }（{ $people }）

mail-standing = { $standing ->
    [done] すべてのラベルがそろいました。
    [not-enough-data] まだ予測できません。予測には3営業日が必要です。
    [on-time] 最近で最も遅い週のペースでも期限に間に合います。
    [little-reserve] このペースなら間に合いますが、余裕はわずかです。
    [late] このペースでは間に合いません。
    [passed] 期限を過ぎています。
    [no-working-days] 期限までに営業日が残っていません。
   *[no-deadline] 期限は設定されていません。
}
mail-pace = 今週のペース（1日{ $pace }）：{ $end }
mail-pace-of-days = 直近{ $number }営業日のペース（1日{ $pace }）：{ $end }
mail-slowest = 直近{ $number }週（全日）で最も遅い週のペース（1日{ $pace }）：{ $end }
mail-done-on = { $day }に完了
mail-no-end = 10年以内には完了しません
mail-likely = おそらく{ $first }から{ $last }の間
mail-likely-on = おそらく{ $first }
mail-likely-from = おそらく{ $first }以降、終わりは見通せません
mail-deadline = 期限 { $day }
mail-deadline-needs = 期限 { $day }には1日{ $pace }が必要
mail-missing = 1日{ $pace }不足
mail-no-forecast = { $why ->
    [total-below] 予測できません。設定された総数{ $total }が、すでにある{ $labels }より少なくなっています。
    [no-per-object] 予測できません。1つのオブジェクトに何人がラベルを付けるか、まだ分かりません。
    [no-calendar] 予測できません。祝日のリストを読み取れません。
   *[no-total] 予測できません。ジョブに必要なラベル数が分かりません。
}

mail-job = ジョブ
mail-of = { $of }（{ $percent }）
mail-objects-else = 機械によるもの{ $machine }、失敗{ $failed }、待機中{ $waiting }
mail-this-week = 今週{ $labels }、前の週{ $before }
mail-each = 1オブジェクトに{ $labels }
mail-before = 前の週
mail-untold = -：個人が特定されないよう、表示していません。

mail-compared = { $line }（前の週 { $before }）
mail-active = 作業時間{ $hours }時間、1作業時間に{ $rate }ラベル
mail-median = タスクの半数は{ $seconds }秒以内
mail-returned = 受諾{ $accepted }件のうち返却{ $returned }件、辞退{ $declined }件（{ $percent }）
mail-alpha = 一致度（クリッペンドルフのα）{ $alpha } [{ $low }～{ $high }]、{ $objects }
mail-alpha-of-job = ジョブ全体：{ $alpha } [{ $low }～{ $high }]、{ $objects }
mail-alarm = { $alarm ->
    [low] 警告：0.67を下回っています。
    [drop] 警告：0.05を超えて下がりました。
    [few] 警告の判断にはオブジェクトが足りません（30件必要）。
   *[none] 警告なし（0.67未満、または0.05を超える低下で警告）。
}
mail-disagreed = 全員の意見が分かれた{ $objects }
mail-confused = 最も混同された組：{ $one } / { $other }（不一致の{ $percent }）
mail-lacking = { $why ->
    [one-class] 比較できる回答がすべて同じクラスのため、一致度は分かりません。
   *[one-person-each] 2人が回答したオブジェクトがないため、比較できません。
}

mail-todo-late = 現在のペースは1日{ $pace }、期限には{ $need }が必要です。人を増やすか、期限を変えてください。
mail-todo-passed = 期限を過ぎ、{ $labels }が残っています。新しい期限を決めてください。
mail-todo-no-working-days = 期限までに営業日がなく、{ $labels }が残っています。新しい期限を決めてください。
mail-todo-total-below = 総数{ $total }を直してください。すでに{ $labels }あります。
mail-todo-total-missing = ジョブに必要なラベル数（total）を設定してください。ないと期限の予測ができません。
mail-todo-confused = 一致度が低くなっています。説明書に{ $one }と{ $other }の例を加えてください。
mail-todo-agreement = 一致度が低くなっています。意見が分かれたオブジェクトを見てください（labelrace agreement）。
mail-todo-quiet = 直近{ $number }営業日に提出がありません。待ち行列が空か、ジョブが止まっていませんか。
mail-todo-log = 活動ログを読めませんでした。関数に読み取りを許可するか、オフにしてください。
mail-todo-names = 名前を読めませんでした。ユーザープールとその権限を確かめてください。
mail-todo-skipped = { $number }件のファイルまたは回答を使えませんでした。内容と理由は受領書にあります。
mail-todo-failed = オブジェクト{ $number }件が失敗しました。ジョブが終わる前にコンソールで確かめてください。
mail-nothing-to-do = 対応は必要ありません。

mail-used = { $answers }を使用、{ $skipped }件を除外
mail-log-beside = S3の回答：{ $answers }件、その最新までの活動ログ：{ $events }件（{ $difference }）。S3の回答を数えます。
mail-log-later = { $n ->
    [0] ログだけにあるものはありません。
   *[other] その後のタスク{ $number }件はログから数えます。
}
mail-log-alone = 活動ログで提出とされたタスクをすべて数えます。
mail-log-unread = 活動ログを使えなかったため、S3の回答だけによります。
mail-may-grow = 回答はオブジェクトの完了時に数えるため、最近の日の数は増えることがあります。
mail-names-warning = Amazon Cognitoの名前：{ $warning }
mail-purpose = 計画とチームの励みのためのもので、個人の評価には使いません。

mail-hello = こんにちは。{ $title }、{ $time }現在（{ $zone }）：
mail-on-day = { $day } { $labels }
mail-on-day-by = { $day } { $labels }（{ $people }）
mail-goal-reached = 目標{ $number }達成
mail-goal = 目標{ $number }
mail-today = 今日 { $labels }
mail-team-now = チーム
mail-pace-car = ペースカー
mail-same-days = 前の週
mail-ahead = 計画より{ $number }先行
mail-behind = 計画より{ $number }遅れ
mail-level = 計画どおり
mail-keeps = 1日{ $pace }で{ $day }に間に合う
mail-same-days-is = 同じ曜日まで
mail-took-part = 参加{ $people }
mail-best-jump = 最大の伸び：{ $name }
mail-everyone-else = そのほか全員
mail-other-teams = ほかのチーム（{ $number }）
mail-some-names = 今回は読めない名前がありました。以前のまま、または仮名です。

mail-watch = { $n ->
    [0] 動画はこちら
   *[other] 動画はこちら（{ $number }秒）
}。リンクの有効期限は{ $time }です：
mail-rule = { $rule ->
    [few-together] チーム全体を1本の棒にしています。「そのほか全員」が{ $number }人未満になるためです。
    [few-seen] チーム全体を1本の棒にしています。表示されるのが{ $number }人未満になるためです。
    [team-race] これはチームのレースです。個人の棒はありません。
    [gate] ほかの人との一致度が低い場合を除き、名前ごとに数えます。誰の分が除かれたかは誰にも見えません。
    [no-gate] 比較できる回答が足りず、基準を設けられません。
   *[strict] 厳格なプライバシー：メールに名前を載せず、棒はチームの色だけにし、{ $number }人未満のチームは1本の棒にします。
}
mail-ask-which = 動画のどの名前がご自分か、別の名前にしたい、載りたくない、メールを止めたいなどは、こちらへ：
mail-ask-name = 動画で別の名前にしたい、載りたくない、メールを止めたいなどは、こちらへ：
mail-ask-team = ご質問やメールの停止は、こちらへ：
mail-ask-owner = このジョブの担当者。

mail-nothing-new = 今週、{ $title }に新しい回答はありません。
mail-it-has = これまでに{ $labels }（{ $time }現在）。
mail-no-answers = まだ回答がありません。

mail-fleet-of = { $name }の{ $jobs }、{ $time }（{ $zone }）
mail-fleet-films = 新しい動画{ $number }本
mail-fleet-same = 変化なし{ $number }件
mail-fleet-failed = 失敗{ $number }件
mail-fleet-day = { $day } { $labels }（{ $jobs }）
mail-fleet-in-all = すべての動画でこれまでに{ $labels }
mail-fleet-no-film = 今回動画のないジョブ
mail-fleet-table = すべてのジョブ、対応が急がれる順
mail-fleet-column-job = ジョブ
mail-fleet-column-done = 進捗
mail-fleet-column-labels = ラベル
mail-fleet-column-new = 新規
mail-fleet-state = { $state ->
    [failed] 動画なし
    [stale] 停止中
    [behind] 遅れ
    [done] 完了
   *[not-begun] 未開始
}
mail-fleet-new-films = 新しい動画
mail-fleet-new-films-until = 新しい動画（リンクの有効期限は{ $time }）
mail-fleet-owner = これらのジョブの担当者。

mail-subject-standing = { $standing ->
    [done] 完了
    [not-enough-data] 予測はまだ
    [on-time] 間に合う見込み
    [little-reserve] 間に合う見込み（余裕わずか）
    [late] 遅れ
    [passed] 期限超過
    [no-working-days] 営業日なし
   *[no-deadline] 進行中
}
mail-subject-end = 完了予想{ $first }～{ $last }
mail-subject-end-on = 完了予想{ $first }
mail-subject-percent = { $percent }完了
mail-subject-week = 今週{ $labels }
mail-subject-day = { $day } { $labels }
mail-subject-nothing = 今週の新しい回答なし
mail-subject-jobs = ジョブ{ $number }件
mail-subject-failed = 失敗{ $number }件
