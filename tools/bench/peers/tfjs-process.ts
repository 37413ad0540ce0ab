import { createInterface } from "node:readline";
import { mapParams } from "@tweedie/core";
import { type Backend, type CompiledStep, createExecutor } from "@tweedie/graph";
import type { Answer, Loaded } from "./peer-process.ts";
import { readOptions } from "../options.ts";
import { peakMemory } from "../peak-memory.ts";
import { differentDraws, workloads } from "../workloads.ts";

/**
 * Process that runs updates with a backend of Tweedie, with the protocol of `peer.py`: one line when it is loaded, then one answer per line `run N`.
 * Compilation is part of the first update.
 */
export async function runTfjsProcess(argv: readonly string[]): Promise<void> {
  const { names, threads, rest } = readOptions(argv, { extra: ["backend"] });
  const { step, state, draws } = workloads[names[0]!].step();
  const allDraws = Array.from({ length: differentDraws }, (_, i) => draws(i + 1));
  const executor = await createExecutor(rest["backend"] as Backend, { threads });
  const shapes = mapParams(allDraws[0]!, ({ shape }) => shape);
  let compiled: CompiledStep | undefined;
  let done = 0;

  async function run(updates: number): Promise<Answer> {
    const [walls, cpus, losses] = [[] as number[], [] as number[], [] as number[][]];
    for (let i = 0; i < updates; i++) {
      const [wall, cpu] = [performance.now(), process.cpuUsage()];
      compiled ??= await executor.compile(step, executor.createStore(state), shapes);
      const outputs = await compiled.run(allDraws[done++ % allDraws.length]!);
      const { user, system } = process.cpuUsage(cpu);
      walls.push((performance.now() - wall) / 1e3);
      cpus.push((user + system) / 1e6);
      losses.push(["fakeScore", "student"].map((name) => outputs[name]!.data[0]!));
    }
    return { wall: walls, cpu: cpus, losses, peakBytes: peakMemory() };
  }

  send({ loadedBytes: peakMemory() });
  for await (const line of createInterface({ input: process.stdin })) send(await run(Number(line.split(" ")[1])));
}

const send = (answer: Answer | Loaded): void => void process.stdout.write(`${JSON.stringify(answer)}\n`);
