import { color } from "../../theme.ts";

/** Vertical position, in pixels from the top, of configurations and trials without a value. */
export const failedMarkY = 5;

/** Mark of diverged and failed configurations and trials: a diagonal cross. */
export const failedMark = {
  type: "point",
  shape: "M-1,-1L1,1M1,-1L-1,1",
  size: 14,
  strokeWidth: 1.5,
  color: color("ink"),
} as const;
