import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { WebSocket } from "ws";
import { type BrowserPage, findProgram } from "./chromium.fixture.ts";

/** Returns the path of an installed Firefox, or undefined. */
export const findFirefox = (): string | undefined => findProgram(["firefox-esr", "firefox"]);

/** Preferences without which a new profile opens pages of its own and asks for updates. */
const preferences = {
  "app.update.disabledForTesting": true,
  "browser.shell.checkDefaultBrowser": false,
  "browser.startup.homepage_override.mstone": "ignore",
  "datareporting.policy.dataSubmissionEnabled": false,
  "focusmanager.testmode": true,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "toolkit.telemetry.reportingpolicy.firstRun": false,
};

/** Keys of the WebDriver protocol. Others are the characters that they write. */
const keys: Readonly<Record<string, string>> = {
  Tab: "\uE004",
  Enter: "\uE007",
  Shift: "\uE008",
  ArrowLeft: "\uE012",
  ArrowUp: "\uE013",
  ArrowRight: "\uE014",
  ArrowDown: "\uE015",
};

interface Evaluation {
  readonly result?: { readonly value?: string };
  readonly exceptionDetails?: { readonly text: string };
}

/** Starts Firefox with its profile in a new folder, and opens an empty page. Speaks WebDriver BiDi. */
export async function openFirefox(executable: string, profile: string): Promise<BrowserPage> {
  mkdirSync(profile, { recursive: true });
  const lines = Object.entries(preferences).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
  );
  writeFileSync(join(profile, "user.js"), lines.join(""));
  const flags = ["--headless", "--no-remote", "--profile", profile, "--remote-debugging-port=0"];
  const child = spawn(executable, flags, { stdio: ["ignore", "ignore", "pipe"] });
  const { send, messages, closed } = await connect(await addressOf(child));
  await send("session.new", { capabilities: {} });
  await send("session.subscribe", { events: ["log.entryAdded"] });
  const { context } = await send<{ context: string }>("browsingContext.create", { type: "tab" });
  await send("browsingContext.activate", { context }); // gives the window the focus
  const evaluate = async (expression: string): Promise<unknown> => {
    // Values travel as JSON: those of the protocol have a type at each level.
    const { result, exceptionDetails } = await send<Evaluation>("script.evaluate", {
      expression: `(async () => JSON.stringify(await (${expression})))()`,
      target: { context },
      awaitPromise: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.text);
    return result?.value === undefined ? undefined : (JSON.parse(result.value) as unknown);
  };
  return {
    messages,
    evaluate,
    open: async (url) => void (await send("browsingContext.navigate", { context, url, wait: "complete" })),
    press: async (...chord) => {
      const values = chord.map((key) => keys[key] ?? key);
      const actions = [
        ...values.map((value) => ({ type: "keyDown", value })),
        ...values.map((value) => ({ type: "keyUp", value })).reverse(),
      ];
      await send("input.performActions", { context, actions: [{ type: "key", id: "keyboard", actions }] });
    },
    screenshot: async (format = "png") => {
      const { data } = await send<{ data: string }>("browsingContext.captureScreenshot", {
        context,
        origin: "document",
        format: { type: `image/${format}` },
      });
      return Buffer.from(data, "base64");
    },
    emulate: async ({ width, height, scheme }) => {
      if (scheme !== "light") throw new Error("the protocol of Firefox sets no colour scheme");
      await send("browsingContext.setViewport", { context, viewport: { width, height } });
    },
    close: async () => {
      const exited = once(child, "exit");
      const killing = setTimeout(() => child.kill("SIGKILL"), 20_000);
      send("browser.close", {}).catch(() => undefined); // the connection ends before or after the answer
      await exited;
      clearTimeout(killing);
      closed();
    },
  };
}

/** Address at which the browser listens, which it prints. */
async function addressOf(child: ChildProcess): Promise<string> {
  for await (const line of createInterface(child.stderr!)) {
    const address = /WebDriver BiDi listening on (ws:\S+)/.exec(line)?.[1];
    if (address === undefined) continue;
    child.stderr!.resume();
    return `${address}/session`;
  }
  throw new Error("Firefox ended before it listened");
}

interface Answer {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly message?: string;
}

interface Connection {
  send<T>(method: string, params: object): Promise<T>;
  readonly messages: readonly string[];
  closed(): void;
}

async function connect(address: string): Promise<Connection> {
  const socket = new WebSocket(address, { perMessageDeflate: false });
  await once(socket, "open");
  const requests = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const messages: string[] = [];
  let lastId = 0;
  socket.on("message", (data: Buffer) => {
    const { id, method, params, result, message } = JSON.parse(data.toString()) as Answer;
    if (method === "log.entryAdded") messages.push(JSON.stringify(params));
    if (id === undefined) return;
    if (message === undefined) requests.get(id)?.resolve(result);
    else requests.get(id)?.reject(new Error(message));
    requests.delete(id);
  });
  return {
    messages,
    closed: () => socket.terminate(),
    send: <T>(method: string, params: object) =>
      new Promise<T>((resolve, reject) => {
        const id = ++lastId;
        requests.set(id, { resolve: resolve as (value: unknown) => void, reject });
        socket.send(JSON.stringify({ id, method, params }));
      }),
  };
}
