import type { Denoiser, Network, NetworkFeatures, Preconditioning, Teacher } from "@tweedie/core";
import { edmPreconditioning } from "./edm.ts";
import { type DenoiserFeatures, denoiserFeatures, preconditionedDenoiser } from "./preconditioning.ts";

type Preconditioned = Pick<Teacher, "preconditioning" | "sigmaData">;

/** A network with the preconditioning of a teacher, as a denoiser: that of a teacher, a student or a fake score. */
export const modelDenoiser = (
  network: Pick<Network, "forward" | "classes" | "augmentation">,
  teacher: Preconditioned,
): Denoiser => preconditionedDenoiser(network, preconditioningOf(teacher));

/** The features of the network of such a denoiser, with the predicted noise. */
export const modelFeatures = (features: NetworkFeatures, teacher: Preconditioned): DenoiserFeatures =>
  denoiserFeatures(features, preconditioningOf(teacher));

const preconditioningOf = ({ preconditioning, sigmaData }: Preconditioned): Preconditioning =>
  preconditioning ?? edmPreconditioning(sigmaData);
