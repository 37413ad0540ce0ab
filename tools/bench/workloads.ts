import type { Network } from "@tweedie/core";
import { dit, mlp, songUnet, songUnetOptions, unet } from "@tweedie/networks";
import type { z } from "zod";
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

/** Size of EDM's DDPM++; the default is its network for CIFAR-10. */
const ddpmpp = ({ shape, ...options }: { readonly shape: readonly number[] } & z.input<typeof songUnetOptions>) => ({
  shape,
  ...songUnetOptions.parse(options),
});

/** Updates that are measured, on their own or beside other libraries. */
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
  "ddpmpp-small": workload("DDPM++ 16x16, batch 4", {
    ...{ kind: "song-unet", create: songUnet, batch: 4 },
    size: ddpmpp({ shape: [16, 16, 3], channels: 16, multipliers: [1, 2], blocks: 1, attention: [8] }),
  }),
  cifar10: workload("EDM's DDPM++ for CIFAR-10, batch 32", {
    ...{ kind: "song-unet", create: songUnet, batch: 32 },
    size: ddpmpp({ shape: [32, 32, 3] }),
  }),
  dit: workload("DiT 28x28, batch 64", {
    ...{ kind: "dit", create: dit, batch: 64 },
    size: { ...digits, patch: 4, width: 128, depth: 4, heads: 4, embedding: 64 },
  }),
} satisfies Record<string, Workload>;

/** Number of different draws that compared processes cycle through. */
export const differentDraws = 8;

export type WorkloadName = keyof typeof workloads;

/** Workloads of the benchmarks, if none is named. */
export const workloadNames: readonly WorkloadName[] = ["mlp-small", "mlp-large", "unet", "dit"];
