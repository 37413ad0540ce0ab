import { readdirSync, readFileSync } from "node:fs";
import { cp } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { type Playground, servePage } from "@tweedie/playground";
import { temporaryFolder } from "@tweedie/testing/projects";
import { build } from "vite";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { BrowserPage } from "../../packages/cli/src/commands/chromium.fixture.ts";
import { pageBuild } from "../../packages/playground/vite/page-build.ts";
import { serveFolder } from "../site/static-server.fixture.ts";
import { browsers, titleOf } from "./browsers.fixture.ts";
import { createPageDriver, curve, iteration, type PageDriver } from "./page-driver.fixture.ts";

const minutes = 60_000;
const folder = temporaryFolder({}, afterAll);
const [site, bare] = [join(folder, "site"), join(folder, "bare")];
const threads = Math.min(8, availableParallelism());
let served: Playground;

beforeAll(async () => {
  await build(pageBuild(fileURLToPath(new URL("../../packages/playground/page", import.meta.url)), site));
  await cp(site, bare, { recursive: true, filter: (path) => !path.endsWith(".wasm") });
  served = await servePage(site, 0);
});
afterAll(() => served.close());

test("the page has at most 12 MB compressed", () => {
  const files = readdirSync(site, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const sizes = files.map(({ parentPath, name }) => gzipSync(readFileSync(join(parentPath, name))).length);
  const megabytes = sizes.reduce((sum, size) => sum + size, 0) / 1e6;
  console.info(`${megabytes.toFixed(2)} MB compressed`);
  expect(megabytes).toBeLessThan(12);
});

/** A number that changes with the picture of the first plane. */
const picture = `(() => {
  const canvas = document.querySelector(".plane canvas");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return [canvas.width, ...data.reduce(([a, b], each, i) => [(a + each) % 1000003, (b * 31 + each) % 1000003], [0, 0])].join();
})()`;

for (const browser of browsers) {
  const { name } = browser;
  describe.skipIf(browser.program === undefined)(titleOf(browser), () => {
    let page: BrowserPage;
    let driver: PageDriver;
    beforeAll(async () => {
      page = await browser.open(browser.program!, join(folder, name));
      driver = createPageDriver(page);
    });
    afterAll(() => page.close());
    beforeEach(async () => {
      await page.emulate({ width: 1280, height: 900, scheme: "light" });
      await driver.open(served.url);
    });

    /** Presses Tab until an element has the focus. */
    const focus = async (selector: string) => {
      for (let i = 0; i < 60; i++) {
        if (await driver.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`)) return;
        await page.press("Tab");
      }
      throw new Error(`Tab does not reach ${selector}`);
    };

    test(
      "the time of the first picture is printed",
      async () => {
        const mark = `performance.getEntriesByName("first-picture")[0].startTime`;
        const times: number[] = [];
        for (let i = 0; i < 3; i++) {
          await page.open("about:blank");
          await page.open(served.url);
          await driver.until(`performance.getEntriesByName("first-picture").length === 1`);
          times.push(Math.round(await driver.evaluate<number>(mark)));
        }
        console.info(`${name}: first picture after ${times.join(", ")} ms`);
        expect(Math.min(...times)).toBeGreaterThan(0);
      },
      2 * minutes,
    );

    test(
      "the ring is trained to eight modes on the chosen backend, and the page has no message",
      async () => {
        const { evaluate, until, click, enter } = driver;
        for (const [backend, label] of [
          ["auto", "runs on WebAssembly, 1 thread"],
          ["threads", `runs on WebAssembly, ${threads} thread${threads === 1 ? "" : "s"}`],
        ]) {
          await enter(".backend select", backend!);
          await until(`document.querySelector(".running")?.textContent === "${label}" && ${iteration} === 0`);
          const begun = performance.now();
          await click("Play");
          await until(`${curve("modes")} === 8`);
          const [at, seconds] = [await evaluate<number>(iteration), (performance.now() - begun) / 1_000];
          console.info(
            `${name}, ${label}: eight modes after ${seconds.toFixed(1)} s, ${(at / seconds).toFixed(1)} it/s`,
          );
          await click("Pause");
        }
        expect(page.messages).toEqual([]);
      },
      6 * minutes,
    );

    test(
      "a link restores the picture and the settings",
      async () => {
        const { evaluate, until, open, click, enter, valueOf } = driver;
        await click("1 Why L1 fails");
        await driver.ready();
        await enter(".view input[type=range]", "-0.5");
        for (let i = 1; i <= 2; i++) {
          await click("Step");
          await until(`${iteration} === ${i}`);
        }
        const shown = async () => {
          await evaluate("new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 100)))");
          return [await evaluate(picture), await valueOf(".view input[type=range]")];
        };
        const [before, hash] = [await shown(), await evaluate<string>("location.hash")];
        await open(`${served.url}${hash}`);
        await until(`document.querySelector(".running") !== null`);
        const start = await shown();
        expect(start).not.toEqual(before);
        for (let i = 1; i <= 2; i++) {
          await click("Step");
          await until(`${iteration} === ${i}`);
        }
        expect(await shown()).toEqual(before);
        expect(await evaluate(`document.querySelector(".plane").dataset.loss`)).toBe("sid/l1");
        expect(await evaluate("location.hash")).toBe(hash);
      },
      4 * minutes,
    );

    test(
      "a page that was left and is shown again starts its workers again",
      async () => {
        const { until, ready, click } = driver;
        await click("Step");
        await until(`${iteration} === 1`);
        await page.open("about:blank");
        await page.back();
        await until(`${iteration} === 0`); // first the kept page is shown, which is at 1
        await ready();
        await click("Step");
        await until(`${iteration} === 1`);
      },
      2 * minutes,
    );

    test(
      "keys alone start, pause, step, and change the loss",
      async () => {
        const { evaluate, until, text } = driver;
        await page.press(" ");
        await until(`${iteration} > 2 && document.querySelector(".primary").textContent === "Pause"`);
        await page.press(" ");
        await until(`document.querySelector(".primary").textContent === "Play"`);
        await focus(".transport .primary");
        expect(await evaluate("getComputedStyle(document.activeElement).outlineStyle")).toBe("solid");
        await page.press("Enter");
        await until(`document.querySelector(".primary").textContent === "Pause"`);
        await until(`document.querySelector(".numbers").textContent.includes("it/s")`);
        await page.press(" ");
        await until(`document.querySelector(".primary").textContent === "Play"`);
        await until(`!document.querySelector(".numbers").textContent.includes("it/s")`);
        const at = await evaluate<number>(iteration);
        await page.press("Tab"); // to Step
        await page.press("Enter");
        await until(`${iteration} === ${at + 1}`);
        await focus("select[aria-label=Loss], .controls select");
        const former = await evaluate<string>("document.activeElement.value");
        await page.press("ArrowUp");
        await page.press("Tab");
        await until(`${iteration} === 0`);
        expect(await text(".yaml")).not.toContain(`${former},`);
      },
      4 * minutes,
    );

    test(
      "a static host without WebAssembly's file gets JavaScript with the reason, and no threads",
      async () => {
        const { until, text, click } = driver;
        const { address, close } = await serveFolder(bare);
        try {
          await page.open(`${address}/`);
          await until(`document.querySelector(".running")?.textContent === "runs on JavaScript"`);
          expect(await text(".backend .warning")).toMatch(/^WebAssembly does not work here: /);
          expect(await text(".backend option[value=threads]")).toContain("the server does not isolate the page");
          await click("Step");
          await until(`${iteration} === 1`);
        } finally {
          close();
        }
      },
      4 * minutes,
    );

    test(
      "the fastest backend is measured and chosen",
      async () => {
        const { evaluate, until, click, valueOf } = driver;
        await click("Use the fastest");
        await until(`document.querySelector(".backend option[value=threads]").textContent.includes("it/s")`);
        await until(`document.querySelector(".backend button:enabled") !== null`);
        const labels = await evaluate<string[]>(
          `[...document.querySelectorAll(".backend option")].map((each) => each.textContent)`,
        );
        console.info(`${name}: ${labels.join("; ")}`);
        expect(labels[1]).toMatch(/^WebAssembly, 1 thread: [\d.]+ it\/s$/);
        expect(["wasm", "threads", "webgpu"]).toContain(await valueOf(".backend select"));
      },
      4 * minutes,
    );
  });
}
