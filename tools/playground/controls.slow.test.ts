import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { chromium, titleOf } from "./browsers.fixture.ts";
import { openPlayground } from "./open-page.fixture.ts";
import { iteration, valueExpression, yamlEditor } from "./page-driver.fixture.ts";

const minutes = 60_000;
const folder = temporaryFolder({}, afterAll);

describe.skipIf(chromium.program === undefined)(titleOf(chromium), () => {
  let playground: Awaited<ReturnType<typeof openPlayground>>;
  beforeAll(async () => {
    playground = await openPlayground(folder);
  });
  afterAll(() => playground.close());
  beforeEach(async () => {
    await playground.openAt();
    await playground.ready();
  });

  /** Sets the control of a group by its label. */
  const set = (group: string, label: string, value: string) =>
    playground.evaluate(`(() => {
      const fieldset = [...document.querySelectorAll("fieldset")].find((each) => each.querySelector("legend").textContent === ${JSON.stringify(group)});
      const label = [...fieldset.querySelectorAll("label")].find((each) => each.textContent.startsWith(${JSON.stringify(label)}));
      const control = label.querySelector("input, select");
      control.value = ${JSON.stringify(value)};
      control.dispatchEvent(new Event("change", { bubbles: true }));
    })()`);
  const hasText = (text: string) => `${valueExpression(yamlEditor)}.includes(${JSON.stringify(text)})`;

  test(
    "a student takes an initialisation that its teacher allows, and the teacher's weights once it has some",
    async () => {
      const { enter, until, evaluate, ready, text } = playground;
      await enter('select[aria-label="Student"]', "students/denoiser");
      await until(hasText("student: { use: students/denoiser, init: random }"));
      await set("Student", "init", "teacher");
      await until(`document.querySelector(".yaml .problem") !== null`);
      expect(await text(".yaml .problem")).toContain(
        "the teacher is a closed form, which has no network weights to copy",
      );
      await enter('select[aria-label="Teacher"]', "teachers/denoiser");
      await until(hasText("pretrain: { steps: 1500"));
      await until(`document.querySelector(".yaml .problem") === null`);
      await set("Fake score", "init", "teacher");
      await until(hasText("fake-scores/denoiser, init: teacher"));
      await until(`document.querySelector(".plane .status")?.textContent.startsWith("training the teacher") === true`);
      await ready();
      expect(await evaluate(`document.querySelector(".problem")`)).toBe(null);
    },
    6 * minutes,
  );

  test(
    "a collapse ends the training with its reason, and curves say where their dashed lines are",
    async () => {
      const { click, until, ready, text, evaluate } = playground;
      const small = (curve: string) => text(`[data-curve="${curve}"] small`);
      await click("1 Why L1 fails");
      await ready();
      await until(`document.querySelector('[data-curve="sw2"] small') !== null`);
      expect(await small("sw2")).toMatch(/^[\d.]+ × floor 0\.\d+$/);
      expect([await small("modes"), await small("diag.spread")]).toEqual(["of 8", "alarm below 0.1"]);
      await set("Alarms of the spread", "collapse", "0.6");
      await set("Alarms of the spread", "evaluations", "1");
      await until(hasText("alarms: { collapse: 0.6, patience: 1 }"));
      expect(await small("diag.spread")).toBe("below the alarm 0.6");
      await click("Play");
      await until(`document.querySelector(".ended") !== null`);
      expect(await text(".ended")).toMatch(/^collapsed: the student's spread was less than 0\.6 times the data's/);
      expect([await text(".primary"), (await evaluate<number>(iteration)) % 100]).toEqual(["Play", 0]);
    },
    10 * minutes,
  );
});
