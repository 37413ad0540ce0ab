import { parseArgs } from "node:util";
import { type WorkloadName, workloadNames, workloads } from "./workloads.ts";

/** Options of all benchmarks: `--workload NAME` (repeatable), `--threads N`, `--seconds N` per measurement. */
export interface BenchOptions {
  readonly names: readonly WorkloadName[];
  readonly threads: number;
  readonly seconds: number;
  readonly rest: Readonly<Record<string, string | undefined>>;
}

/** Parses the options, and `extra` options that take a value. */
export function readOptions(
  argv: readonly string[],
  { extra = [] }: { readonly extra?: readonly string[] } = {},
): BenchOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      workload: { type: "string", multiple: true },
      threads: { type: "string", default: "1" },
      seconds: { type: "string", default: "10" },
      ...Object.fromEntries(extra.map((name) => [name, { type: "string" as const }])),
    },
  });
  const named = values as unknown as Record<string, string | undefined>;
  const names = (values.workload ?? workloadNames) as WorkloadName[];
  const unknown = names.find((name) => !Object.hasOwn(workloads, name));
  if (unknown) throw new Error(`no workload is called ${unknown}; known: ${Object.keys(workloads).join(", ")}`);
  return { names, threads: Number(values.threads), seconds: Number(values.seconds), rest: named };
}
