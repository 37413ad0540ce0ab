import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect as connectTo } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type BrowserPage, findProgram } from "./chromium.fixture.ts";

/** Returns the path of an installed Firefox, or undefined. */
export const findFirefox = (): string | undefined => findProgram(["firefox-esr", "firefox"]);

/** Preferences without which a new profile opens pages of its own and asks for updates, and those that print messages of the page. */
const preferences = {
  "app.update.disabledForTesting": true,
  "browser.dom.window.dump.enabled": true,
  "browser.shell.checkDefaultBrowser": false,
  "browser.startup.homepage_override.mstone": "ignore",
  "datareporting.policy.dataSubmissionEnabled": false,
  "devtools.console.stdout.chrome": false,
  "devtools.console.stdout.content": true,
  "focusmanager.testmode": true,
  "marionette.port": 0,
  "messaging-system.log": "off",
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

/** Beginnings of the console's messages and of uncaught errors of pages, but not of the browser, as Firefox prints them. */
const printed = /^(console\.\w+:|JavaScript (error|warning): (?!resource:|chrome:))/;

/**
 * Starts Firefox with its profile in a new folder, and opens an empty page.
 *
 * Speaks Marionette: while a session of WebDriver BiDi is open, a worker that starts another worker may wait for ever (seen in
 * Firefox 153, about once in 15 pages).
 */
export async function openFirefox(executable: string, profile: string): Promise<BrowserPage> {
  mkdirSync(profile, { recursive: true });
  const lines = Object.entries(preferences).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
  );
  writeFileSync(join(profile, "user.js"), lines.join(""));
  const child = spawn(executable, ["--headless", "--no-remote", "--profile", profile, "--marionette"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const messages: string[] = [];
  for (const output of [child.stdout, child.stderr])
    createInterface(output).on("line", (line) => void (printed.test(line) && messages.push(line)));
  const { send, end } = await connect(await portOf(child, profile));
  await send("WebDriver:NewSession", {});
  await send("WebDriver:SetTimeouts", { script: 3_600_000 }); // without a limit, scripts are not awaited
  const evaluate = async (expression: string): Promise<unknown> => {
    const script = `const done = arguments[arguments.length - 1];
      (async () => JSON.stringify(await (${expression})))().then((value) => done({ value }), (error) => done({ error: String(error) }));`;
    const { value } = await send<Returned>("WebDriver:ExecuteAsyncScript", { script, args: [] });
    if (value === null) return undefined; // another page was opened meanwhile
    if (value.error !== undefined) throw new Error(value.error);
    return value.value === undefined ? undefined : (JSON.parse(value.value) as unknown);
  };
  return {
    messages,
    evaluate,
    open: (url) => send("WebDriver:Navigate", { url }),
    back: () => send("WebDriver:Back", {}),
    press: async (...chord) => {
      const values = chord.map((key) => keys[key] ?? key);
      const actions = [
        ...values.map((value) => ({ type: "keyDown", value })),
        ...values.map((value) => ({ type: "keyUp", value })).reverse(),
      ];
      await send("WebDriver:PerformActions", { actions: [{ type: "key", id: "keyboard", actions }] });
    },
    screenshot: async (format = "png") => {
      if (format !== "png") throw new Error("Firefox makes screenshots as PNG");
      const { value } = await send<{ value: string }>("WebDriver:TakeScreenshot", { full: true });
      return Buffer.from(value, "base64");
    },
    emulate: async ({ width, height, scheme }) => {
      if (scheme !== "light") throw new Error("the protocol of Firefox sets no colour scheme");
      // The size of the window includes its tool bars.
      await send("WebDriver:SetWindowRect", { width, height });
      const [w, h] = (await evaluate("[innerWidth, innerHeight]")) as [number, number];
      await send("WebDriver:SetWindowRect", { width: 2 * width - w, height: 2 * height - h });
    },
    close: async () => {
      const exited = once(child, "exit");
      const killing = setTimeout(() => child.kill("SIGKILL"), 20_000);
      send("Marionette:Quit", { flags: ["eForceQuit"] }).catch(() => undefined);
      await exited;
      clearTimeout(killing);
      end();
    },
  };
}

interface Returned {
  readonly value: { readonly value?: string; readonly error?: string } | null;
}

/** Port at which the browser listens, which it writes into the profile. */
async function portOf(child: ChildProcess, profile: string): Promise<number> {
  const file = join(profile, "MarionetteActivePort");
  while (child.exitCode === null) {
    const port = existsSync(file) ? Number(readFileSync(file, "utf8")) : 0;
    if (port > 0) return port;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("Firefox ended before it listened");
}

interface Connection {
  send<T>(command: string, parameters: object): Promise<T>;
  end(): void;
}

/** `[1, id, error, result]`, in answer to `[0, id, command, parameters]`. */
type Answer = readonly [1, number, { readonly message: string } | null, unknown];

async function connect(port: number): Promise<Connection> {
  const socket = connectTo(port, "127.0.0.1");
  await once(socket, "connect");
  const requests = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let lastId = 0;
  const receive = (message: Answer | object) => {
    if (!Array.isArray(message)) return; // the greeting
    const [, id, error, result] = message as unknown as Answer;
    if (error) requests.get(id)?.reject(new Error(error.message));
    else requests.get(id)?.resolve(result);
    requests.delete(id);
  };
  // A message is its length in bytes, a colon and JSON.
  let bytes: Buffer = Buffer.alloc(0);
  socket.on("data", (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    for (;;) {
      const start = bytes.indexOf(":") + 1;
      const end = start + Number(bytes.subarray(0, start - 1).toString());
      if (start === 0 || bytes.length < end) return;
      const message = JSON.parse(bytes.subarray(start, end).toString()) as Answer | object;
      bytes = bytes.subarray(end);
      receive(message);
    }
  });
  return {
    end: () => socket.destroy(),
    send: <T>(command: string, parameters: object) =>
      new Promise<T>((resolve, reject) => {
        const id = ++lastId;
        requests.set(id, { resolve: resolve as (value: unknown) => void, reject });
        const text = JSON.stringify([0, id, command, parameters]);
        socket.write(`${Buffer.byteLength(text)}:${text}`);
      }),
  };
}
