// Chromium for tests: started without root and without a desktop, and watched.
//
// Every request, error of the console and violation of the policy is noted, so that a test can say that there was none.

import { mkdirSync, existsSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

// Packages are where `make tools` puts them.
const tools = join(dirname(fileURLToPath(import.meta.url)), "../../.tools/browser");
const require = createRequire(join(tools, "package.json"));
export const axe = require.resolve("axe-core/axe.min.js");
const { chromium: playwright } = require("playwright-core");

// The package unpacks the browser into the folder for temporary files, once.
const unpacked = join(tools, "unpacked");
mkdirSync(unpacked, { recursive: true });
process.env.TMPDIR = unpacked;
// It brings a font, but looks for it in the folder for temporary files that others have. Without one no letter would
// have a width, and every page would fit. Names in other scripts take those of the layer.
const fonts = fileURLToPath(new URL("../../layers/fonts", import.meta.url));
const fontconfig = join(unpacked, "fontconfig");
mkdirSync(fontconfig, { recursive: true });
writeFileSync(
  join(fontconfig, "fonts.conf"),
  `<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig><dir>${unpacked}/fonts</dir><dir>${fonts}</dir>` +
    `<cachedir>${fontconfig}/cache</cachedir></fontconfig>\n`,
);
process.env.FONTCONFIG_PATH = fontconfig;
// With the name of a Lambda it also unpacks the libraries that a bare machine lacks.
process.env.AWS_LAMBDA_FUNCTION_NAME ??= "tests";
process.env.AWS_EXECUTION_ENV ??= "AWS_Lambda_nodejs22.x";
const { default: chromium } = await import(
  pathToFileURL(join(tools, "node_modules/@sparticuz/chromium/build/esm/index.mjs")).href
);

export async function open() {
  const executablePath = await chromium.executablePath();
  const libraries = join(unpacked, "al2023/lib");
  const paths = [process.env.LD_LIBRARY_PATH, existsSync(libraries) ? libraries : ""].filter(Boolean).join(":");
  return playwright.launch({
    executablePath,
    // Nothing that would make a page allowed what a reader's browser forbids.
    args: ["--no-sandbox", "--no-zygote", "--disable-gpu", "--headless=shell", "--font-render-hinting=none"],
    env: { ...process.env, LD_LIBRARY_PATH: paths },
  });
}

// A page that was opened at `url`, and what happened on it.
export async function visit(browser, url, options = {}) {
  const context = await browser.newContext({ ...options });
  const page = await context.newPage();
  const seen = { requests: [], errors: [] };
  page.on("request", (request) => seen.requests.push(request.url()));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) seen.errors.push(message.text());
  });
  page.on("pageerror", (error) => seen.errors.push(String(error)));
  page.on("dialog", (dialog) => {
    seen.errors.push(`a dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  await page.goto(url);
  return { page, context, seen };
}
