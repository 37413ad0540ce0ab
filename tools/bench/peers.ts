import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { mapParams, type NDArrays, sizeOf } from "@tweedie/core";
import { createExecutor } from "@tweedie/graph";
import { median } from "./in-turn.ts";
import { readOptions } from "./options.ts";
import type { SidStep } from "./sid-step.ts";
import { printTable } from "./table.ts";
import { workloads } from "./workloads.ts";

const libraries = ["torch", "torch-compile", "jax"] as const;
const script = fileURLToPath(new URL("peers/peer.py", import.meta.url));
const updatesChecked = 3;
const updatesInTurn = 5;
const differentRounds = 8;

/** Times and losses of some updates. */
interface Runs {
  readonly wall: readonly number[];
  readonly cpu: readonly number[];
  readonly losses: readonly (readonly number[])[];
}

/** Something that does updates, from the same weights and with the same draws. */
interface Contestant {
  readonly name: string;
  run(updates: number): Promise<Runs>;
  stop(): void;
}

/** The compiled update beside PyTorch's and JAX's: losses compared first, then all in turn. */
export async function comparePeers(argv: readonly string[]): Promise<void> {
  const { names, threads, seconds, rest } = readOptions(argv, { extra: ["python"] });
  for (const name of names.filter((name) => name.startsWith("mlp"))) {
    const folder = mkdtempSync(join(tmpdir(), "tweedie-peers-"));
    const sid = workloads[name].step();
    writeArrays(folder, "state", sid.state);
    const rounds = Array.from({ length: differentRounds }, (_, i) => sid.draws(i + 1));
    for (const [i, draws] of rounds.entries()) writeArrays(folder, `draws.${i}`, draws);
    const contestants: Contestant[] = [await compiled(sid, rounds, threads)];
    for (const library of libraries)
      contestants.push(await peer(library, folder, rest["python"] ?? "python3", threads));
    try {
      const first = await inOrder(contestants, updatesChecked);
      for (const [i, { losses }] of first.entries()) compareLosses(contestants[i]!.name, losses, first[0]!.losses);
      console.log(
        `\n${workloads[name].title}, ${threads} thread${threads > 1 ? "s" : ""}: the losses of ${updatesChecked} updates agree`,
      );
      await inOrder(contestants, updatesInTurn); // warm
      const times = contestants.map(() => ({ wall: [] as number[], cpu: [] as number[] }));
      for (const end = performance.now() + 1e3 * seconds; performance.now() < end;) {
        for (const [i, { wall, cpu }] of (await inOrder(contestants, updatesInTurn)).entries()) {
          times[i]!.wall.push(...wall);
          times[i]!.cpu.push(...cpu);
        }
      }
      const medians = times.map(({ wall, cpu }) => ({ wall: median(wall), cpu: median(cpu) }));
      printTable(
        contestants.map(({ name }, i) => ({
          update: name,
          time: `${(1e3 * medians[i]!.cpu).toFixed(2)} ms`,
          wall: `${(1e3 * medians[i]!.wall).toFixed(2)} ms`,
          "to ours": `${(medians[i]!.cpu / medians[0]!.cpu).toFixed(2)}x`,
          "to ours, wall": `${(medians[i]!.wall / medians[0]!.wall).toFixed(2)}x`,
        })),
      );
    } finally {
      for (const contestant of contestants) contestant.stop();
      rmSync(folder, { recursive: true });
    }
  }
}

async function inOrder(contestants: readonly Contestant[], updates: number): Promise<Runs[]> {
  const runs: Runs[] = [];
  for (const contestant of contestants) runs.push(await contestant.run(updates));
  return runs;
}

function compareLosses(name: string, losses: Runs["losses"], expected: Runs["losses"]): void {
  const difference = Math.max(
    ...losses.flat().map((value, i) => Math.abs(value - expected.flat()[i]!) / Math.abs(expected.flat()[i]!)),
  );
  if (!(difference < 1e-4)) {
    throw new Error(
      `${name} computes other losses: ${JSON.stringify(losses)}, and ours are ${JSON.stringify(expected)}`,
    );
  }
}

function writeArrays(folder: string, name: string, arrays: NDArrays): void {
  const numbers = new Float32Array(Object.values(arrays).reduce((sum, { data }) => sum + data.length, 0));
  const table: Record<string, { shape: readonly number[]; offset: number }> = {};
  let offset = 0;
  for (const [key, { shape, data }] of Object.entries(arrays)) {
    table[key] = { shape, offset };
    numbers.set(data, offset);
    offset += sizeOf(shape);
  }
  writeFileSync(join(folder, `${name}.bin`), numbers);
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(table));
}

async function compiled(sid: SidStep, rounds: readonly NDArrays[], threads: number): Promise<Contestant> {
  const executor = await createExecutor("ort", { threads });
  const shapes = mapParams(rounds[0]!, ({ shape }) => shape);
  const step = await executor.compile(sid.step, executor.createStore(sid.state), shapes);
  let done = 0;
  return {
    name: "compiled",
    run: async (updates) => {
      const runs = { wall: [] as number[], cpu: [] as number[], losses: [] as number[][] };
      for (let i = 0; i < updates; i++) {
        const [wall, cpu] = [performance.now(), process.cpuUsage()];
        const outputs = await step.run(rounds[done++ % rounds.length]!);
        const { user, system } = process.cpuUsage(cpu);
        runs.wall.push((performance.now() - wall) / 1e3);
        runs.cpu.push((user + system) / 1e6);
        runs.losses.push(["fakeScore", "student"].map((name) => outputs[name]!.data[0]!));
      }
      return runs;
    },
    stop: () => void step.dispose(),
  };
}

async function peer(library: string, folder: string, python: string, threads: number): Promise<Contestant> {
  const child: ChildProcess = spawn(python, [script, library, folder, String(threads)], {
    stdio: ["pipe", "pipe", "inherit"],
    // A cache of its own: what a killed compilation left behind in a shared one would be loaded.
    env: {
      ...process.env,
      TORCHINDUCTOR_CACHE_DIR: join(folder, "inductor"),
      OMP_NUM_THREADS: String(threads),
      CUDA_VISIBLE_DEVICES: "",
      JAX_PLATFORMS: "cpu",
    },
  });
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  const answer = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${library} ended; has ${python} torch and jax?`);
    return value;
  };
  await answer();
  return {
    name: library,
    run: async (updates) => {
      child.stdin!.write(`run ${updates}\n`);
      return JSON.parse(await answer()) as Runs;
    },
    stop: () => void child.stdin!.end(),
  };
}
