import type { Precision } from "@tweedie/graph";
import type { PeerName } from "../bench/peers/peer-process.ts";
import type { Library, Machine } from "./machine.ts";

/** A library with a precision. */
export interface Competitor {
  readonly peer: PeerName;
  readonly precision: Extract<Precision, "float32" | "tf32">;
  readonly device: "cpu" | "gpu";
  /** Reason why it is not started; undefined if it is. */
  readonly obstacle?: string;
}

const noGpu = "there is no GPU";
const noNvidia = "there is no NVIDIA GPU";

/** All competitors. Those that a machine has no part for have the reason. */
export function competitorsOn(machine: Machine): readonly Competitor[] {
  const { hasNvidia, gpus, torch, jax } = machine;
  const device = hasNvidia ? "gpu" : "cpu";
  const both = (peer: PeerName, obstacle?: string): Competitor[] => [
    { peer, precision: "float32", device, ...(obstacle !== undefined && { obstacle }) },
    { peer, precision: "tf32", device, ...(hasNvidia && obstacle === undefined ? {} : { obstacle: obstacle ?? noNvidia }) }, // prettier-ignore
  ];
  const single = (peer: PeerName, obstacle?: string): Competitor => ({
    peer,
    precision: "float32",
    device: peer === "compiled" ? "cpu" : device,
    ...(obstacle !== undefined && { obstacle }),
  });
  return [
    // On a machine with a GPU its processor is no competitor.
    single("compiled", hasNvidia ? "it computes on the CPU" : undefined),
    ...both("cuda", hasNvidia ? undefined : noNvidia),
    ...both("tensorflow"),
    single("webgpu", gpus.length > 0 ? undefined : noGpu),
    ...both("torch", obstacleOf(torch, hasNvidia)),
    ...both("jax", obstacleOf(jax, hasNvidia)),
    // Last, because it compiles for the longest time.
    ...both("torch-compile", obstacleOf(torch, hasNvidia)),
  ];
}

function obstacleOf(library: Library, needsGpu: boolean): string | undefined {
  if ("missing" in library) return library.missing;
  return needsGpu && !library.gpu ? `version ${library.version} finds no GPU` : undefined;
}

/** `torch-compile, tf32` */
export const nameOf = ({ peer, precision }: Competitor): string =>
  `${peer === "compiled" ? "ort" : peer}, ${precision}`;
