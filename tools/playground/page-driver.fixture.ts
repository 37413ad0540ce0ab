import type { BrowserPage } from "../../packages/cli/src/commands/chromium.fixture.ts";

/** Number of iterations that the page shows; NaN while it loads. */
export const iteration = `Number(document.querySelector(".iteration")?.textContent)`;

/** Last value of a curve of the page; NaN while it loads. */
export const curve = (name: string): string =>
  `Number(document.querySelector('[data-curve="${name}"] output')?.textContent)`;

/** Drives the playground as a user does. */
export interface PageDriver {
  evaluate<T>(expression: string): Promise<T>;
  /** Waits until an expression is true. */
  until(expression: string): Promise<void>;
  /** Opens an address and waits until the run can be trained. */
  open(url: string): Promise<void>;
  /** Waits until all runs can be trained. */
  ready(): Promise<void>;
  text(selector: string): Promise<string>;
  valueOf(selector: string): Promise<string>;
  /** Clicks the button with a label. */
  click(label: string): Promise<void>;
  /** Sets the value of a control or a text. */
  enter(selector: string, value: string): Promise<void>;
}

/** Expression of the value of a control, or of the text of an editor. */
export const valueExpression = (selector: string): string =>
  `((element) => element.isContentEditable
    ? [...element.querySelectorAll(".cm-line")].map((line) => line.textContent).join("\\n")
    : element.value)(document.querySelector(${JSON.stringify(selector)}))`;

/** The editor of the experiment, and that of the user's loss. */
export const [yamlEditor, lossEditor] = [".yaml .cm-content", ".own .cm-content"];

export function createPageDriver(page: BrowserPage): PageDriver {
  const evaluate = <T>(expression: string) => page.evaluate(expression) as Promise<T>;
  const element = (selector: string) => `document.querySelector(${JSON.stringify(selector)})`;
  const until = async (expression: string): Promise<void> => {
    while (!(await evaluate<boolean>(expression))) await new Promise((resolve) => setTimeout(resolve, 100));
  };
  const ready = () =>
    until(
      [".plane .iteration", yamlEditor].map((each) => `${element(each)} !== null`).join(" && ") +
        ` && ${element(".status")} === null`,
    );
  return {
    evaluate,
    until,
    ready,
    open: async (url) => {
      await page.open("about:blank");
      await page.open(url);
      await ready();
    },
    text: (selector) => evaluate(`${element(selector)}?.textContent ?? ""`),
    valueOf: (selector) => evaluate(valueExpression(selector)),
    click: async (label) => {
      const buttons = `[...document.querySelectorAll("button")]`;
      await evaluate(`void ${buttons}.find((each) => each.textContent === ${JSON.stringify(label)}).click()`);
    },
    enter: async (selector, value) => {
      await evaluate(`(() => {
        const element = ${element(selector)};
        if (element.isContentEditable) {
          element.focus();
          document.execCommand("selectAll");
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/plain", ${JSON.stringify(value)});
          const event = new ClipboardEvent("paste", { bubbles: true, cancelable: true });
          Object.defineProperty(event, "clipboardData", { value: clipboardData }); // Firefox empties that of the constructor
          return void element.dispatchEvent(event);
        }
        Object.getOwnPropertyDescriptor(Object.getPrototypeOf(element), "value").set.call(element, ${JSON.stringify(value)});
        for (const type of ["input", "change"]) element.dispatchEvent(new Event(type, { bubbles: true }));
      })()`);
    },
  };
}
