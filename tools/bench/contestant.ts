import { createInterface } from "node:readline";
import { mapParams } from "@tweedie/core";
import { type Backend, type CompiledStep, createExecutor } from "@tweedie/graph";
import type { Answer, Loaded } from "./contestants.ts";
import { readOptions } from "./options.ts";
import { peakMemory } from "./peak-memory.ts";
import { differentRounds, workloads } from "./workloads.ts";

/**
 * A process that updates with one of our backends, and speaks as `peers/peer.py` does: a line when it is loaded, then an answer for each `run N`.
 * What it does to compile belongs to its first update.
 */
export async function contestant(argv: readonly string[]): Promise<void> {
  const { names, threads, rest } = readOptions(argv, { extra: ["backend"] });
  const { step, state, draws } = workloads[names[0]!].step();
  const rounds = Array.from({ length: differentRounds }, (_, i) => draws(i + 1));
  const executor = await createExecutor(rest["backend"] as Backend, { threads });
  const shapes = mapParams(rounds[0]!, ({ shape }) => shape);
  let compiled: CompiledStep | undefined;
  let done = 0;

  async function run(updates: number): Promise<Answer> {
    const [walls, cpus, losses] = [[] as number[], [] as number[], [] as number[][]];
    for (let i = 0; i < updates; i++) {
      const [wall, cpu] = [performance.now(), process.cpuUsage()];
      compiled ??= await executor.compile(step, executor.createStore(state), shapes);
      const outputs = await compiled.run(rounds[done++ % rounds.length]!);
      const { user, system } = process.cpuUsage(cpu);
      walls.push((performance.now() - wall) / 1e3);
      cpus.push((user + system) / 1e6);
      losses.push(["fakeScore", "student"].map((name) => outputs[name]!.data[0]!));
    }
    return { wall: walls, cpu: cpus, losses, peakBytes: peakMemory() };
  }

  say({ loadedBytes: peakMemory() });
  for await (const line of createInterface({ input: process.stdin })) say(await run(Number(line.split(" ")[1])));
}

const say = (answer: Answer | Loaded): void => void process.stdout.write(`${JSON.stringify(answer)}\n`);
