// Uses a page as its readers do: node page.mjs ADDRESS STEP...
//
// Prints what was wrong, and ends with 1 if anything was. Steps are the functions below.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { axe, open, visit } from "./browser.mjs";

const [url, ...steps] = process.argv.slice(2);
const WIDTHS = [360, 768, 1280, 2560];
const size = (width) => ({ viewport: { width, height: 900 } });
// A page in a folder loads from there only; behind a link, from the sites of the link and of the bucket.
const isHere = (request, page) => {
  const at = new URL(request);
  if (at.protocol === "data:") return true;
  return [url, page.url()].some((own) => (at.protocol === "file:" ? request.startsWith(new URL(".", own).href) : at.origin === new URL(own).origin));
};

// What everybody who opens a page relies on.
const always = {
  async "is whole at every width, light and dark, and loads nothing from elsewhere"(browser) {
    for (const colorScheme of ["light", "dark"]) {
      const { page, context, seen } = await visit(browser, url, { ...size(WIDTHS[0]), colorScheme });
      for (const width of WIDTHS) {
        await page.setViewportSize(size(width).viewport);
        // Charts follow the width a moment later.
        const follow = () => [...document.querySelectorAll(".chart")].every((chart) => Math.abs(chart.querySelector("canvas").clientWidth - chart.clientWidth) < 2);
        await page.waitForFunction(follow, null, { timeout: 10_000 }).catch(() => {});
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0, `${width} px are ${wide} too few`);
        const charts = await page.evaluate(() => [...document.querySelectorAll(".chart")].map((chart) => {
          const canvas = chart.querySelector("canvas");
          const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true });
          copy.drawImage(canvas, 0, 0);
          const pixels = copy.getImageData(0, 0, canvas.width, canvas.height).data;
          const colors = new Set();
          for (let n = 0; n < pixels.length; n += 4) if (pixels[n + 3] > 200) colors.add(pixels[n] << 16 | pixels[n + 1] << 8 | pixels[n + 2]);
          return { fits: Math.abs(canvas.clientWidth - chart.clientWidth) < 2, colors: colors.size };
        }));
        assert.equal(charts.length, 3);
        for (const chart of charts) assert.ok(chart.fits && 2 < chart.colors, `${width} px: ${JSON.stringify(charts)}`);
      }
      assert.deepEqual(seen.errors, []);
      const elsewhere = seen.requests.filter((request) => !isHere(request, page));
      assert.deepEqual(elsewhere, []);
      // Without a font everything would fit.
      const drawn = await page.evaluate(() => new OffscreenCanvas(9, 9).getContext("2d").measureText("labels").width);
      assert.ok(9 < drawn, "the browser has no font");
      await context.close();
    }
  },

  async "has no violation of accessibility"(browser) {
    for (const colorScheme of ["light", "dark"]) {
      for (const width of [360, 1280]) {
        // The policy of the page keeps the tool out too, so it looks at the page without one.
        const { page, context } = await visit(browser, url, { ...size(width), colorScheme, bypassCSP: true });
        await page.addScriptTag({ path: axe });
        const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
        const told = violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 200)).join(" | ")}`);
        assert.deepEqual(told, [], `${width} px, ${colorScheme}`);
        await context.close();
      }
    }
  },

  async "is printed on one page"(browser) {
    for (const colorScheme of ["light", "dark"]) {
      const { page, context } = await visit(browser, url, { ...size(1280), colorScheme });
      const pdf = await page.pdf({ preferCSSPageSize: true });
      const pages = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length;
      assert.equal(pages, 1);
      await context.close();
    }
  },

  async "runs nothing that a name says"(browser) {
    const { page, context, seen } = await visit(browser, url, size(1280));
    assert.equal(await page.evaluate(() => window.hacked), undefined);
    assert.equal(await page.evaluate(() => document.querySelectorAll("body img, body iframe, body b b").length), 0);
    // Whatever would be smuggled in is held up by the policy.
    const ran = await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "window.hacked = 1";
      document.body.append(script);
      return window.hacked;
    });
    assert.equal(ran, undefined);
    assert.ok(seen.errors.some((error) => /Content Security Policy/.test(error)), "the policy said nothing");
    await context.close();
  },
};

const asked = {
  async plays(browser) {
    const { page, context, seen } = await visit(browser, url, size(1280));
    assert.equal(await page.evaluate(() => document.querySelector("video").autoplay), false);
    const length = await page.evaluate(async () => {
      const film = document.querySelector("video");
      film.muted = true;
      await film.play();
      await new Promise((heard) => film.addEventListener("timeupdate", heard, { once: true }));
      return [film.duration, film.videoWidth, film.currentTime];
    });
    assert.ok(0.5 < length[0] && 0 < length[1] && 0 < length[2], String(length));
    // Captions tell the race, one after the other, and the last one is about its end.
    const cues = await page.evaluate(async () => {
      const track = [...document.querySelector("video").textTracks].find((track) => track.kind === "captions");
      track.mode = "showing";
      for (let n = 0; n < 100 && !track.cues?.length; n += 1) await new Promise((done) => setTimeout(done, 20));
      return [...track.cues].map((cue) => [cue.startTime, cue.endTime, cue.text]);
    });
    assert.ok(2 <= cues.length, JSON.stringify(cues));
    for (const [from, to] of cues) assert.ok(from < to && to <= length[0] + 0.05, JSON.stringify(cues));
    assert.deepEqual(seen.errors, []);
    await context.close();
  },

  async seeks(browser) {
    const { page, context, seen } = await visit(browser, url, size(1280));
    const days = await page.locator("[data-at]").count();
    assert.ok(1 < days, "there are no chapters");
    const last = page.locator("[data-at]").last();
    const before = page.url();
    // With the keyboard, before anything is loaded.
    await last.focus();
    await page.keyboard.press("Enter");
    const at = Number(await last.getAttribute("data-at"));
    await page.waitForFunction((at) => Math.abs(document.querySelector("video").currentTime - at) < 1.5, at);
    await page.waitForFunction(() => document.querySelector("[data-at]:is(nav li:last-child > *)").getAttribute("aria-current") === "true");
    assert.equal(page.url(), before, "the film was opened instead");
    const chapters = await page.evaluate(() => {
      const track = [...document.querySelector("video").textTracks].find((track) => track.kind === "chapters");
      track.mode = "hidden";
      return new Promise((done) => setTimeout(() => done(track.cues.length), 300));
    });
    assert.equal(chapters, days);
    assert.deepEqual(seen.errors, []);
    await context.close();
  },

  async sorts(browser) {
    const { page, context } = await visit(browser, url, size(1280));
    const column = (n) => page.evaluate((n) => [...document.querySelectorAll("#table tbody tr")].map((row) => row.cells[n].dataset.v), n);
    const head = (n) => page.locator("#table thead th").nth(n);
    const rest = () => page.evaluate(() => document.querySelector("#table tfoot")?.textContent);
    const below = await rest();
    const labels = await column(2);
    assert.ok(1 < labels.length);
    await head(2).locator("button").focus();
    await page.keyboard.press("Enter");
    assert.equal(await head(2).getAttribute("aria-sort"), "descending");
    await page.keyboard.press("Space");
    assert.equal(await head(2).getAttribute("aria-sort"), "ascending");
    assert.deepEqual(await column(2), [...labels].map(Number).sort((a, b) => a - b).map(String));
    await head(1).locator("button").click();
    const names = await column(1);
    assert.deepEqual(names, [...names].sort(new Intl.Collator("en", { numeric: true }).compare));
    assert.equal(await head(2).getAttribute("aria-sort"), null, "two headings say that they sort");
    await head(0).locator("button").click();
    assert.deepEqual(await column(2), labels);
    assert.equal(await rest(), below, "everyone else stays below");
    await context.close();
  },

  async copies(browser) {
    const { page, context } = await visit(browser, url, { ...size(1280), permissions: ["clipboard-read", "clipboard-write"] });
    await page.locator("button.copy").click();
    await page.waitForFunction(() => document.querySelector(".copied").textContent !== "");
    const text = await page.evaluate(() => navigator.clipboard.readText());
    const lines = text.trimEnd().split("\n").map((line) => line.split("\t"));
    const csv = readFileSync(new URL("race.csv", url), "utf8").trimEnd().split("\n");
    assert.equal(lines.length, csv.length);
    const rows = JSON.parse(readFileSync(new URL("race.json", url), "utf8")).standings.rows;
    rows.forEach((row, n) => {
      assert.equal(lines[n + 1].length, 6);
      assert.equal(Number(lines[n + 1][0]), row.place);
      assert.equal(lines[n + 1][1].replace(/^'/, ""), row.name);
      assert.equal(Number(lines[n + 1][2]), row.labels);
      assert.ok(!/^[=+\-@]/.test(lines[n + 1][1]), `${lines[n + 1][1]} is a formula`);
    });
    await context.close();
  },

  async "is used with the keyboard"(browser) {
    const { page, context, seen } = await visit(browser, url, size(1280));
    for (const id of ["over-time", "everybody", "per-day"]) {
      await page.locator(`#chart-${id}`).focus();
      await page.keyboard.press("End");
      const last = await page.locator(`#readout-${id}`).textContent();
      assert.match(last, /\d/);
      await page.keyboard.press("ArrowLeft");
      if (id !== "per-day") assert.notEqual(await page.locator(`#readout-${id}`).textContent(), last);
    }
    // Whatever can be used is reached by Tab, in the order in which it is read.
    await page.reload();
    const reached = [];
    for (let n = 0; n < 80; n += 1) {
      await page.keyboard.press("Tab");
      const at = await page.evaluate(() => {
        const at = document.activeElement;
        return at === document.body ? null : at.id || at.className || at.tagName;
      });
      if (at === null) break;
      reached.push(at);
    }
    for (const part of ["VIDEO", "chart-over-time", "copy", "scroll", "A"]) assert.ok(reached.includes(part), `${part} of ${reached}`);
    assert.deepEqual(seen.errors, []);
    await context.close();
  },

  async "tells the plan"(browser) {
    const { page, context } = await visit(browser, url, size(1280));
    const { plan, total } = JSON.parse(readFileSync(new URL("race.json", url), "utf8")).over_time;
    await page.locator("#chart-everybody").focus();
    await page.keyboard.press("End");
    const last = await page.locator("#readout-everybody").textContent();
    for (const value of [total.at(-1), plan.labels.at(-1)]) assert.ok(last.includes(String(value)), last);
    assert.equal(await page.locator("#everybody ~ details tbody tr td:nth-child(3)").count(), await page.locator("#everybody ~ details tbody tr").count());
    await context.close();
  },

  async "shows what stands still first where motion is not wanted"(browser) {
    for (const width of [360, 1280]) {
      const top = async (reducedMotion) => {
        const { page, context } = await visit(browser, url, { ...size(width), reducedMotion });
        const boxes = [await page.locator(".film").boundingBox(), await page.locator("#chart-over-time").boundingBox()];
        await context.close();
        return boxes.map(({ x, y }) => (width < 600 ? y : x));
      };
      const [film, chart] = await top("no-preference");
      assert.ok(film < chart);
      const [still, moving] = (await top("reduce")).reverse();
      assert.ok(still < moving);
    }
  },

  async "works without scripts"(browser) {
    const { page, context } = await visit(browser, url, { ...size(1280), javaScriptEnabled: false });
    assert.ok(0 < await page.locator("#table tbody tr").count());
    assert.match(await page.locator("video source").getAttribute("src"), /race\.mp4/);
    await context.close();
  },

  async "has hours"(browser) {
    const { page, context } = await visit(browser, url, size(1280));
    assert.equal(await page.locator(".heat tbody td").count(), 7 * 24);
    await context.close();
  },
};

const browser = await open();
let failed = 0;
for (const [name, step] of [...Object.entries(always), ...steps.map((name) => [name, asked[name]])]) {
  try {
    await step(browser);
  } catch (error) {
    failed += 1;
    console.error(`${name}: ${error.message}\n${error.stack}`);
  }
}
await browser.close();
process.exitCode = failed ? 1 : 0;
