import type { Preconditioning } from "@tweedie/core";
import { discretePreconditioning, type DiscretePrediction } from "./discrete.ts";
import { edmPreconditioning } from "./edm.ts";
import { flowPreconditioning, iddpmPreconditioning, vePreconditioning, vpPreconditioning } from "./published.ts";
import { schedulerSigmas, type SchedulerTable } from "./scheduler-table.ts";

/** A preconditioning as data. */
export type PreconditioningSettings =
  | { readonly kind: "edm"; readonly sigmaData: number }
  | { readonly kind: "vp"; readonly betaD: number; readonly betaMin: number; readonly steps: number }
  | { readonly kind: "ve" }
  | { readonly kind: "iddpm"; readonly c1: number; readonly c2: number; readonly steps: number }
  | ({ readonly kind: "discrete"; readonly prediction: DiscretePrediction } & SchedulerTable)
  | { readonly kind: "flow"; readonly timeScale: number };

/** The preconditioning that the settings describe. */
export const preconditioningOf = (settings: PreconditioningSettings): Preconditioning => ({
  ...functionsOf(settings),
  settings,
});

function functionsOf(settings: PreconditioningSettings): Preconditioning {
  switch (settings.kind) {
    case "edm":
      return edmPreconditioning(settings.sigmaData);
    case "vp":
      return vpPreconditioning(settings);
    case "ve":
      return vePreconditioning();
    case "iddpm":
      return iddpmPreconditioning(settings);
    case "discrete":
      return discretePreconditioning(settings.prediction, schedulerSigmas(settings));
    case "flow":
      return flowPreconditioning(settings);
  }
}
