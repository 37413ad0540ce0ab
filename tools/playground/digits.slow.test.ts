import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createExecutor } from "@tweedie/graph";
import { type NetworkExtractor, tf } from "@tweedie/core";
import extractor from "@tweedie/plugin-extractors/digits";
import denoiser from "@tweedie/plugin-students/denoiser";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDigitSampler } from "../../packages/playground/page/worker/digits/digit-student.ts";
import { chromium, titleOf } from "./browsers.fixture.ts";
import { openPlayground } from "./open-page.fixture.ts";

const minutes = 60_000;
const folder = temporaryFolder({}, afterAll);
const digits = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../../experiments/digits/${name}`, import.meta.url)));

test("a classifier sees the requested classes in most of the committed student's samples", async () => {
  const count = 200;
  const files = {
    teacher: digits("teachers/14x14-classes.safetensors"),
    student: digits("students/lora-14x14.safetensors"),
  };
  const executor = await createExecutor("ort");
  const sampler = await createDigitSampler(files, denoiser as never, { executor, count });
  const labels = Array.from({ length: count }, (_, i) => i % 10);
  const { shape, data } = await sampler.sample({ seeds: [0, 1], fraction: 0.5, labels });
  await executor.dispose();
  const classifier = extractor.create(extractor.options.parse({}) as never, { shape: shape.slice(1) } as never);
  const right = tf.tidy(() => {
    const weights = Object.entries((classifier as NetworkExtractor).weights());
    const params = Object.fromEntries(weights.map(([name, each]) => [name, tf.tensor(each.data, [...each.shape])]));
    const { classes } = (classifier as NetworkExtractor).extract(params, tf.tensor(data, [...shape]));
    return classes!.argMax(-1).equal(tf.tensor1d(labels, "int32")).sum().dataSync()[0]!;
  });
  expect(shape).toEqual([count, 14, 14, 1]);
  expect(right / count).toBeGreaterThan(0.85); // 0.93 in the run that trained it;
});

describe.skipIf(chromium.program === undefined)(titleOf(chromium), () => {
  let playground: Awaited<ReturnType<typeof openPlayground>>;
  beforeAll(async () => {
    playground = await openPlayground(folder);
  });
  afterAll(() => playground.close());

  const picture = `document.querySelector(".digits canvas").toDataURL()`;
  const ink = `(() => {
    const canvas = document.querySelector(".digits canvas");
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return data.reduce((sum, value, i) => sum + (i % 4 === 3 ? value : 0), 0);
  })()`;

  test(
    "samples are drawn, move between the seeds, and a link restores them",
    async () => {
      const { openAt, until, click, enter, evaluate, text, page } = playground;
      const sampled = () => until(`document.querySelector(".digits figcaption")?.textContent.includes(" ms")`);
      const changesFrom = (before: string) => until(`${picture} !== ${JSON.stringify(before)}`);
      await openAt();
      await until(`document.querySelector(".plane .iteration") !== null`);
      await evaluate(`void new MutationObserver((_, observer) => {
        if (!document.querySelector(".digits figcaption")?.textContent.includes(" ms")) return;
        observer.disconnect();
        window.ink = ${ink};
      }).observe(document.body, { childList: true, characterData: true, subtree: true })`);
      await click("Digits");
      await until("window.ink !== undefined");
      expect(await evaluate<number>("window.ink")).toBeGreaterThan(100_000);
      const first = await evaluate<string>(picture);
      await enter(".digits .slider input", "0.5");
      await changesFrom(first);
      await enter(".digits select", "7");
      await until(`document.querySelector(".digits canvas").ariaLabel.includes("the class 7")`);
      expect(await text(".digits .slider output")).toBe("0.50");
      const hash = await evaluate<string>("location.hash");
      await openAt(hash);
      await sampled();
      expect([
        await text(".digits .slider output"),
        await evaluate(`document.querySelector(".digits select").value`),
      ]).toEqual(["0.50", "7"]);
      const still = await evaluate<string>(picture);
      await click("Animate");
      await changesFrom(still);
      await click("Stop");
      expect(page.messages).toEqual([]);
    },
    4 * minutes,
  );

  test(
    "the page opens without the student's files, which the digits then miss, at the width of a phone",
    async () => {
      const { openAt, until, click, evaluate, text, page, site } = playground;
      for (const file of readdirSync(join(site, "assets")).filter((name) => name.endsWith(".safetensors"))) {
        rmSync(join(site, "assets", file));
      }
      await page.emulate({ width: 400, height: 800, scheme: "dark" });
      await openAt();
      await until(`document.querySelector(".plane .iteration") !== null && document.querySelector(".status") === null`);
      expect(await evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(400);
      expect(page.messages).toEqual([]);
      await click("Digits");
      await until(`document.querySelector(".digits .problem") !== null`);
      expect(await text(".digits .problem")).toMatch(/14x14-classes-.*\.safetensors was not served: 404/);
      expect(await evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(400);
    },
    4 * minutes,
  );
});
