import type { Denoiser, Network, Teacher } from "@tweedie/core";
import { edmPreconditioning } from "./edm.ts";
import { preconditionedDenoiser } from "./preconditioning.ts";

/** A network with the preconditioning of a teacher, as a denoiser: that of a teacher, a student or a fake score. */
export const modelDenoiser = (
  network: Pick<Network, "forward" | "classes" | "augmentation">,
  { preconditioning, sigmaData }: Pick<Teacher, "preconditioning" | "sigmaData">,
): Denoiser => preconditionedDenoiser(network, preconditioning ?? edmPreconditioning(sigmaData));
