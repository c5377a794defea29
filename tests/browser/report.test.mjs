// The report opened from a file: links, filters, slider, layers, languages, accessibility, no network.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const address = (language) => `file://${process.env.PAGES}/${language}.html`;
let browser;

before(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
});
after(() => browser?.close());

// Opens a report and notes everything that must not happen.
async function open(language, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const wrong = [];
  page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("request", (request) => request.url().startsWith("file:") || wrong.push(request.url()));
  await page.goto(address(language));
  return { page, wrong, close: async () => { await context.close(); assert.deepEqual(wrong, []); } };
}

test("the page changes its language and back", async () => {
  const { page, close } = await open("en");
  // Texts that are not the script's own.
  const read = () => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), texts = [];
    while (walker.nextNode()) {
      if (!walker.currentNode.parentElement.closest("script, output")) texts.push(walker.currentNode.data);
    }
    return texts.join("\n");
  };
  const texts = () => page.evaluate(read);
  const [english, heading] = [await texts(), page.locator("#happened h2")];
  await page.locator("#filters select[name=t]").selectOption({ label: "Control" });
  await page.locator("#language").click();
  assert.equal(await page.locator("html").getAttribute("lang"), "fr");
  assert.equal(await heading.textContent(), "Ce qui s'est passé");
  assert.match(await page.locator("#shown").textContent(), /affichés?$/);
  await page.locator("#filters select[name=t]").selectOption("");
  const french = await texts();
  assert.notEqual(french, english);
  // What the script put in place is what the program writes in that language.
  const other = await open("fr");
  assert.equal(french, await other.page.evaluate(read));
  await other.close();
  await page.locator("#language").click();
  assert.equal(await texts(), english);
  await close();
});

test("both sides of a contradiction lead to their characters", async () => {
  const { page, close } = await open("en");
  const card = page.locator(".contradiction.real").first();
  const links = card.locator(".side blockquote a");
  assert.equal(await links.count(), 2);
  for (const link of await links.all()) {
    const quote = await link.textContent();
    await link.click();
    const lit = page.locator(".text .on");
    assert.equal((await lit.allTextContents()).join(""), quote);
    await assertVisible(lit.first());
  }
  await close();
});

async function assertVisible(locator) {
  const box = await locator.boundingBox();
  assert.ok(box && box.height > 0, "drawn");
  assert.ok(await locator.evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  }), "inside the window");
}

test("a contradiction named in the summary is one click away", async () => {
  const { page, close } = await open("fr");
  await page.locator('#summary a[href^="#c-"]').first().click();
  await assertVisible(page.locator(".contradiction:target"));
  await close();
});

test("any span of a document has an address", async () => {
  const { page, close } = await open("en");
  await page.evaluate(() => { location.hash = "e-0-120-131"; });
  await page.waitForFunction(() => String(getSelection()).length > 0);
  const bytes = await page.evaluate(() => new TextEncoder().encode(String(getSelection())).length);
  assert.equal(bytes, 11);
  await close();
});

test("filters hide what does not fit and say how much is left", async () => {
  const { page, close } = await open("en");
  const shown = () => page.locator(".event:not([hidden])").count();
  const all = await shown();
  const select = page.locator('#filters select[name="t"]');
  await select.selectOption({ label: "Control" });
  const some = await shown();
  assert.ok(some > 0 && some < all, `${some} of ${all}`);
  assert.match(await page.locator("#shown").textContent(), new RegExp(`^${some} `));
  await select.selectOption("");
  assert.equal(await shown(), all);
  await close();
});

test("no filter is a dead end: each choice of each list finds something", async () => {
  const { page, close } = await open("fr");
  for (const select of await page.locator("#filters select").all()) {
    for (const option of await select.locator("option").all()) {
      await select.selectOption(await option.getAttribute("value"));
      assert.ok(await page.locator(".event:not([hidden])").count() > 0, await option.textContent());
    }
    await select.selectOption("");
  }
  await close();
});

test("the slider shows the places of one day", async () => {
  const { page, close } = await open("en");
  const spots = () => page.locator(".spot:not(.off)").count();
  const all = await spots();
  assert.ok(all > 0);
  const range = page.locator('#slider input[type="range"]');
  const last = Number(await range.getAttribute("max"));
  const counts = [];
  for (let day = 0; day <= last; day++) {
    await range.fill(String(day));
    counts.push(await spots());
  }
  assert.ok(Math.min(...counts) < all, "some day has fewer places");
  assert.notEqual(await page.locator("#slider output").textContent(), "");
  await page.locator('#slider input[name="all"]').check();
  assert.equal(await spots(), all);
  await close();
});

