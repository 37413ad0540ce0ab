import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BrowserPage, findChromium, openBrowser } from "../../packages/cli/src/commands/chromium.fixture.ts";
import { root } from "../docs/documents.ts";
import { siteFolder } from "./build.ts";
import { serveFolder } from "./static-server.fixture.ts";

const minutes = 60_000;

/** HTML pages by their paths, which begin with `/`. */
const pages = new Map<string, string>();
beforeAll(async () => {
  rmSync(siteFolder, { recursive: true, force: true });
  const { NODE_ENV: _, ...env } = process.env; // Vue would be built for tests.
  const { status, stdout, stderr } = spawnSync("npm", ["run", "docs"], { cwd: root, env, encoding: "utf8" });
  expect([status, stderr], stdout).toEqual([0, expect.any(String)]);
  for (const file of readdirSync(siteFolder, { recursive: true, encoding: "utf8" })) {
    if (file.endsWith(".html"))
      pages.set(`/${file.replaceAll("\\", "/")}`, readFileSync(join(siteFolder, file), "utf8"));
  }
}, 30 * minutes);

const idsIn = (html: string): ReadonlySet<string> => new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!));

test("the site has its pages, and every formula is valid", () => {
  const expected = ["index", "tutorial", "mathematics", "roles/loss", "reference/experiment", "plugins/sid/l2"];
  expect([...pages.keys()]).toEqual(expect.arrayContaining(expected.map((page) => `/${page}.html`)));
  for (const [path, html] of pages) expect(html, path).not.toContain("katex-error");
});

test("every link leads to a page of the site, and every anchor to a heading; nothing is loaded from elsewhere", () => {
  const dead: string[] = [];
  for (const [path, html] of pages) {
    const loaded = [...html.matchAll(/<(?:script|link|img)[^>]* (?:src|href)="([^"]+)"/g)].map(
      ([, address]) => address!,
    );
    dead.push(
      ...loaded.filter((address) => /^(https?:)?\/\//.test(address)).map((address) => `${path} loads ${address}`),
    );
    for (const [, link] of html.matchAll(/<a [^>]*href="([^"]+)"/g)) {
      if (/^\w+:/.test(link!)) continue;
      const { pathname, hash } = new URL(link!, `http://localhost${path}`);
      const page = pages.get(decodeURIComponent(pathname).replace(/\/$/, "/index.html"));
      const exists = page !== undefined && (hash === "" || idsIn(page).has(decodeURIComponent(hash.slice(1))));
      if (!exists) dead.push(`${path}: ${link}`);
    }
  }
  expect(dead).toEqual([]);
});

const chromium = findChromium();

describe.skipIf(chromium === undefined)(`in Chromium${chromium === undefined ? " (none is installed)" : ""}`, () => {
  const folder = temporaryFolder({}, afterAll);
  let browser: BrowserPage;
  let server: Awaited<ReturnType<typeof serveFolder>>;
  beforeAll(async () => {
    browser = await openBrowser(chromium!, join(folder, "profile"));
    server = await serveFolder(siteFolder);
  });
  afterAll(async () => {
    await browser.close();
    server.close();
  });

  /** Waits until Vue has taken over the page. */
  const ready = () =>
    expect
      .poll(() => browser.evaluate("document.querySelector('#app')?.__vue_app__ !== undefined"), { timeout: minutes })
      .toBe(true);

  test(
    "every page loads without a message on the console, and none scrolls sideways at 400 pixels, in light and dark",
    async () => {
      const wide: string[] = [];
      let scheme: "light" | "dark" = "light";
      // The playground is a page of its own, without Vue: tools/playground.
      for (const path of [...pages.keys()].filter((path) => !path.startsWith("/playground/"))) {
        scheme = scheme === "light" ? "dark" : "light";
        await browser.emulate({ width: 400, height: 860, scheme });
        await browser.open(server.address + path);
        await ready();
        const { width, dark } = (await browser.evaluate(`({
          width: document.documentElement.scrollWidth,
          dark: document.documentElement.classList.contains("dark"),
        })`)) as { width: number; dark: boolean };
        expect(dark, path).toBe(scheme === "dark");
        if (width > 400) wide.push(`${path}: ${width} pixels`);
        expect(browser.messages, path).toEqual([]);
      }
      expect(wide).toEqual([]);
    },
    30 * minutes,
  );

  test(
    "search finds a key, a plugin and a command",
    async () => {
      await browser.emulate({ width: 1280, height: 900, scheme: "light" });
      for (const [query, address] of [
        ["distill.student.ema.halfLife", "/reference/experiment.html#distill-student-ema-halflife"],
        ["sid/l2", "/plugins/sid/l2.html#sid-l2"],
        ["sweep status", "/reference/commands/sweep.html#tweedie-sweep-status"],
      ] as const) {
        await browser.open(`${server.address}/tutorial.html`);
        await ready();
        await browser.evaluate("document.querySelector('.DocSearch-Button').click()");
        await expect
          .poll(() => browser.evaluate("document.querySelector('#localsearch-input') !== null"), { timeout: minutes })
          .toBe(true);
        await browser.evaluate(`(() => {
          const input = document.querySelector("#localsearch-input");
          input.value = ${JSON.stringify(query)};
          input.dispatchEvent(new Event("input"));
        })()`);
        const results =
          "[...document.querySelectorAll('#localsearch-list a')].map((each) => each.getAttribute('href'))";
        await expect
          .poll(async () => ((await browser.evaluate(results)) as string[]).slice(0, 3), { timeout: minutes })
          .toContain(address);
      }
      expect(browser.messages).toEqual([]);
    },
    10 * minutes,
  );
});
