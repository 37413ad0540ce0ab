import type { Verdict } from "@tweedie/core";

/** The critic's mark of each sample: `[b, 1]`. */
export const mark: Verdict = { name: "mark", size: 1 };
