import type { FakeScoreOutput } from "@tweedie/core";

/** The critic's mark of each sample: `[b, 1]`. */
export const logit: FakeScoreOutput = { name: "logit", size: 1 };
