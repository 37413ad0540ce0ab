import type { LayerInitial } from "../layers.ts";

/** The conventions in which the blocks of DDPM++ and ADM differ. */
export interface BlockStyle {
  readonly epsilon: number;
  /** Use of the embedding in each channel: added before `norm1`, or as scale and shift after it. */
  readonly conditioning: "shift" | "scale-shift";
  /** True if a resampled skip connection always has weights; otherwise only where the number of channels changes. */
  readonly projectsResampled: boolean;
  /** Factor of the sum of the two branches. */
  readonly sumScale: number;
  readonly filter: readonly number[];
  readonly initial: Readonly<Record<"plain" | "last" | "attention", LayerInitial>>;
}
