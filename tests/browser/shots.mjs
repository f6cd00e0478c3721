// Pictures of a page, to look at: node shots.mjs FOLDER OUT
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { open, visit } from "./browser.mjs";

const [folder, out] = process.argv.slice(2);
const url = pathToFileURL(join(resolve(folder), "index.html")).href;
const browser = await open();
for (const width of [360, 1280, 2560]) {
  for (const colorScheme of ["light", "dark"]) {
    const { page, context, seen } = await visit(browser, url, { viewport: { width, height: Math.round(width * 0.6) + 400 }, colorScheme });
    await page.waitForTimeout(400);
    await page.screenshot({ path: join(out, `${width}-${colorScheme}.png`), fullPage: true });
    if (seen.errors.length) console.log(width, colorScheme, seen.errors);
    if (width === 1280 && colorScheme === "dark") await page.pdf({ path: join(out, "page.pdf"), preferCSSPageSize: true, printBackground: false });
    await context.close();
  }
}
await browser.close();
