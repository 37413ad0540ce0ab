import { parseArgs } from "node:util";
import { type WorkloadName, workloadNames } from "./workloads.ts";

/** What all benchmarks take: `--workload NAME` (several times), `--threads N`, `--seconds N` of measuring each. */
export interface BenchOptions {
  readonly names: readonly WorkloadName[];
  readonly threads: number;
  readonly seconds: number;
  readonly rest: Readonly<Record<string, string | undefined>>;
}

/** Reads the options, and `extra` ones that take a value each. */
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
  const strange = names.find((name) => !workloadNames.includes(name));
  if (strange) throw new Error(`there is no workload ${strange}: ${workloadNames.join(", ")}`);
  return { names, threads: Number(values.threads), seconds: Number(values.seconds), rest: named };
}
