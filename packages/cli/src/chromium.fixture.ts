import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { Readable, Writable } from "node:stream";

const names = ["chromium", "chromium-browser", "google-chrome"];

/** Where a browser is installed, if one is. */
export function findChromium(): string | undefined {
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

/** A page of a browser that is ours alone. */
export interface BrowserPage {
  /** Opens an address and waits until it has loaded. */
  open(url: string): Promise<void>;
  /** The value of an expression, or what its promise comes to. */
  evaluate(expression: string): Promise<unknown>;
  screenshot(): Promise<Uint8Array>;
  /** What scripts wrote to the console or threw. */
  readonly messages: readonly string[];
  close(): Promise<void>;
}

/** Starts a browser, and speaks the DevTools protocol with it through pipes. */
export async function openBrowser(executable: string): Promise<BrowserPage> {
  const profile = await mkdtemp(join(tmpdir(), "chromium-"));
  const child = spawn(executable, [...flags, `--user-data-dir=${profile}`, "--window-size=1100,900"], {
    stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
  });
  const [input, output] = [child.stdio[3] as Writable, child.stdio[4] as Readable];
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const messages: string[] = [];
  let rest = "";
  let next = 0;
  const attached: { sessionId?: string } = {};
  const loads: (() => void)[] = [];
  output.on("data", (bytes: Buffer) => {
    const parts = (rest + bytes.toString()).split("\0");
    rest = parts.pop()!;
    for (const part of parts) receive(JSON.parse(part) as Message);
  });

  const receive = ({ id, method, params, result, error }: Message) => {
    if (id !== undefined) {
      if (error) waiting.get(id)?.reject(new Error(error.message));
      else waiting.get(id)?.resolve(result);
      waiting.delete(id);
    } else if (method === "Page.loadEventFired") loads.splice(0).forEach((done) => done());
    else if (
      method === "Runtime.exceptionThrown" ||
      method === "Runtime.consoleAPICalled" ||
      method === "Log.entryAdded"
    ) {
      messages.push(JSON.stringify(params));
    }
  };
  const send = <T>(method: string, params: object = {}): Promise<T> =>
    new Promise((resolve, reject) => {
      const id = ++next;
      waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
      input.write(`${JSON.stringify({ id, method, params, ...attached })}\0`);
    });

  const { targetId } = await send<{ targetId: string }>("Target.createTarget", { url: "about:blank" });
  const { sessionId } = await send<{ sessionId: string }>("Target.attachToTarget", { targetId, flatten: true });
  attached.sessionId = sessionId;
  for (const domain of ["Page", "Runtime", "Log"]) await send(`${domain}.enable`);
  return {
    messages,
    open: async (url) => {
      const loaded = new Promise<void>((resolve) => loads.push(resolve));
      await send("Page.navigate", { url });
      await loaded;
    },
    evaluate: async (expression) => {
      const { result, exceptionDetails } = await send<Evaluation>("Runtime.evaluate", {
        ...{ expression, awaitPromise: true, returnByValue: true },
      });
      if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails));
      return result.value;
    },
    screenshot: async () =>
      Buffer.from(
        (await send<{ data: string }>("Page.captureScreenshot", { captureBeyondViewport: true })).data,
        "base64",
      ),
    close: async () => {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await ended;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
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

interface Evaluation {
  readonly result: { readonly value?: unknown };
  readonly exceptionDetails?: unknown;
}
