import { adaptNetwork, dit, mlp, unet } from "@tweedie/networks";
import type { Network } from "@tweedie/core";
import { sidStep, type SidStep } from "../bench/sid-step.ts";

const images = { shape: [8, 8, 1] };
const plane = mlp({ shape: [2], depth: 2, width: 16, embedding: 8, activation: "silu" });

/** A network with low-rank updates of its weights, which are trained with them. */
function withLoRa(network: Network): Network {
  const adapted = adaptNetwork(network, { rank: 2, alpha: 2, targets: ["*"] }, "adapter");
  return {
    ...network,
    init: (random) => ({ ...network.init(random), ...adapted.init(random) }),
    forward: adapted.forward,
  };
}

/** Small SiD updates whose results each target must agree with the CPU on. */
export const updates: Readonly<Record<string, () => SidStep>> = {
  MLP: () => sidStep({ network: plane, batch: 16 }),
  LoRA: () => sidStep({ network: withLoRa(plane), batch: 16 }),
  // Of two samples, the student's loss would be 1.9 as a difference of terms near 490, which rounding changes by 1e-5 of it.
  DiT: () => sidStep({ network: dit({ ...images, patch: 4, width: 16, depth: 1, heads: 2, embedding: 8 }), batch: 4 }),
  "U-Net": () =>
    sidStep({
      network: unet({
        ...images,
        ...{ channels: 8, multipliers: [1, 2], blocks: 1, attention: [4], heads: 2, groups: 4, patch: 1, embedding: 8 },
      }),
      batch: 2,
    }),
};
