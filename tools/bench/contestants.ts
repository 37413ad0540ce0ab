import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { WorkloadName } from "./workloads.ts";

/** What a contestant says first: the memory that it takes with its library loaded. */
export interface Loaded {
  readonly loadedBytes: number;
}

/** What it says of some updates: seconds of each on the clock and on the processor, both losses, and its peak so far. */
export interface Answer {
  readonly wall: readonly number[];
  readonly cpu: readonly number[];
  readonly losses: readonly (readonly number[])[];
  readonly peakBytes: number;
}

/** A process of its own that does updates, from the same weights and with the same draws as the others. */
export interface Contestant extends Loaded {
  readonly name: ContestantName;
  run(updates: number): Promise<Answer>;
  stop(): void;
}

/** What all of them need to know. `folder` has the workload for those that are not ours. */
export interface Contest {
  readonly workload: WorkloadName;
  readonly threads: number;
  readonly folder: string;
  readonly python: string;
}

type CommandLine = (contest: Contest) => readonly [program: string, ...args: string[]];

const ours =
  (backend: string): CommandLine =>
  ({ workload, threads }) => {
    const main = fileURLToPath(new URL("main.ts", import.meta.url));
    const options = ["--backend", backend, "--workload", workload, "--threads", String(threads)];
    return [process.execPath, ...process.execArgv, main, "contestant", ...options];
  };

const peer =
  (library: string): CommandLine =>
  ({ python, folder, threads }) => [
    python,
    fileURLToPath(new URL("peers/peer.py", import.meta.url)),
    library,
    folder,
    String(threads),
  ];

/** Ours first: the others are compared to it. */
const commandLines = {
  compiled: ours("ort"),
  torch: peer("torch"),
  "torch-compile": peer("torch-compile"),
  jax: peer("jax"),
  "tfjs-wasm": ours("wasm"),
  "tfjs-node": ours("tensorflow"),
} satisfies Record<string, CommandLine>;

export type ContestantName = keyof typeof commandLines;
export const contestantNames = Object.keys(commandLines) as ContestantName[];

/** Starts one; an error says why it cannot take part. */
export async function startContestant(name: ContestantName, contest: Contest): Promise<Contestant> {
  const [program, ...args] = commandLines[name](contest);
  const child = spawn(program, args, {
    stdio: "pipe",
    // A cache of its own: what a killed compilation left behind in a shared one would be loaded.
    env: {
      ...process.env,
      TORCHINDUCTOR_CACHE_DIR: join(contest.folder, "inductor"),
      OMP_NUM_THREADS: String(contest.threads),
      CUDA_VISIBLE_DEVICES: "",
      JAX_PLATFORMS: "cpu",
    },
  });
  let complaint = "";
  child.stderr.on("data", (part: Buffer) => (complaint += part.toString()));
  child.on("error", (error) => (complaint += error.message));
  child.stdin.on("error", () => undefined); // that it ended, its answer says
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async <Said>(): Promise<Said> => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${name} ended: ${reasonIn(complaint)}`);
    return JSON.parse(value) as Said;
  };
  const { loadedBytes } = await answer<Loaded>();
  return {
    name,
    loadedBytes,
    run: (updates) => {
      child.stdin.write(`run ${updates}\n`);
      return answer<Answer>();
    },
    stop: () => void child.stdin.end(),
  };
}

/** The line of a stack trace that names the error, in JavaScript or in Python. */
function reasonIn(complaint: string): string {
  const lines = complaint.split("\n").filter((line) => line.trim() !== "");
  return lines.findLast((line) => /^\w*Error\b/.test(line)) ?? lines.at(-1) ?? "no reason given";
}
