import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import type { Readable, Writable } from "node:stream";

/** Returns the path of an installed Chromium, or undefined. */
export const findChromium = (): string | undefined => findProgram(["chromium", "chromium-browser", "google-chrome"]);

/** Returns the path of the first of these programs that is installed, or undefined. */
export function findProgram(names: readonly string[]): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

const flags = [
  ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"],
  ...["--disable-background-networking", "--disable-component-update", "--remote-debugging-pipe"],
];

/** A page of a browser with its own profile. */
export interface BrowserPage {
  /** Opens an address and waits until it has loaded. */
  open(url: string): Promise<void>;
  /** Opens the page before this one. */
  back(): Promise<void>;
  /** Returns the value of an expression. A promise is awaited. */
  evaluate(expression: string): Promise<unknown>;
  /** Presses keys together, as a user does: `press("Shift", "Tab")`. */
  press(...chord: readonly string[]): Promise<void>;
  screenshot(format?: "png" | "webp"): Promise<Uint8Array>;
  /** Sets the size of the window in pixels, the colour scheme that the user prefers, and the medium. */
  emulate(window: {
    readonly width: number;
    readonly height: number;
    readonly scheme: "light" | "dark";
    readonly media?: "screen" | "print";
  }): Promise<void>;
  /** Console messages and exceptions of the page. */
  readonly messages: readonly string[];
  close(): Promise<void>;
}

/** Codes of keys that write no character. */
const codes: Readonly<Record<string, number>> = {
  Tab: 9,
  Shift: 16,
  ArrowLeft: 37,
  ArrowUp: 38,
  ArrowRight: 39,
  ArrowDown: 40,
};

/** Properties of a key in the protocol. */
function keyEvent(key: string): object {
  if (key === "Enter") return { key, code: key, windowsVirtualKeyCode: 13, text: "\r" };
  const code = codes[key];
  if (code !== undefined) return { key, code: key, windowsVirtualKeyCode: code };
  return { key, text: key, windowsVirtualKeyCode: key.toUpperCase().charCodeAt(0) };
}

interface Evaluation {
  readonly result: { readonly value?: unknown };
  readonly exceptionDetails?: unknown;
}

/**
 * Starts a browser with its profile in a new folder, and opens an empty page.
 *
 * @param more Further flags.
 */
export async function openBrowser(
  executable: string,
  profile: string,
  more: readonly string[] = [],
): Promise<BrowserPage> {
  const child = spawn(executable, [...flags, ...more, `--user-data-dir=${profile}`, "--window-size=1100,900"], {
    stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
  });
  const { send, attach, nextLoad, closeBrowser, messages } = connect(child);
  const { targetId } = await send<{ targetId: string }>("Target.createTarget", { url: "about:blank" });
  attach((await send<{ sessionId: string }>("Target.attachToTarget", { targetId, flatten: true })).sessionId);
  for (const domain of ["Page", "Runtime", "Log"]) await send(`${domain}.enable`);
  return {
    messages,
    open: async (url) => {
      const loaded = nextLoad();
      await send("Page.navigate", { url });
      await loaded;
    },
    back: async () => {
      const loaded = nextLoad();
      await send("Runtime.evaluate", { expression: "history.back()" });
      await loaded;
    },
    evaluate: async (expression) => {
      const options = { expression, awaitPromise: true, returnByValue: true };
      const { result, exceptionDetails } = await send<Evaluation>("Runtime.evaluate", options);
      if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails));
      return result.value;
    },
    press: async (...chord) => {
      const modifiers = chord.includes("Shift") ? 8 : 0;
      for (const key of chord) await send("Input.dispatchKeyEvent", { type: "keyDown", modifiers, ...keyEvent(key) });
      for (const key of [...chord].reverse())
        await send("Input.dispatchKeyEvent", { type: "keyUp", modifiers, ...keyEvent(key) });
    },
    screenshot: async (format = "png") => {
      const options = { format, captureBeyondViewport: true, ...(format === "webp" && { quality: 80 }) };
      const { data } = await send<{ data: string }>("Page.captureScreenshot", options);
      return Buffer.from(data, "base64");
    },
    emulate: async ({ width, height, scheme, media = "screen" }) => {
      await send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: false });
      await send("Emulation.setEmulatedMedia", { media, features: [{ name: "prefers-color-scheme", value: scheme }] });
    },
    close: async () => {
      const exited = new Promise((resolve) => child.once("exit", resolve));
      // A killed browser leaves processes that still write into the profile while the test removes it.
      const killing = setTimeout(() => child.kill("SIGKILL"), 20_000);
      closeBrowser();
      await exited;
      clearTimeout(killing);
    },
  };
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** A connection that speaks the Chrome DevTools Protocol over the pipes of a browser process. */
interface Connection {
  send<T>(method: string, params?: object): Promise<T>;
  /** Directs all further requests to the session of a page. */
  attach(sessionId: string): void;
  /** Resolves when the page has loaded next. */
  nextLoad(): Promise<void>;
  /** Asks the browser to end all its processes. */
  closeBrowser(): void;
  readonly messages: readonly string[];
}

const messageEvents = ["Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded"];

function connect(child: ChildProcess): Connection {
  const [input, output] = [child.stdio[3] as Writable, child.stdio[4] as Readable];
  const requests = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const messages: string[] = [];
  const loads: (() => void)[] = [];
  let session: { readonly sessionId?: string } = {};
  let lastId = 0;

  const receive = ({ id, method = "", params, result, error }: Message) => {
    if (id !== undefined) {
      if (error) requests.get(id)?.reject(new Error(error.message));
      else requests.get(id)?.resolve(result);
      requests.delete(id);
    } else if (method === "Page.loadEventFired") loads.splice(0).forEach((resolve) => resolve());
    else if (messageEvents.includes(method)) messages.push(JSON.stringify(params));
  };
  let incomplete = "";
  output.on("data", (bytes: Buffer) => {
    const parts = (incomplete + bytes.toString()).split("\0");
    incomplete = parts.pop()!;
    for (const part of parts) receive(JSON.parse(part) as Message);
  });
  return {
    messages,
    attach: (sessionId) => (session = { sessionId }),
    nextLoad: () => new Promise((resolve) => loads.push(resolve)),
    closeBrowser: () => input.write(`${JSON.stringify({ id: ++lastId, method: "Browser.close" })}\0`),
    send: <T>(method: string, params: object = {}) =>
      new Promise<T>((resolve, reject) => {
        const id = ++lastId;
        requests.set(id, { resolve: resolve as (value: unknown) => void, reject });
        input.write(`${JSON.stringify({ id, method, params, ...session })}\0`);
      }),
  };
}
