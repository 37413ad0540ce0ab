import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import type { Executor } from "@tweedie/graph";
import { z } from "zod";

/** Software and hardware that computed a part of a run. They may change the last bits of its result. */
export const provenanceSchema = z.object({
  tweedie: z.string(),
  node: z.string(),
  system: z.string(),
  cpu: z.string(),
  /** Instruction sets that kernels choose by; unknown on other systems than Linux. */
  instructions: z.string().optional(),
  backend: z.string(),
  /** Device and library of the backend, if it states them. */
  device: z.string().optional(),
});
export type Provenance = z.output<typeof provenanceSchema>;

export const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  version: string;
};

/** Describes this process and machine. */
export const currentProvenance = ({ name, device }: Pick<Executor, "name" | "device">): Provenance => ({
  tweedie: version,
  node: process.versions.node,
  system: `${process.platform} ${process.arch}`,
  cpu: cpus()[0]?.model ?? "unknown",
  instructions: instructionSets(),
  backend: name,
  device,
});

const decisive = /^(avx|avx2|avx512\w*|avx_vnni|amx\w*|fma|asimd|sve\d?|bf16|i8mm)$/;

function instructionSets(): string | undefined {
  try {
    const line = /^(?:flags|Features)\s*:(.*)$/m.exec(readFileSync("/proc/cpuinfo", "utf8"))?.[1];
    return line
      ?.split(" ")
      .filter((word) => decisive.test(word))
      .sort()
      .join(" ");
  } catch {
    return undefined;
  }
}

/** Describes how a part of a run is computed otherwise than the one before; undefined if it is not, or if that one is unknown. */
export function describeOtherProvenance(before: Provenance | undefined, now: Provenance): string | undefined {
  if (!before) return undefined;
  const changes = (["tweedie", "node", "system", "cpu", "instructions", "backend", "device"] as const)
    .filter((name) => before[name] !== now[name])
    .map((name) => `${name} is ${now[name] ?? "unknown"} instead of ${before[name] ?? "unknown"}`);
  if (changes.length === 0) return undefined;
  return `the run continues with other software or hardware, so its last bits may differ: ${changes.join(", ")}`;
}
