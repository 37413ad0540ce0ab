import { nodesOf } from "../../../packages/graph/src/ir/graph.ts";
import type { StepGraph } from "../../../packages/graph/src/compile/compile-step.ts";
import { passNames, withoutPass } from "../../../packages/graph/src/targets/target.ts";
import { interleave } from "../interleaved.ts";
import { readOptions } from "../options.ts";
import { compileUpdate, ownTarget, prepare, type Prepared } from "./prepared.ts";
import { printTable } from "../table.ts";
import { workloads } from "../workloads.ts";

/** Ablation of the passes: compares an update compiled with all passes to the same update without one pass at a time. */
export async function ablatePasses(argv: string[]): Promise<void> {
  const { names, threads, seconds } = readOptions(argv);
  const target = await ownTarget();
  for (const name of names) {
    const sid = workloads[name].step();
    const graphs = new Map<string, StepGraph>([["all passes", await compileUpdate(sid)]]);
    for (const pass of passNames(target))
      graphs.set(`no ${pass}`, await compileUpdate(sid, { target: withoutPass(target, pass) }));
    graphs.set("no flattenUpdates", await compileUpdate(sid, { mayFlatten: () => false }));
    const sessions = new Map<string, Prepared>();
    for (const [title, graph] of graphs) sessions.set(title, await prepare(sid, graph, { threads }));
    const works = Object.fromEntries([...sessions].map(([title, { run }]) => [title, run]));
    const times = await interleave(works, { seconds: seconds * graphs.size });
    console.log(`\n${workloads[name].title}, ${threads} thread${threads > 1 ? "s" : ""}`);
    printTable(
      [...graphs].map(([title, { graph }]) => ({
        passes: title,
        nodes: String(nodesOf(graph).length),
        model: `${(sessions.get(title)!.bytes / 1024).toFixed(0)} KiB`,
        time: `${(1e3 * times[title]!.cpu).toFixed(2)} ms`,
        "to all": `${(times[title]!.cpu / times["all passes"]!.cpu).toFixed(2)}x`,
      })),
    );
  }
}
