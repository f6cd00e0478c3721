// The page beside a film works without this script, but for its charts: it draws them, sorts and copies the table, and
// lets the film go to a day without being loaded anew.
(() => {
  "use strict";
  const $ = (id) => document.getElementById(id);
  const drawn = JSON.parse($("drawn").textContent);
  const { lang, zone, course, ticks, days, names, words } = drawn;
  const number = new Intl.NumberFormat(lang);
  const short = new Intl.NumberFormat(lang, { notation: "compact", maximumSignificantDigits: 3 });
  const time = new Intl.DateTimeFormat(lang, {
    timeZone: zone, weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit",
  });
  const color = (name) => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();

  // Charts. Each is a function that makes it anew, since uPlot keeps the colors that it began with.
  const charts = [];

  const letterSize = () => Math.round(0.8 * parseFloat(getComputedStyle(document.body).fontSize));

  // A share of the marks, so that they do not touch: the number of pixels each of them needs depends on its words.
  const fitting = (all, from, to, width, letters) => {
    const seen = all.filter(([at]) => from <= at && at <= to);
    const room = Math.max(1, Math.floor(width / ((letters * 0.6 + 1.5) * letterSize())));
    const step = Math.ceil(seen.length / room);
    return seen.filter((_, n) => n % step === 0);
  };

  const chart = (id, make) => {
    const place = $("chart-" + id);
    const readout = $("readout-" + id);
    if (!place) return;
    let plot = null;
    const draw = () => {
      const { clientWidth: width, clientHeight: height } = place;
      if (!width || !height) return;
      if (plot) plot.destroy();
      const { options, data, read } = make();
      plot = new uPlot({
        width, height,
        legend: { show: false },
        cursor: { y: false, drag: { x: false, y: false }, points: { size: 8 } },
        hooks: { setCursor: [(u) => { readout.textContent = u.cursor.idx == null ? "" : read(u.cursor.idx); }] },
        ...options,
      }, data, place);
      place.plot = plot;
    };
    place.addEventListener("keydown", (event) => {
      if (!plot) return;
      const last = plot.data[0].length - 1;
      const at = plot.cursor.idx;
      const to = {
        ArrowLeft: at == null ? last : at - 1, ArrowRight: at == null ? 0 : at + 1, Home: 0, End: last,
      }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      const index = Math.min(last, Math.max(0, to));
      plot.setCursor({ left: plot.valToPos(plot.data[0][index], "x"), top: 0 });
    });
    new ResizeObserver(() => {
      if (!plot) draw();
      else if (plot.width !== place.clientWidth || plot.height !== place.clientHeight) {
        if (place.clientWidth && place.clientHeight) plot.setSize({ width: place.clientWidth, height: place.clientHeight });
      }
    }).observe(place);
    charts.push(draw);
    draw();
  };

  const axes = (label, marks) => {
    const size = letterSize();
    const font = `${size}px system-ui, sans-serif`;
    const common = { stroke: color("quiet"), font, ticks: { show: false } };
    return [
      {
        ...common, grid: { show: false }, size: size * 2.4,
        splits: (u) => marks(u).map(([at]) => at),
        values: (u, splits) => splits.map(label),
      },
      {
        ...common, size: size * 4.2, grid: { stroke: color("grid"), width: 1 },
        values: (u, splits) => splits.map((value) => (Number.isInteger(value) ? short.format(value) : "")),
      },
    ];
  };

  const timeAxes = () => {
    const letters = Math.max(...ticks.map(([, words]) => words.length), 1);
    const named = new Map(ticks);
    const marks = (u) => fitting(ticks, u.scales.x.min, u.scales.x.max, u.bbox.width / devicePixelRatio, letters);
    return axes((at) => named.get(at) ?? "", marks);
  };

  const from0 = (least) => (u, min, max) => [0, Math.max(1, least, max) * 1.05];
  const dashed = () => ({ label: "", stroke: color("goal"), width: 2, dash: [6, 5], points: { show: false } });
  const line = (label, stroke) => ({ label, stroke, width: 2.5, points: { show: course.times.length < 3 } });
  const level = (value) => course.times.map(() => value);

  chart("over-time", () => {
    const data = [course.times, ...course.lines.map((line) => line.labels)];
    const series = [{}, ...course.lines.map((one, n) => line(one.name, color("line-" + n)))];
    if (course.goal != null) {
      data.push(level(course.goal));
      series.push(dashed());
    }
    const read = (n) => {
      const now = course.lines.map((one) => [one.name, one.labels[n]]).sort((a, b) => b[1] - a[1]);
      return [time.format(course.times[n] * 1000), ...now.map(([name, value]) => `\u2068${name}\u2069 ${number.format(value)}`)].join(" · ");
    };
    const scales = { x: { time: false }, y: { range: from0(course.goal ?? 0) } };
    return { options: { series, scales, axes: timeAxes() }, data, read };
  });

  chart("everybody", () => {
    const data = [course.times, course.total];
    const total = line(words.total, color("progress"));
    const series = [{}, { ...total, width: 3, fill: color("progress") + "22" }];
    if (course.target != null) {
      data.push(level(course.target));
      series.push(dashed());
    }
    if (course.plan) {
      data.push(course.plan.labels);
      series.push({ ...dashed(), stroke: color("quiet"), dash: [2, 4] });
    }
    const read = (n) => {
      const plan = course.plan ? ` · ${words.planned} ${number.format(course.plan.labels[n])}` : "";
      return `${time.format(course.times[n] * 1000)} · ${words.total} ${number.format(course.total[n])}${plan}`;
    };
    const scales = { x: { time: false }, y: { range: from0(course.target ?? 0) } };
    return { options: { series, scales, axes: timeAxes() }, data, read };
  });

  chart("per-day", () => {
    const data = [days.map((_, n) => n), days];
    const bars = uPlot.paths.bars({ size: [0.7, 80], radius: [0.15, 0] });
    const series = [{}, { label: "", fill: color("progress"), stroke: color("progress"), width: 0, paths: bars, points: { show: false } }];
    const letters = Math.max(...names.map((name) => name.length), 1);
    const all = names.map((name, n) => [n, name]);
    const marks = (u) => fitting(all, u.scales.x.min, u.scales.x.max, u.bbox.width / devicePixelRatio, letters);
    const scales = { x: { time: false, range: () => [-0.6, days.length - 0.4] }, y: { range: from0(0) } };
    const read = (n) => `${names[n]} · ${number.format(days[n])}`;
    return { options: { series, scales, axes: axes((n) => names[n] ?? "", marks) }, data, read };
  });

  const redraw = () => charts.forEach((draw) => draw());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  // Paper is white, and has a width of its own.
  const paper = matchMedia("print");
  const toPaper = () => { document.documentElement.dataset.paper = ""; redraw(); };
  const fromPaper = () => { delete document.documentElement.dataset.paper; redraw(); };
  addEventListener("beforeprint", toPaper);
  addEventListener("afterprint", fromPaper);
  paper.addEventListener("change", (event) => (event.matches ? toPaper() : fromPaper()));

  // The film goes to a day.
  const film = document.querySelector("video");
  const chapters = [...document.querySelectorAll("[data-at]")];
  for (const chapter of chapters) {
    chapter.addEventListener("click", (event) => {
      event.preventDefault();
      const go = () => { film.currentTime = Number(chapter.dataset.at) + 0.001; };
      if (film.readyState) go();
      else {
        film.addEventListener("loadedmetadata", go, { once: true });
        film.preload = "metadata";
        film.load();
      }
      film.play().catch(() => {});
    });
  }
  film?.addEventListener("timeupdate", () => {
    const now = chapters.filter((chapter) => Number(chapter.dataset.at) <= film.currentTime).pop();
    for (const chapter of chapters) {
      if (chapter === now) chapter.setAttribute("aria-current", "true");
      else chapter.removeAttribute("aria-current");
    }
  });

  // The table is sorted by a heading, and back again.
  const table = $("table");
  const heads = [...table.tHead.rows[0].cells];
  const body = table.tBodies[0];
  const letters = new Intl.Collator(lang, { numeric: true });
  const value = (row, n) => row.cells[n].dataset.v;
  heads.forEach((head, n) => {
    head.querySelector("button").addEventListener("click", () => {
      const isText = head.classList.contains("name");
      const now = head.getAttribute("aria-sort");
      // Names and places begin with the first, numbers with the most.
      const first = isText || n === 0 ? "ascending" : "descending";
      const other = first === "ascending" ? "descending" : "ascending";
      const order = now === first ? other : first;
      for (const each of heads) each.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", order);
      const sign = order === "ascending" ? 1 : -1;
      const compare = isText
        ? (a, b) => letters.compare(value(a, n), value(b, n))
        : (a, b) => Number(value(a, n)) - Number(value(b, n));
      body.append(...[...body.rows].sort((a, b) => sign * compare(a, b)));
    });
  });

  // The table is copied as a spreadsheet takes it: numbers as numbers.
  const copied = document.querySelector(".copied");
  const text = () => {
    const line = (row, cell) => [...row.cells].map(cell).join("\t");
    const rows = [...body.rows, ...(table.tFoot?.rows ?? [])].map((row) => line(row, (cell) => cell.dataset.v));
    return [line(table.tHead.rows[0], (cell) => cell.textContent.trim()), ...rows].join("\n") + "\n";
  };
  const copyBySelection = (text) => {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  };
  document.querySelector(".copy").addEventListener("click", async () => {
    let done;
    try {
      await navigator.clipboard.writeText(text());
      done = true;
    } catch {
      done = copyBySelection(text());
    }
    copied.textContent = done ? words.copied : words.failed;
  });
})();
