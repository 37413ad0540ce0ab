import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { servePage } from "@tweedie/playground";
import { build } from "vite";
import { openBrowser } from "../../packages/cli/src/commands/chromium.fixture.ts";
import { pageBuild } from "../../packages/playground/vite/page-build.ts";

/** Expression of the text of the experiment. */
export const yamlText = `document.querySelector(".yaml textarea").value`;

/** Builds the playground into a folder, and opens it in Chromium. */
export async function openPlayground(chromium: string, folder: string) {
  const site = join(folder, "site");
  await build(pageBuild(fileURLToPath(new URL("../../packages/playground/page", import.meta.url)), site));
  const served = await servePage(site, 0);
  const page = await openBrowser(chromium, join(folder, "profile"));
  const evaluate = <T>(expression: string) => page.evaluate(expression) as Promise<T>;
  const selected = (selector: string) => `document.querySelector(${JSON.stringify(selector)})`;
  return {
    page,
    site,
    evaluate,
    /** Waits until an expression is true. */
    async until(expression: string): Promise<void> {
      while (!(await evaluate<boolean>(expression))) await new Promise((resolve) => setTimeout(resolve, 100));
    },
    /** Opens the page with the part of an address after `#`. */
    async open(hash = ""): Promise<void> {
      await page.open("about:blank");
      await page.open(served.url + hash);
    },
    yaml: () => evaluate<string>(yamlText),
    text: (selector: string) => evaluate<string>(`${selected(selector)}?.textContent ?? ""`),
    click: (label: string) =>
      evaluate(
        `[...document.querySelectorAll("button")].find((each) => each.textContent === ${JSON.stringify(label)}).click()`,
      ),
    /** Sets the value of a control, as a user does. */
    enter: (selector: string, value: string) =>
      evaluate(`(() => {
        const element = ${selected(selector)};
        Object.getOwnPropertyDescriptor(Object.getPrototypeOf(element), "value").set.call(element, ${JSON.stringify(value)});
        for (const type of ["input", "change"]) element.dispatchEvent(new Event(type, { bubbles: true }));
      })()`),
    async close(): Promise<void> {
      await page.close();
      await served.close();
    },
  };
}
