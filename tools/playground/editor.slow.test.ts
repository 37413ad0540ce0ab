import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { browsers, chromium, titleOf } from "./browsers.fixture.ts";
import { openPlayground } from "./open-page.fixture.ts";
import { lossEditor, yamlEditor } from "./page-driver.fixture.ts";

const minutes = 60_000;
const folder = temporaryFolder({}, afterAll);

/** Reads the marks of the editor, as `marks`, in the moment in which the page shows a problem of its text. */
const marksWithProblem = `void new MutationObserver((_, observer) => {
  if (document.querySelector(".yaml .problem") === null) return;
  observer.disconnect();
  const all = (selector) => [...document.querySelectorAll(".yaml " + selector)];
  window.marks = { lines: all(".marked").map((each) => each.textContent), ranges: all(".cm-lintRange-error").length };
}).observe(document.body, { childList: true, subtree: true })`;

for (const browser of browsers) {
  describe.skipIf(browser.program === undefined)(titleOf(browser), () => {
    let playground: Awaited<ReturnType<typeof openPlayground>>;
    beforeAll(async () => {
      playground = await openPlayground(join(folder, browser.name), browser);
      await playground.openAt();
      await playground.ready();
    });
    afterAll(() => playground.close());

    const options = `[...document.querySelectorAll(".cm-tooltip-autocomplete li .cm-completionLabel")].map((each) => each.textContent)`;
    const press = (key: string, keyCode: number, ctrlKey = false) =>
      playground.evaluate(
        `void document.activeElement.dispatchEvent(new KeyboardEvent("keydown", ${JSON.stringify({ key, keyCode, ctrlKey, bubbles: true, cancelable: true })}))`,
      );
    /** Enters a text, and completes at its end. */
    const complete = async (editor: string, text: string) => {
      await playground.enter(editor, text);
      await press(" ", 32, true);
      await playground.until(`${options}.length > 0`);
      return playground.evaluate<string[]>(options);
    };

    test(
      "keys, plugins and options of the experiment are completed from the schema, and Enter takes one",
      async () => {
        const { valueOf, until } = playground;
        expect(await complete(yamlEditor, "name: a\ndata: datasets/")).toContain("datasets/two-spirals");
        expect(await complete(yamlEditor, "data: { use: datasets/ring, mo")).toEqual(["modes"]);
        await new Promise((resolve) => setTimeout(resolve, 200)); // keys that come sooner belong to the text
        await press("Enter", 13);
        await until(`document.querySelector(".cm-tooltip-autocomplete") === null`);
        expect(await valueOf(yamlEditor)).toContain("modes: ");
      },
      2 * minutes,
    );

    test(
      "imports, tensors' methods and fields of the batch are completed in a loss",
      async () => {
        expect(await complete(lossEditor, 'import { inn } from "tweedie/diffusion";\nconst x = a.squ')).toContain(
          "square",
        );
        expect(await complete(lossEditor, "const o = z.strictO")).toContain("strictObject");
        expect(await complete(lossEditor, "epsTe")).toContain("epsTeacher");
      },
      2 * minutes,
    );

    test(
      "an error is marked in the text with its message, and Tab leaves the editor",
      async () => {
        const { evaluate, enter, until, openAt, ready, valueOf } = playground;
        await openAt();
        await ready();
        await evaluate(marksWithProblem);
        await enter(yamlEditor, (await valueOf(yamlEditor)).replace("sid/l2", "sid/l3"));
        await until("window.marks !== undefined");
        expect(await evaluate("window.marks")).toEqual({ lines: ["8"], ranges: 1 });
        expect(await evaluate(`document.querySelector("${yamlEditor}").ariaInvalid`)).toBe("true");
        const prevented = `(() => {
        const event = new KeyboardEvent("keydown", { key: "Tab", keyCode: 9, bubbles: true, cancelable: true });
        document.querySelector("${yamlEditor}").dispatchEvent(event);
        return event.defaultPrevented;
      })()`;
        expect(await evaluate(prevented)).toBe(false);
      },
      2 * minutes,
    );

    // Firefox has no window of 400 pixels.
    test.runIf(browser === chromium)(
      "editors do not widen a phone's page",
      async () => {
        const { evaluate, page } = playground;
        await page.emulate({ width: 400, height: 800, scheme: "dark" });
        expect(await evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(400);
      },
      minutes,
    );
  });
}
