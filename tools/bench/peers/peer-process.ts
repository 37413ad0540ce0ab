import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Precision } from "@tweedie/graph";
import type { WorkloadName } from "../workloads.ts";

/** First answer of a process: its memory after loading the library. */
export interface Loaded {
  readonly loadedBytes: number;
}

/** Answer to `run N`: wall and processor seconds of each update, both losses, peak memory so far. */
export interface Answer {
  readonly wall: readonly number[];
  readonly cpu: readonly number[];
  readonly losses: readonly (readonly number[])[];
  readonly peakBytes: number;
}

/** Process that runs updates from the same weights and with the same draws as its peers. */
export interface PeerProcess extends Loaded {
  readonly name: PeerName;
  run(updates: number): Promise<Answer>;
  stop(): void;
}

/** Setup of all processes. `folder` contains the workload for the Python processes. */
export interface PeerSetup {
  readonly workload: WorkloadName;
  readonly threads: number;
  readonly folder: string;
  readonly python: string;
  /** Device on which the process computes. Default: the CPU. */
  readonly device?: "cpu" | "gpu";
  /** Default: float32. */
  readonly precision?: Precision;
  /** Aborting it ends the process at once. */
  readonly signal?: AbortSignal;
}

type CommandLine = (setup: PeerSetup) => readonly [program: string, ...args: string[]];

const ours =
  (backend: string): CommandLine =>
  ({ workload, threads, precision = "float32" }) => {
    const main = fileURLToPath(new URL("../main.ts", import.meta.url));
    const options = ["--backend", backend, "--workload", workload, "--threads", String(threads), "--precision", precision]; // prettier-ignore
    return [process.execPath, ...process.execArgv, main, "tfjs-process", ...options];
  };

const peer =
  (library: string): CommandLine =>
  ({ python, folder, threads }) => [
    python,
    fileURLToPath(new URL("peer.py", import.meta.url)),
    library,
    folder,
    String(threads),
  ];

/** Command lines by name. The first is the reference of the comparison. */
const commandLines = {
  compiled: ours("ort"),
  torch: peer("torch"),
  "torch-compile": peer("torch-compile"),
  jax: peer("jax"),
  "tfjs-wasm": ours("wasm"),
  "tfjs-node": ours("tensorflow-eager"),
  cuda: ours("cuda"),
  tensorflow: ours("tensorflow"),
  webgpu: ours("webgpu"),
} satisfies Record<string, CommandLine>;

export type PeerName = keyof typeof commandLines;
export const peerNames = Object.keys(commandLines) as PeerName[];

/** Variables that select the device of libraries. */
const environmentOf = ({ device = "cpu", precision = "float32" }: PeerSetup): Readonly<Record<string, string>> => ({
  PEER_DEVICE: device === "gpu" ? "cuda" : "cpu",
  PEER_PRECISION: precision,
  ...(device === "cpu"
    ? { CUDA_VISIBLE_DEVICES: "", JAX_PLATFORMS: "cpu" }
    : { XLA_PYTHON_CLIENT_PREALLOCATE: "false" }),
});

/** Starts a process. @throws Error with the reason why it cannot run. */
export async function startPeer(name: PeerName, setup: PeerSetup): Promise<PeerProcess> {
  const [program, ...args] = commandLines[name](setup);
  const child = spawn(program, args, {
    stdio: "pipe",
    ...(setup.signal && { signal: setup.signal, killSignal: "SIGKILL" as const }),
    // A separate cache: a shared one may contain the remains of a killed compilation.
    env: {
      ...process.env,
      TORCHINDUCTOR_CACHE_DIR: join(setup.folder, "inductor"),
      OMP_NUM_THREADS: String(setup.threads),
      ...environmentOf(setup),
    },
  });
  let errors = "";
  child.stderr.on("data", (part: Buffer) => (errors += part.toString()));
  child.on("error", (error) => (errors += error.message));
  child.stdin.on("error", () => undefined); // the missing answer reports the end
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async <Reply>(): Promise<Reply> => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${name} ended: ${reasonIn(errors)}`);
    return JSON.parse(value) as Reply;
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

/** Line of a JavaScript or Python stack trace that names the error. */
function reasonIn(errors: string): string {
  const lines = errors.split("\n").filter((line) => line.trim() !== "");
  return lines.findLast((line) => /^\w*Error\b/.test(line)) ?? lines.at(-1) ?? "no reason given";
}
