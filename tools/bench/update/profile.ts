import { readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readOptions } from "../options.ts";
import { compileUpdate, prepare } from "./prepared.ts";
import { printTable } from "../table.ts";
import { workloads } from "../workloads.ts";

const maxRows = 40;

/** Event of a node in ONNX Runtime's profile. */
interface NodeEvent {
  readonly cat: string;
  readonly name: string;
  readonly dur: number;
  readonly args: {
    readonly op_name?: string;
    readonly output_type_shape?: readonly Record<string, readonly number[]>[];
    readonly input_type_shape?: readonly Record<string, readonly number[]>[];
  };
}

/** Prints the time of an update by op, or by op and shapes with `--by shape`. */
export async function profileUpdates(argv: readonly string[]): Promise<void> {
  const { names, threads, seconds, rest } = readOptions(argv, { extra: ["by"] });
  for (const name of names) {
    const events = await profile(name, threads, seconds);
    const times = new Map<string, { time: number; count: number }>();
    let total = 0;
    for (const [, { title, durations }] of events) {
      const time = quantile(durations, 0.15) / 1e3;
      const kind = rest["by"] === "shape" ? title.join(" ") : title[0]!;
      const { time: sum, count } = times.get(kind) ?? { time: 0, count: 0 };
      times.set(kind, { time: sum + time, count: count + 1 });
      total += time;
    }
    console.log(
      `\n${workloads[name].title}, ${threads} thread${threads > 1 ? "s" : ""}: ${total.toFixed(1)} ms, the sum of each node's 15th percentile`,
    );
    printTable(
      [...times]
        .sort(([, a], [, b]) => b.time - a.time)
        .slice(0, maxRows)
        .map(([op, { time, count }]) => ({
          op,
          nodes: String(count),
          time: `${time.toFixed(2)} ms`,
          fraction: `${((100 * time) / total).toFixed(1)} %`,
        })),
    );
  }
}

async function profile(name: keyof typeof workloads, threads: number, seconds: number) {
  const sid = workloads[name].step();
  const prefix = join(tmpdir(), `tweedie-profile-${process.pid}`);
  const { session, run } = await prepare(sid, await compileUpdate(sid), {
    threads,
    enableProfiling: true,
    profileFilePrefix: prefix,
  });
  const end = performance.now() + 1000 * seconds;
  for (let round = 0; round < 4 || performance.now() < end; round++) await run();
  session.endProfiling();
  await session.release();
  const file = readdirSync(tmpdir())
    .filter((each) => each.startsWith(`tweedie-profile-${process.pid}`))
    .at(-1)!;
  const path = join(tmpdir(), file);
  const nodes = new Map<string, { title: string[]; durations: number[] }>();
  for (const { cat, name, dur, args } of JSON.parse(readFileSync(path, "utf8")) as NodeEvent[]) {
    if (cat !== "Node" || !name.endsWith("_kernel_time") || args.op_name === undefined) continue;
    const shape = (list: NodeEvent["args"]["output_type_shape"]) =>
      (list ?? []).map((each) => `[${Object.values(each)[0]?.join()}]`).join(" ");
    const known = nodes.get(name) ?? {
      title: [args.op_name, `${shape(args.input_type_shape)} -> ${shape(args.output_type_shape)}`],
      durations: [],
    };
    known.durations.push(dur);
    nodes.set(name, known);
  }
  rmSync(path);
  return nodes;
}

const quantile = (values: readonly number[], fraction: number): number => values.toSorted((a, b) => a - b)[Math.floor(fraction * values.length)]!; // prettier-ignore
