import { createInterface } from "node:readline";
import { mapParams } from "@tweedie/core";
import { type Backend, type CompiledStep, createExecutor, type Precision } from "@tweedie/graph";
import type { Answer, Loaded } from "./peer-process.ts";
import { readOptions } from "../options.ts";
import { peakMemory } from "../peak-memory.ts";
import { differentDraws, workloads } from "../workloads.ts";

/**
 * Process that runs updates with a backend of Tweedie, with the protocol of `peer.py`: one line when it is loaded, then one answer per line `run N`.
 * Compilation is part of the first update. Updates that a backend runs in one call have the mean of their time.
 */
export async function runTfjsProcess(argv: readonly string[]): Promise<void> {
  const { names, threads, rest } = readOptions(argv, { extra: ["backend", "precision"] });
  const { step, state, draws } = workloads[names[0]!].step();
  const allDraws = Array.from({ length: differentDraws }, (_, i) => draws(i + 1));
  const executor = await createExecutor(rest["backend"] as Backend, {
    threads,
    precision: rest["precision"] as Precision | undefined,
  });
  const shapes = mapParams(allDraws[0]!, ({ shape }) => shape);
  let compiled: CompiledStep | undefined;
  let done = 0;

  async function run(updates: number): Promise<Answer> {
    const [walls, cpus, losses] = [[] as number[], [] as number[], [] as number[][]];
    for (let i = 0, count = 1; i < updates; i += count) {
      const [wall, cpu] = [performance.now(), process.cpuUsage()];
      compiled ??= await executor.compile(step, executor.createStore(state), shapes);
      count = done === 0 ? 1 : Math.min(updates - i, compiled.many?.most ?? 1);
      const iterations = Array.from({ length: count }, () => allDraws[done++ % allDraws.length]!);
      const outputs = await (compiled.many?.run(iterations) ?? compiled.run(iterations[0]!).then((each) => [each]));
      const { user, system } = process.cpuUsage(cpu);
      const seconds = { wall: (performance.now() - wall) / 1e3 / count, cpu: (user + system) / 1e6 / count };
      for (const each of outputs) {
        walls.push(seconds.wall);
        cpus.push(seconds.cpu);
        losses.push(["fakeScore", "student"].map((name) => each[name]!.data[0]!));
      }
    }
    return { wall: walls, cpu: cpus, losses, peakBytes: peakMemory() };
  }

  send({ loadedBytes: peakMemory() });
  for await (const line of createInterface({ input: process.stdin })) send(await run(Number(line.split(" ")[1])));
}

const send = (answer: Answer | Loaded): void => void process.stdout.write(`${JSON.stringify(answer)}\n`);
