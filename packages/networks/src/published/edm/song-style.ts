import { glorot } from "../initial.ts";
import type { BlockStyle } from "./block-style.ts";

export const songEpsilon = 1e-6;

/** Initial values of most layers of DDPM++, and of those that end a residual branch. */
export const plain = { weight: glorot() };
export const last = { weight: glorot(1e-5) };

/** Blocks of DDPM++ and NCSN++: an additive embedding, and sums divided by the root of two. */
export const songStyle = (filter: readonly number[]): BlockStyle => ({
  epsilon: songEpsilon,
  conditioning: "shift",
  projectsResampled: true,
  sumScale: Math.SQRT1_2,
  filter,
  initial: { plain, last, attention: { weight: glorot(Math.sqrt(0.2)) } },
});
