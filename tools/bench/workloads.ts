import { dit, mlp, unet } from "@tweedie/networks";
import { type SidStep, sidStep } from "./sid-step.ts";

/** One whole update, that is always the same: its size says what limits it. */
export interface Workload {
  readonly title: string;
  readonly step: () => SidStep;
}

const plane = { shape: [2], depth: 3, embedding: 32, activation: "silu" } as const;
const digits = { shape: [28, 28, 1] };

/** What is measured. */
export const workloads = {
  "mlp-small": {
    title: "MLP 3x64, batch 128",
    step: () => sidStep({ network: mlp({ ...plane, width: 64 }), batch: 128 }),
  },
  "mlp-large": {
    title: "MLP 3x256, batch 1024",
    step: () => sidStep({ network: mlp({ ...plane, width: 256 }), batch: 1024 }),
  },
  unet: {
    title: "U-Net 28x28, batch 32",
    step: () =>
      sidStep({
        network: unet({
          ...digits,
          ...{ channels: 32, multipliers: [1, 2, 2], blocks: 1, attention: [7], heads: 2, groups: 8, patch: 1 },
          embedding: 32,
        }),
        batch: 32,
      }),
  },
  dit: {
    title: "DiT 28x28, batch 64",
    step: () =>
      sidStep({ network: dit({ ...digits, patch: 4, width: 128, depth: 4, heads: 4, embedding: 64 }), batch: 64 }),
  },
} satisfies Record<string, Workload>;

export type WorkloadName = keyof typeof workloads;
export const workloadNames = Object.keys(workloads) as WorkloadName[];
