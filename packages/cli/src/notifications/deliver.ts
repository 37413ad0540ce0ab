import { spawn } from "node:child_process";
import type { NotificationKind } from "./notify-options.ts";

/** A notification of a run. */
export interface Notification {
  readonly kind: NotificationKind;
  /** One sentence. */
  readonly message: string;
  readonly run: string;
  readonly folder: string;
  readonly status?: string | undefined;
  readonly reason?: string | undefined;
  readonly metrics?: Readonly<Record<string, number>> | undefined;
}

const isAddress = (target: string): boolean => /^https?:\/\//i.test(target);

/** A target without what may be secret: an address without its path, a command without its arguments. */
export const publicName = (target: string): string =>
  isAddress(target) && URL.canParse(target) ? new URL(target).origin : target.trim().split(/\s/, 1)[0]!;

/** Delivers a notification by a command or an address. @throws Error with the reason, without the target. */
export const deliver = (target: string, notification: Notification, timeout: number): Promise<void> =>
  isAddress(target) ? post(target, notification, timeout) : execute(target, notification, timeout);

/** Posts the notification as JSON. Chat services show `text` (Slack, Mattermost) or `content` (Discord). */
async function post(address: string, notification: Notification, timeout: number): Promise<void> {
  const { message } = notification;
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), timeout);
  try {
    const response = await fetch(address, {
      method: "POST",
      headers: { "content-type": "application/json", "user-agent": "tweedie" },
      body: JSON.stringify({ text: message, content: message, ...notification }),
      redirect: "manual",
      signal: controller.signal,
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`it answers with HTTP ${response.status}`);
  } catch (error) {
    if (controller.signal.aborted) throw new Error(`no answer after ${timeout / 1_000} s`, { cause: error });
    const { cause, message: text } = error as { cause?: { code?: string }; message: string };
    throw new Error(cause?.code ?? text, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

/** Runs a command of the shell. It has the notification as JSON in its standard input, and parts of it as variables. */
function execute(command: string, notification: Notification, timeout: number): Promise<void> {
  const { kind, message, run, folder, status = "" } = notification;
  const variables = {
    ...{ TWEEDIE_EVENT: kind, TWEEDIE_MESSAGE: message, TWEEDIE_RUN: run, TWEEDIE_FOLDER: folder },
    TWEEDIE_STATUS: status,
  };
  return new Promise((resolve, reject) => {
    const child = spawn(command, {
      shell: true,
      // A group of its own, so that what the shell has started is ended with it.
      detached: true,
      stdio: ["pipe", "ignore", "pipe"],
      env: { ...process.env, ...variables },
    });
    let complaint = "";
    const timer = setTimeout(() => {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
      reject(new Error(`it did not end in ${timeout / 1_000} s`));
    }, timeout);
    child.stderr.on("data", (part: Buffer) => (complaint = (complaint + part.toString()).slice(0, 500)));
    // A command that reads nothing closes its input.
    child.stdin.on("error", () => undefined);
    child.stdin.end(JSON.stringify(notification));
    child.on("error", reject);
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      const end = signal === null ? `exit code ${code}` : signal;
      if (code === 0) resolve();
      else reject(new Error([end, complaint.trim().split("\n", 1)[0]].filter(Boolean).join(": ")));
    });
  });
}
