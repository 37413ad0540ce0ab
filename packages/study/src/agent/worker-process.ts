import { fork } from "node:child_process";
import type { Assignment, FromWorker, Measurement, ToWorker } from "./messages.ts";

/** How a trial ended, as its agent sees it: by itself, by an error, or with its process. */
export type WorkerEnd =
  | Exclude<FromWorker, { say: "measured" }>
  | {
      readonly say: "died";
      readonly code: number | null;
      readonly signal: NodeJS.Signals | null;
      readonly text: string;
    };

/** A process that plays trials, one at a time. */
export interface WorkerProcess {
  readonly alive: boolean;
  play(assignment: Assignment, onMeasured: (measurement: Measurement) => void): Promise<WorkerEnd>;
  /** The trial that is played is still ours. */
  held(lease: number): void;
  /** Asks for the end of the trial that is played, after its step and with a checkpoint. */
  stop(): void;
  kill(): void;
}

/** What is kept of what a worker writes, to say why it died. */
const keptText = 4_096;

/** Starts a worker. `entry` is a module that calls `work`, with its arguments; what the process writes goes to `onText`. */
export function startWorker(entry: readonly string[], onText: (text: string) => void): WorkerProcess {
  const [module, ...args] = entry as [string, ...string[]];
  // JSON, the other way to send things, has no NaN.
  const child = fork(module, args, { serialization: "advanced", stdio: ["ignore", "pipe", "pipe", "ipc"] });
  let text = "";
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      text = (text + chunk).slice(-keptText);
      onText(chunk);
    });
  }
  let death: WorkerEnd | undefined;
  let onDeath: (end: WorkerEnd) => void = () => undefined;
  const die = (code: number | null, signal: NodeJS.Signals | null) => {
    death ??= { say: "died", code, signal, text };
    onDeath(death);
  };
  child.on("close", die);
  // A process that cannot be started has no code.
  child.on("error", (error) => {
    text += error.message;
    if (child.pid === undefined) die(null, null);
  });
  const tell = (message: ToWorker) => {
    if (child.connected) child.send(message, () => undefined); // one that has just died is told of by its end
  };
  return {
    get alive() {
      return death === undefined && child.connected;
    },
    play: (assignment, onMeasured) =>
      new Promise((resolve) => {
        const settle = (end: WorkerEnd) => {
          child.off("message", listen);
          onDeath = () => undefined;
          resolve(end);
        };
        const listen = (message: FromWorker) => {
          if (message.say === "measured") onMeasured(message);
          else settle(message);
        };
        child.on("message", listen);
        onDeath = settle;
        if (death) settle(death);
        else tell({ say: "play", ...assignment });
      }),
    held: (lease) => tell({ say: "held", lease }),
    stop: () => tell({ say: "stop" }),
    kill: () => void child.kill("SIGKILL"),
  };
}
