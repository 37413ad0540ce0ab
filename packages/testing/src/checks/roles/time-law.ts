import type { Plugin } from "@tweedie/core";
import { unless } from "../../problems/findings.ts";
import type { Suite } from "../check.ts";
import { optionChecks } from "../options.ts";
import { make, type Setup } from "../setup.ts";

const extremes = [0.5 / 2 ** 23, 1 - 0.5 / 2 ** 23] as const; // of `Random.uniform`
const probabilities = [extremes[0], 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, extremes[1]];

/** The contract of a time law. */
export const timeLawSuite = (plugin: Plugin<"timeLaw">, setup: Setup = {}): Suite => ({
  name: "time law",
  checks: [
    ...optionChecks(plugin, setup),
    ...[0, 0.5, 1].map((progress) => ({
      name: `the quantile function is finite and non-decreasing, at progress ${progress}`,
      find: () => {
        const { quantile } = make(plugin, setup);
        const times = probabilities.map((u) => quantile(u, progress));
        const isSorted = times.every((time, i) => i === 0 || time >= times[i - 1]!);
        return unless(
          times.every(Number.isFinite) && isSorted,
          `quantiles of ${probabilities.join(", ")}: ${times.join(", ")}`,
        );
      },
    })),
  ],
});
