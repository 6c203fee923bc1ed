// Opens pages in Chromium and says what it saw. On stdin a JSON list of {url, shot, width, dark, text, axe}; on stdout a JSON list of what
// was seen, in the same order: {overflow, direction, asked, pictures, violations}. Nothing but the page's own folder is ever fetched.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars"];

async function look(browser, { url, shot, width, dark, text, axe: judged }) {
  const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme: dark ? "dark" : "light" });
  const page = await context.newPage();
  const asked = [];
  await page.route("**/*", (route) => {
    const wanted = route.request().url();
    if (wanted.startsWith("file:")) return route.continue();
    asked.push(wanted);
    return route.abort();
  });
  await page.goto(url, { waitUntil: "load" });
  if (text !== 100) await page.evaluate(enlarge, text / 100);
  const seen = await page.evaluate(measure);
  if (shot) await page.screenshot({ path: shot, fullPage: true });
  if (judged) {
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
    seen.violations = violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map(({ html, failureSummary }) => `${html}\n${failureSummary}`) }));
  }
  await context.close();
  return { violations: [], ...seen, asked };
}

// As mail programs enlarge text: the letters grow, the boxes do not.
function enlarge(by) {
  const sizes = [...document.body.querySelectorAll("*")].map((element) => [element, parseFloat(getComputedStyle(element).fontSize)]);
  for (const [element, size] of sizes) if (size > 1) element.style.setProperty("font-size", `${size * by}px`, "important");
}

function measure() {
  const page = document.scrollingElement;
  const pictures = [...document.images].map((image) => {
    const { x, y, width, height } = image.getBoundingClientRect();
    return { loaded: image.complete && image.naturalWidth > 0, x, y: y + scrollY, width, height };
  });
  return { overflow: page.scrollWidth - page.clientWidth, direction: getComputedStyle(document.body).direction, pictures };
}

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: FLAGS });
const seen = [];
for (const one of JSON.parse(readFileSync(0, "utf8"))) seen.push(await look(browser, one));
await browser.close();
process.stdout.write(JSON.stringify(seen));
