import type { LayerInitial } from "../layers.ts";

/** The conventions in which the blocks of DDPM++ and ADM differ. */
export interface BlockStyle {
  readonly epsilon: number;
  /** True if the embedding is a scale and a shift of each channel after `norm1`; otherwise it is added before. */
  readonly adaptiveScale: boolean;
  /** True if a resampled skip connection always has weights; otherwise only where the number of channels changes. */
  readonly projectsResampled: boolean;
  /** Factor of the sum of the two branches. */
  readonly sumScale: number;
  readonly filter: readonly number[];
  readonly initial: Readonly<Record<"plain" | "last" | "attention", LayerInitial>>;
}