test("the source stands beside the statement: nothing jumps, next and previous, a citation, back to where it was", async () => {
  const { page, close } = await open("en");
  const links = page.locator("#happened .event").first().locator("a.e");
  await links.first().scrollIntoViewIfNeeded();
  const top = () => links.first().evaluate((element) => element.getBoundingClientRect().top);
  const before = await top();
  const address = page.url();
  await links.first().click();
  const panel = page.locator("#panel");
  assert.ok(await panel.isVisible());
  assert.ok(Math.abs(await top() - before) < 2, "the statement stays where it is");
  assert.match(page.url(), /#e-\d+-\d+-\d+$/);
  await assertVisible(panel.locator(".on").first());
  const first = page.url();
  await panel.locator("button[name=next]").click();
  assert.notEqual(page.url(), first);
  await panel.locator("button[name=previous]").click();
  assert.equal(page.url(), first);
  await page.evaluate(() => { navigator.clipboard.writeText = async (text) => { window.copied = text; }; });
  await panel.locator("button[name=copy]").click();
  await page.waitForFunction(() => document.getElementById("copied-note").textContent !== "");
  assert.match(await page.evaluate(() => window.copied), /^.+, .+: “.+” \(\d+–\d+\)$/s);
  await page.keyboard.press("Escape");
  assert.equal(await panel.isVisible(), false);
  assert.equal(page.url(), address);
  // The address of a piece of evidence opens it at once.
  await page.goto(first);
  await page.reload();
  await assertVisible(panel.locator(".on").first());
  await close();
});

test("what is filtered stands in the address, and acts on every section", async () => {
  const { page, close } = await open("en");
  const cards = () => page.locator(".contradiction").evaluateAll((all) => all.filter((card) => !card.hidden).length);
  const all = await cards();
  await page.locator("#filters input[name=q]").fill("retook");
  const shown = await page.locator(".event:not([hidden])").count();
  assert.ok(shown > 0);
  for (const text of await page.locator(".event:not([hidden])").allTextContents()) assert.match(text, /retook/i);
  assert.ok(await cards() < all);
  assert.match(page.url(), /#\?q=retook$/);
  const again = page.url();
  await page.goto("about:blank");
  await page.goto(again);
  assert.equal(await page.locator(".event:not([hidden])").count(), shown);
  await close();
});

test("head, filter and terminal count alike", async () => {
  const { page, close } = await open("en");
  const head = await page.locator(".counts li").allTextContents();
  const events = Number(head.find((text) => / events?$/.test(text)).split(" ")[0]);
  assert.equal(await page.locator(".event").count(), events);
  assert.match(await page.locator("#shown").textContent(), new RegExp(`^${events} `));
  await close();
});

test("layers are switched on in the documents", async () => {
  const { page, close } = await open("en");
  await page.locator(".document summary").first().click();
  const place = page.locator(".document .text .p").first();
  const colour = () => place.evaluate((element) => getComputedStyle(element).backgroundColor);
  const plain = await colour();
  await page.locator('#layers input[name="p"]').check();
  assert.notEqual(await colour(), plain);
  await close();
});

test("reports of one text stand behind one of them, with what differs, until that is switched off", async () => {
  const { page, close } = await open("en");
  const group = page.locator("details.same"), copy = group.locator(".document");
  assert.equal(await copy.isVisible(), false);
  await group.locator("summary").first().click();
  assert.match(await copy.textContent(), /Miroir du Lac/);
  assert.match(await group.locator(".differences mark").first().textContent(), /Au moins/);
  await page.locator("#grouping input").uncheck();
  assert.ok(await copy.isVisible());
  assert.equal(await group.locator("summary").first().isVisible(), false);
  assert.equal(await group.locator(".differences").isVisible(), false);
  await page.locator("#grouping input").check();
  assert.equal(await copy.isVisible(), false);
  await close();
});

test("the page works without script: links, marks and folded parts", async () => {
  const { page, close } = await open("en", { javaScriptEnabled: false });
  for (const control of ["#filters", "#slider", "#language", "#grouping"]) {
    assert.equal(await page.locator(control).isVisible(), false, `${control} does nothing without script`);
  }
  for (const section of ["#summary .lead", ".event blockquote", ".contradiction", ".strip", ".map", ".matrix"]) {
    assert.ok(await page.locator(section).first().isVisible(), section);
  }
  const link = page.locator(".contradiction.real .side blockquote a").first();
  const target = (await link.getAttribute("href")).slice(1);
  await link.click();
  assert.ok(await page.locator(`[id="${target}"]`).isVisible(), "the browser opens the document around its target");
  await close();
});

test("each language is whole: no text of the other", async () => {
  const texts = {};
  for (const language of ["en", "fr"]) {
    const { page, close } = await open(language);
    assert.equal(await page.locator("html").getAttribute("lang"), language);
    texts[language] = await page.locator("nav, h2").allTextContents();
    await close();
  }
  assert.equal(texts.en.length, texts.fr.length);
  texts.en.forEach((text, position) => assert.notEqual(text, texts.fr[position]));
});

test("links, controls and folded parts are reached by Tab and opened by Enter", async () => {
  const { page, close } = await open("en");
  const wanted = await page.locator("a[href], button:not([hidden]), select, input, summary, [tabindex='0']")
    .evaluateAll((all) => all.filter((it) => it.checkVisibility()).length);
  const reached = new Set();
  for (let n = 0; n < wanted + 5; n++) {
    await page.keyboard.press("Tab");
    reached.add(await page.evaluate(() => {
      const active = document.activeElement;
      window.order ??= new Map();
      if (!window.order.has(active)) window.order.set(active, window.order.size);
      return window.order.get(active);
    }));
  }
  assert.ok(reached.size >= wanted, `${reached.size} of ${wanted}`);
  const document_ = page.locator(".document summary").first();
  await document_.focus();
  await page.keyboard.press("Enter");
  assert.ok(await page.locator(".document .text").first().isVisible());
  await close();
});

test("everything is reached by keyboard, the skip link first", async () => {
  const { page, close } = await open("en");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
  await close();
});

test("nothing is wider than a phone", async () => {
  const { page, close } = await open("fr", { viewport: { width: 390, height: 800 } });
  const [inner, whole] = await page.evaluate(() => [innerWidth, document.documentElement.scrollWidth]);
  assert.ok(whole <= inner, `${whole} > ${inner}`);
  await close();
});

test("on paper everything is open and nothing to click is left", async () => {
  const { page, close } = await open("fr");
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await page.emulateMedia({ media: "print" });
  for (const hidden of ["nav", "#filters", "#slider", "#layers", "#language"]) {
    assert.equal(await page.locator(hidden).isVisible(), false, hidden);
  }
  assert.ok(await page.locator("details.ev blockquote").first().isVisible());
  const paper = await page.pdf({ format: "A4" });
  assert.equal(paper.subarray(0, 5).toString(), "%PDF-");
  await close();
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1280, 390]) {
    test(`axe finds nothing: ${colorScheme}, ${width} px`, async () => {
      const { page, close } = await open("fr", { colorScheme, viewport: { width, height: 900 } });
      await page.evaluate(() => {
        document.querySelectorAll("details").forEach((details) => { details.open = true; });
        // Parts that were never drawn have guessed heights and would seem to cover each other.
        document.querySelectorAll(".event, .card, .document").forEach((part) => { part.style.contentVisibility = "visible"; });
      });
      // The policy of the page forbids injected scripts; evaluating in an isolated way does not go through it.
      await page.evaluate(axe);
      const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
      const { violations } = await page.evaluate((values) => window.axe.run({ runOnly: { type: "tag", values } }), tags);
      const told = violations.map((found) => `${found.id}: ${found.nodes.slice(0, 3).map((node) => node.html).join(" | ")}`);
      assert.deepEqual(told, []);
      await close();
    });
    if (process.env.SHOTS) {
      test(`screenshot: ${colorScheme}, ${width} px`, async () => {
        const { page, close } = await open("en", { colorScheme, viewport: { width, height: 900 } });
        await page.screenshot({ path: `${process.env.SHOTS}/report-${colorScheme}-${width}.png` });
        await close();
      });
    }
  }
}
