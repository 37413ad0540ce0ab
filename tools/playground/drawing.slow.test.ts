import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run, validateExperiment } from "@tweedie/engine";
import { temporaryFolder, temporaryProject } from "@tweedie/testing/projects";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { browsers, titleOf } from "./browsers.fixture.ts";
import { openPlayground } from "./open-page.fixture.ts";
import { valueExpression, yamlEditor } from "./page-driver.fixture.ts";

const minutes = 60_000;
const [folder, project] = [temporaryFolder({}, afterAll), temporaryProject({}, afterAll)];

for (const browser of browsers) {
  describe.skipIf(browser.program === undefined)(titleOf(browser), () => {
    let playground: Awaited<ReturnType<typeof openPlayground>>;
    beforeAll(async () => {
      playground = await openPlayground(join(folder, browser.name), browser);
    });
    afterAll(() => playground.close());

    const modes = `document.querySelector(".drawing output").textContent`;
    /** Presses keys on the drawing. */
    const press = (...keys: string[]) =>
      playground.evaluate(`void ${JSON.stringify(keys)}.forEach((key) =>
      document.querySelector(".drawing canvas").dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true })))`);
    /** Moves a pressed pointer over the drawing, by fractions of its sides. */
    const stroke = (...points: [number, number][]) =>
      playground.evaluate(`(() => {
      const canvas = document.querySelector(".drawing canvas");
      canvas.setPointerCapture = () => undefined; // a synthetic pointer cannot be captured
      const { left, top, width, height } = canvas.getBoundingClientRect();
      for (const [x, y] of ${JSON.stringify(points)})
        canvas.dispatchEvent(new PointerEvent("pointermove", { bubbles: true, buttons: 1, clientX: left + x * width, clientY: top + y * height }));
    })()`);

    test(
      "data are drawn by a pointer and by keys, a link restores them, and the command trains on the same YAML",
      async () => {
        const { openAt, ready, until, click, evaluate, valueOf, page } = playground;
        await openAt();
        await ready();
        await click("Draw your own");
        await until(`document.querySelector(".drawing") !== null`);
        await click("Clear");
        await stroke([0.25, 0.5], [0.25, 0.501], [0.3, 0.4], [0.4, 0.3]); // the second point is too near
        await press("ArrowRight", "ArrowUp", " ", "ArrowUp", "ArrowUp", "ArrowUp", " ", "Backspace");
        const means = "means: [ [ -0.75, 0 ], [ -0.6, 0.3 ], [ -0.3, 0.6 ], [ 0.05, 0.05 ] ]";
        await until(`location.hash.length > 0 && ${valueExpression(yamlEditor)}.includes("-0.75")`);
        expect(await valueOf(yamlEditor)).toContain(means);
        const hash = await evaluate<string>("location.hash");
        await openAt(hash);
        await ready();
        expect([await valueOf(yamlEditor), (await evaluate<string>(modes)).split(" ")[0]]).toEqual([
          expect.stringContaining(means),
          "4",
        ]);
        expect(await evaluate(`document.querySelector(".problem")`)).toBe(null);
        expect(page.messages).toEqual([]);

        const file = join(project, "playground.yaml");
        await writeFile(file, await valueOf(yamlEditor));
        const experiment = await validateExperiment({ file, overrides: ["distill.steps=3", "evaluate.every=3"] });
        const { step } = await run({ experiment, out: join(folder, browser.name, "run"), backend: "ort" });
        expect(step).toBe(3);
      },
      4 * minutes,
    );

    test(
      "data without a closed form get a teacher that is trained and the metrics that fit them, and others theirs again",
      async () => {
        const { openAt, ready, until, enter, valueOf } = playground;
        await openAt();
        await ready();
        await enter('select[aria-label="Data"]', "datasets/two-spirals");
        await until(`document.querySelector(".plane .status")?.textContent.startsWith("training the teacher")`);
        expect(await valueOf(yamlEditor)).toMatch(
          /teacher: teachers\/denoiser[^]*metrics: \[ metrics\/sliced-wasserstein \]/,
        );
        await enter('select[aria-label="Data"]', "datasets/grid");
        await ready();
        expect(await valueOf(yamlEditor)).toMatch(
          /teacher: teachers\/mixture[^]*metrics: \[ metrics\/sliced-wasserstein, metrics\/modes \]/,
        );
        expect(await valueOf(yamlEditor)).not.toContain("pretrain");
      },
      4 * minutes,
    );
  });
}
