import { fork } from "node:child_process";
import { readLinuxProcess } from "@tweedie/engine/locks";
import type { FromWorker, Measurement, ToWorker, TrialTask } from "./messages.ts";

/** End of a trial in its worker: it ended, it failed, or the process died. */
export type WorkerEnd =
  | Exclude<FromWorker, { type: "measured" | "alive" }>
  | {
      readonly type: "died";
      readonly code: number | null;
      readonly signal: NodeJS.Signals | null;
      readonly text: string;
    };

/** A process that runs trials, one at a time. */
export interface WorkerProcess {
  readonly alive: boolean;
  /** Runs a trial to its end. */
  run(task: TrialTask, onMeasured: (measurement: Measurement) => void): Promise<WorkerEnd>;
  readonly pid: number | undefined;
  /** A value that changes while the process lives: from its messages and, on Linux, from its processor time. */
  signOfLife(): string;
  /** Asks the running trial to end after its step, with a checkpoint. */
  stop(): void;
  kill(): void;
}

/** Characters of a worker's last output that are kept for the reason of its death. */
const keptCharacters = 4_096;

/**
 * Starts a worker. `entry` is a module that calls `runWorker`, and its arguments. `onText` receives the output of the process.
 *
 * @param device Value of its CUDA_VISIBLE_DEVICES. Default: that of this process.
 */
export function startWorker(
  entry: readonly string[],
  onText: (text: string) => void,
  device?: string | undefined,
): WorkerProcess {
  const [module, ...args] = entry as [string, ...string[]];
  const child = fork(module, args, {
    serialization: "advanced", // the default, JSON, has no NaN
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: { ...process.env, ...(device !== undefined && { CUDA_VISIBLE_DEVICES: device }) },
  });
  let text = "";
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      text = (text + chunk).slice(-keptCharacters);
      onText(chunk);
    });
  }
  let messages = 0;
  child.on("message", () => void messages++);
  let death: WorkerEnd | undefined;
  let onDeath: (end: WorkerEnd) => void = () => undefined;
  const die = (code: number | null, signal: NodeJS.Signals | null) => {
    death ??= { type: "died", code, signal, text };
    onDeath(death);
  };
  child.on("close", die);
  // A process that cannot be started emits no "close".
  child.on("error", (error) => {
    text += error.message;
    if (child.pid === undefined) die(null, null);
  });
  const send = (message: ToWorker) => {
    if (child.connected) child.send(message, () => undefined); // a failed send means that the process died
  };
  return {
    get alive() {
      return death === undefined && child.connected;
    },
    run: (task, onMeasured) =>
      new Promise((resolve) => {
        const end = (result: WorkerEnd) => {
          child.off("message", listen);
          onDeath = () => undefined;
          resolve(result);
        };
        const listen = (message: FromWorker) => {
          if (message.type === "measured") onMeasured(message);
          else if (message.type !== "alive") end(message);
        };
        child.on("message", listen);
        onDeath = end;
        if (death) end(death);
        else send({ type: "run", ...task });
      }),
    pid: child.pid,
    signOfLife: () => `${messages} ${readLinuxProcess(child.pid ?? 0)?.cpu ?? ""}`,
    stop: () => send({ type: "stop" }),
    kill: () => void child.kill("SIGKILL"),
  };
}
