import type { Network } from "@tweedie/core";
import { dit, mlp, unet } from "@tweedie/networks";
import { type SidStep, sidStep } from "./sid-step.ts";

/** A fixed SiD update of some size. */
export interface Workload {
  readonly title: string;
  readonly step: () => SidStep;
  /** Description from which other libraries build the same network. */
  readonly network: { readonly kind: string } & Readonly<Record<string, unknown>>;
}

const plane = { shape: [2], depth: 3, embedding: 32, activation: "silu" } as const;
const digits = { shape: [28, 28, 1] };

const workload = <Size extends object>(
  title: string,
  { kind, create, size, batch }: { kind: string; create: (size: Size) => Network; size: Size; batch: number },
): Workload => ({
  title,
  step: () => sidStep({ network: create(size), batch }),
  network: { kind, ...size },
});

/** Workloads of all benchmarks. */
export const workloads = {
  "mlp-small": workload("MLP 3x64, batch 128", { kind: "mlp", create: mlp, size: { ...plane, width: 64 }, batch: 128 }),
  "mlp-large": workload("MLP 3x256, batch 1024", {
    ...{ kind: "mlp", create: mlp, batch: 1024 },
    size: { ...plane, width: 256 },
  }),
  unet: workload("U-Net 28x28, batch 32", {
    ...{ kind: "unet", create: unet, batch: 32 },
    size: {
      ...digits,
      ...{ channels: 32, multipliers: [1, 2, 2], blocks: 1, attention: [7], heads: 2, groups: 8, patch: 1 },
      embedding: 32,
    },
  }),
  dit: workload("DiT 28x28, batch 64", {
    ...{ kind: "dit", create: dit, batch: 64 },
    size: { ...digits, patch: 4, width: 128, depth: 4, heads: 4, embedding: 64 },
  }),
} satisfies Record<string, Workload>;

/** Number of different draws that compared processes cycle through. */
export const differentDraws = 8;

export type WorkloadName = keyof typeof workloads;
export const workloadNames = Object.keys(workloads) as WorkloadName[];
