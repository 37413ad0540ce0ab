import type { ScoredBatch, Weighting } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import edm from "../edm.ts";
import expectedError from "../expected-error.ts";
import minSnr from "../min-snr.ts";
import none from "../none.ts";
import power from "../power.ts";

/** Shipped weightings that depend on the level alone. */
export const ofLevel = { none, power, edm, "min-snr": minSnr, "expected-error": expectedError };

export type Weigh = (batch: ScoredBatch) => Tensor;

/** Weight of the student's loss, or of a denoiser's if that is all that a weighting has. */
export const weigh = ({ student, denoiser }: Weighting): Weigh => (student ?? denoiser)!;
