import { symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { run, validateExperiment } from "@tweedie/engine";
import { type Playground, servePage } from "@tweedie/playground";
import { temporaryFolder, temporaryProject } from "@tweedie/testing/projects";
import { build } from "vite";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type BrowserPage, findChromium, openBrowser } from "../../packages/cli/src/commands/chromium.fixture.ts";
import {
  createPageDriver,
  curve,
  iteration,
  lossEditor,
  type PageDriver,
  valueExpression,
  yamlEditor,
} from "./page-driver.fixture.ts";
import { pageBuild } from "../../packages/playground/vite/page-build.ts";

const minutes = 60_000;
const folder = temporaryFolder({}, afterAll);
const [site, project] = [join(folder, "site"), temporaryProject({}, afterAll)];

const chromium = findChromium();

describe.skipIf(chromium === undefined)(
  `the page in Chromium${chromium === undefined ? " (none is installed)" : ""}`,
  () => {
    let page: BrowserPage;
    let served: Playground;
    let driver: PageDriver;
    beforeAll(async () => {
      const tweedie = fileURLToPath(new URL("../../node_modules/tweedie", import.meta.url));
      await symlink(tweedie, join(project, "node_modules/tweedie"));
      await build(pageBuild(fileURLToPath(new URL("../../packages/playground/page", import.meta.url)), site));
      served = await servePage(site, 0);
      page = await openBrowser(chromium!, join(folder, "profile"));
      driver = createPageDriver(page);
    });
    afterAll(async () => {
      await page.close();
      await served.close();
    });
    beforeEach(async () => {
      await page.emulate({ width: 1280, height: 900, scheme: "light" });
      await driver.open(served.url);
    });

    test(
      "the ring is trained from random samples to eight modes, and pauses",
      async () => {
        const { evaluate, until, click } = driver;
        expect(await evaluate(iteration)).toBe(0);
        const begun = performance.now();
        await click("Play");
        await until(`${curve("modes")} === 8 && ${iteration} >= 200`);
        const seconds = (performance.now() - begun) / 1_000;
        await click("Pause");
        const at = await evaluate<number>(iteration);
        console.info(
          `${at} iterations in ${seconds.toFixed(1)} s: ${(at / seconds).toFixed(1)} a second with pictures and evaluations`,
        );
        await click("Step");
        await until(`${iteration} > ${at} && !document.querySelector(".numbers").textContent.includes("it/s")`);
        expect(page.messages).toEqual([]);
      },
      4 * minutes,
    );

    test(
      "L1 collapses",
      async () => {
        const { evaluate, until, click, ready } = driver;
        await click("1 Why L1 fails");
        await ready();
        await click("Play");
        await until(`${curve("diag.spread")} < 0.5 && ${iteration} > 1000`);
        expect(await evaluate<number>(curve("modes"))).toBeLessThan(4);
      },
      8 * minutes,
    );

    test(
      "a run that is asked to play while it opens plays, also when another was opening",
      async () => {
        const { evaluate, until, click } = driver;
        await click("2 What the identity does");
        await click("1 Why L1 fails");
        await click("Play");
        await until(`document.querySelectorAll(".plane .iteration").length === 1 && ${iteration} > 2`);
        expect(await evaluate(`document.querySelector(".plane").dataset.loss`)).toBe("sid/l1");
      },
      4 * minutes,
    );

    test(
      "pauses in quick succession leave one loop of iterations, at the chosen speed",
      async () => {
        const { evaluate, until, click, enter } = driver;
        await enter(".transport select", "3");
        await click("Play");
        await until(`${iteration} > 0`);
        const [made, planned] = (await evaluate(`(async () => {
          for (let i = 0; i < 10; i++) document.querySelector(".transport .primary").click();
          const [at, begun] = [${iteration}, performance.now()];
          await new Promise((resolve) => setTimeout(resolve, 4_000));
          return [${iteration} - at, (3 * (performance.now() - begun)) / 1_000];
        })()`)) as readonly [number, number];
        expect(made).toBeLessThan(planned + 10); // each former loop may finish an iteration
      },
      4 * minutes,
    );

    test(
      "lambda changes while it trains, and the address restores what is shown",
      async () => {
        const { evaluate, until, open, text, click, enter, valueOf } = driver;
        await click("Play");
        await until(`${iteration} > 5`);
        await enter('input[type="range"][max="2"]', "1.5");
        await until(`${valueExpression(yamlEditor)}.includes("lambda: 1.5")`);
        const before = await evaluate<number>(iteration);
        await until(`${iteration} > ${before + 5}`); // it has not begun again
        await enter(".view input[type=range]", "-1");
        const [hash, yaml] = [await evaluate<string>("location.hash"), await valueOf(yamlEditor)];
        await open(served.url + hash);
        expect(await valueOf(yamlEditor)).toBe(yaml);
        expect(await text(".view output")).toBe("0.10");
        expect(await text(".controls .slider output")).toBe("1.5");
      },
      4 * minutes,
    );

    test(
      "two losses from one seed begin with the same samples and end with others",
      async () => {
        const { evaluate, until, click } = driver;
        await click("2 What the identity does");
        await until(
          `document.querySelectorAll(".plane .iteration").length === 2 && document.querySelector(".status") === null`,
        );
        expect(await evaluate(`[...document.querySelectorAll(".plane")].map((each) => each.dataset.loss)`)).toEqual([
          "sid/l2",
          "sid/l1",
        ]);
        const numbers = `[...document.querySelectorAll(".plane .numbers")].map((each) => each.textContent)`;
        await until(`${numbers}.every((each) => each.includes("distance"))`);
        const [a, b] = await evaluate<string[]>(numbers);
        expect(a).toBe(b);
      },
      4 * minutes,
    );

    test(
      "the errors of the YAML are those of the command, at their lines",
      async () => {
        const { until, text, enter, valueOf } = driver;
        const yaml = (await valueOf(yamlEditor)).replace("lambda: 0.5", "lamda: 0.5");
        await enter(yamlEditor, yaml);
        await until(`document.querySelector(".yaml .problem") !== null`);
        const file = join(project, "playground.yaml");
        await writeFile(file, yaml);
        const expected = await validateExperiment({ file }).catch((error: Error) => error.message);
        expect(await text(".yaml .problem")).toBe((expected as string).replaceAll(file, "playground.yaml"));
        expect(await text(".yaml .marked")).toBe("8");
      },
      2 * minutes,
    );

    test(
      "a loss that is written in the page is checked and trained, and the command runs the same file",
      async () => {
        const { evaluate, until, text, click, enter, valueOf } = driver;
        const own = lossEditor;
        const loss = await valueOf(own);
        await enter(own, loss.replace("const gap =", "const gap = = "));
        await click("Check and train");
        await until(`document.querySelector(".own .problem") !== null`);
        expect(await text(".own .problem")).toMatch(/^my-loss\.ts:13: /);
        expect(await text(".own .marked")).toBe("13");

        await enter(own, loss.replace("inner(gap, a.sub(e))", "inner(gap, a.sub(e)).sum()"));
        await click("Check and train");
        await until(`document.querySelector(".own .warning") !== null`);
        expect(await text(".own .warning")).toContain("has no statistics");

        const mine = loss.replace("mul(lambda)", "mul(lambda / 2)");
        await enter(own, mine);
        await click("Check and train");
        await until(
          `${valueExpression(yamlEditor)}.includes("./my-loss.ts") && document.querySelector(".status") === null`,
        );
        await until(`document.querySelector(".own .warning") === null`);
        expect(await text(".own .note")).toMatch(/^(\d+) of \1 checks of the contract pass$/);
        await click("Play");
        await until(`${iteration} > 20`);
        expect(await evaluate(`document.querySelector(".plane .problem")`)).toBe(null);

        await writeFile(join(project, "my-loss.ts"), mine);
        const file = join(project, "playground.yaml");
        await writeFile(file, await valueOf(yamlEditor));
        const experiment = await validateExperiment({ file, overrides: ["distill.steps=3", "evaluate.every=3"] });
        const { status, step } = await run({ experiment, out: join(folder, "run"), backend: "ort" });
        expect([status, step]).toEqual([expect.stringMatching(/completed|not-converged/), 3]);
      },
      6 * minutes,
    );

    test(
      "the space bar plays and pauses, and every control has a name",
      async () => {
        const { evaluate, until } = driver;
        const press = () => evaluate(`dispatchEvent(new KeyboardEvent("keydown", { key: " " }))`);
        await press();
        await until(`${iteration} > 2 && document.querySelector(".primary").textContent === "Pause"`);
        await press();
        await until(`document.querySelector(".primary").textContent === "Play"`);
        const unnamed = `[...document.querySelectorAll("input, select, textarea, button, [contenteditable]")].filter((each) =>
      !each.ariaLabel && !each.closest("label")?.textContent && !each.textContent).map((each) => each.outerHTML)`;
        expect(await evaluate(unnamed)).toEqual([]);
      },
      2 * minutes,
    );

    test(
      "it fits a phone, and follows the dark scheme",
      async () => {
        const { evaluate } = driver;
        await page.emulate({ width: 400, height: 800, scheme: "dark" });
        expect(await evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(400);
        expect(await evaluate("getComputedStyle(document.body).backgroundColor")).toBe("rgb(20, 24, 28)");
      },
      2 * minutes,
    );
  },
);
