import { mapParams } from "@tweedie/core";
import { compileStep, drawInput, weightInput } from "../../packages/graph/src/compile.ts";
import { type Graph, nodesOf } from "../../packages/graph/src/ir/graph.ts";
import { writeModel } from "../../packages/graph/src/onnx/model.ts";
import { blockSize } from "../../packages/graph/src/ort/block.ts";
import { createSession, loadOrt } from "../../packages/graph/src/ort/session.ts";
import { type PassName, passNames } from "../../packages/graph/src/passes/passes.ts";
import { inTurn } from "./in-turn.ts";
import { readOptions } from "./options.ts";
import type { SidStep } from "./sid-step.ts";
import { printTable } from "./table.ts";
import { workloads } from "./workloads.ts";

/** What each pass brings: the same update with all of them, and without one at a time. */
export async function ablatePasses(argv: string[]): Promise<void> {
  const { names, threads, seconds } = readOptions(argv);
  for (const name of names) {
    const sid = workloads[name].step();
    const graphs = new Map<string, Graph>([["all passes", graphOf(sid)]]);
    for (const pass of passNames) graphs.set(`no ${pass}`, graphOf(sid, pass));
    const sessions = new Map<string, { run: () => Promise<unknown>; bytes: number }>();
    for (const [title, graph] of graphs) sessions.set(title, await prepare(sid, graph, threads));
    const works = Object.fromEntries([...sessions].map(([title, { run }]) => [title, run]));
    const times = await inTurn(works, { seconds: seconds * graphs.size });
    console.log(`\n${workloads[name].title}, ${threads} thread${threads > 1 ? "s" : ""}`);
    printTable(
      [...graphs].map(([title, graph]) => ({
        passes: title,
        nodes: String(nodesOf(graph).length),
        model: `${(sessions.get(title)!.bytes / 1024).toFixed(0)} KiB`,
        time: `${(1e3 * times[title]!.cpu).toFixed(2)} ms`,
        "to all": `${(times[title]!.cpu / times["all passes"]!.cpu).toFixed(2)}x`,
      })),
    );
  }
}

function graphOf({ step, state, draws }: SidStep, without?: PassName): Graph {
  const shapes = mapParams(state, ({ shape }) => shape);
  return compileStep(step, shapes, mapParams(draws(1), ({ shape }) => shape), { without }).graph; // prettier-ignore
}

async function prepare({ state, draws }: SidStep, graph: Graph, threads: number) {
  const ort = loadOrt();
  const model = writeModel(graph, { block: await blockSize(ort) });
  const session = await createSession(ort, model, threads);
  const given = [
    ...Object.entries(state).map(([name, array]) => [weightInput(name), array] as const),
    ...Object.entries(draws(1)).map(([name, array]) => [drawInput(name), array] as const),
  ].filter(([name]) => session.inputNames.includes(name));
  const feeds = Object.fromEntries(
    given.map(([name, { shape, data }]) => [name, new ort.Tensor("float32", Float32Array.from(data), shape)]),
  );
  // Results go where the last ones were, as in training.
  const fetches = Object.fromEntries(
    Object.entries(await session.run(feeds)).map(([name, { dims, size }]) => [
      name,
      new ort.Tensor("float32", new Float32Array(size), dims),
    ]),
  );
  return { run: () => session.run(feeds, fetches), bytes: model.length };
}
