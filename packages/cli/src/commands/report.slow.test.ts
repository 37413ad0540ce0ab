import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { main } from "../main.ts";
import { recordingTerminal } from "../terminal/recording-terminal.fixture.ts";
import { type BrowserPage, findChromium, openBrowser } from "./chromium.fixture.ts";

/** An experiment with the metrics, the networks and the curve of `experiments/mixture/sid.yaml`, and few steps. */
const experiment = `name: ring
data: datasets/ring
network: { use: networks/mlp, width: 16, depth: 1 }
teacher: teachers/denoiser
student: { use: students/denoiser, init: teacher }
fakeScore: { use: fake-scores/denoiser, init: teacher }
loss: sid/l2
pretrain: { steps: 20, batch: 16 }
distill: { steps: 6, batch: 16 }
evaluate:
  every: 1
  samples: 64
  draws: 64
  teacherSteps: 2
  metrics: [metrics/sliced-wasserstein, metrics/modes, metrics/mmd]
log: { every: 1 }
`;

const chromium = findChromium();

describe.skipIf(chromium === undefined)(`in Chromium${chromium === undefined ? " (none is installed)" : ""}`, () => {
  const folder = temporaryFolder({ "ring.yaml": experiment }, afterAll);
  const report = pathToFileURL(join(folder, "run/report.html")).href;
  let page: BrowserPage;
  beforeAll(async () => {
    process.env["TWEEDIE_CACHE"] = join(folder, "cache");
    await main(["run", join(folder, "ring.yaml"), "--out", join(folder, "run")], recordingTerminal());
    page = await openBrowser(chromium!, join(folder, "profile"));
  });
  afterAll(() => page.close());

  /** Opens the report in a window of this width. `hash` is the part of the address after it. */
  async function open(width: number, { hash = "", media = "screen" as "screen" | "print" } = {}): Promise<void> {
    await page.emulate({ width, height: 900, scheme: "light", media });
    await page.open("about:blank");
    await page.open(`${report}${hash}`);
  }
  const numbers = (expression: string) => page.evaluate(expression) as Promise<number[]>;
  const openFolds = `[...document.querySelectorAll(".fold > details[open] h2")].map((title) => title.textContent)`;

  test("is shorter than 4,000 px at a width of 1,280 px", async () => {
    await open(1280);
    const [height] = await numbers("[document.documentElement.scrollHeight]");
    expect(height).toBeGreaterThan(1000);
    expect(height).toBeLessThan(4000);
  });

  test.each([400, 1280])(
    "nothing is cut off or scrolls sideways at a width of %d px, with all parts open",
    async (width) => {
      await open(width);
      await page.evaluate(`document.querySelectorAll("details").forEach((each) => (each.open = true))`);
      const [excess, tables] = await numbers(`(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      const wide = [...document.querySelectorAll(".scroll")].filter((each) => each.scrollWidth > each.clientWidth + 1);
      return [scrollWidth - clientWidth, wide.length];
    })()`);
      expect([excess, tables]).toEqual([0, 0]);
    },
  );

  test("plots of a row begin at one height and have one size", async () => {
    await open(1280);
    const rows = (await page.evaluate(`[...document.querySelectorAll("section > .grid")].map((grid) =>
      [...grid.querySelectorAll("figure > svg")].slice(0, 3).map((svg) => {
        const { top, height } = svg.getBoundingClientRect();
        return top + " " + height;
      }))`)) as string[][];
    expect(rows.length).toBeGreaterThan(1);
    for (const row of rows) expect([row.length, new Set(row).size]).toEqual([3, 1]);
  });

  test("a link of the contents opens its folded section, and so does an address with it", async () => {
    await open(1280);
    expect(await page.evaluate(openFolds)).toEqual([]);
    const hash = (await page.evaluate(`(() => {
      const links = [...document.querySelectorAll("nav a")];
      const link = links.find((each) => each.textContent === "Configuration");
      link.click();
      return link.getAttribute("href");
    })()`)) as string;
    expect(await page.evaluate(openFolds)).toEqual(["Configuration"]);
    await open(1280, { hash });
    expect(await page.evaluate(openFolds)).toEqual(["Configuration"]);
    const [top] = await numbers(
      `[document.querySelector(".fold > details[open] summary").getBoundingClientRect().top]`,
    );
    expect(top).toBeGreaterThanOrEqual(0);
    expect(top).toBeLessThan(900);
  });

  test("folded sections are visible in print", async () => {
    const heights = `[...document.querySelectorAll(".fold")].map((each) => each.getBoundingClientRect().height)`;
    await open(1280);
    for (const height of await numbers(heights)) expect(height).toBeLessThan(60);
    await open(1280, { media: "print" });
    for (const height of await numbers(heights)) expect(height).toBeGreaterThan(120);
  });

  test("metrics have the names, units and directions that their plugins give", async () => {
    await open(1280);
    const text = (await page.evaluate("document.body.innerText")) as string;
    expect(text).toMatch(
      /The student's sliced Wasserstein distance of order 2 \(sw2\) is .*\(units of the data, lower is better\)\./,
    );
    expect(text).toMatch(/modes found\s+modes\s+of 8, higher is better/);
  });

  test("has no message in the console", () => expect(page.messages).toEqual([]));
});
