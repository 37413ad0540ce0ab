import { ndarray, random, type NDArray, type Plugin } from "@tweedie/core";
import { unless } from "../../problems/findings.ts";
import { standIns } from "../../stand-ins/stand-ins.ts";
import type { Suite } from "../check.ts";
import { optionChecks } from "../options.ts";
import { make, type Setup } from "../setup.ts";

export interface MetricSetup extends Setup {
  /** Number of samples, and of reference samples; 500 by default. */
  readonly count?: number;
  /** Degrades each number of the samples; by default adds three standard deviations of the data. */
  readonly spoil?: (x: number) => number;
}

/** The contract of a metric. Samples of the data, `[n, ...shape]`, stand in for features and class logits too. */
export function metricSuite(plugin: Plugin<"metric">, setup: MetricSetup = {}): Suite {
  const { count = 500 } = setup;
  const data = setup.uses?.data ?? standIns(setup.shape).data;
  const metric = () => make(plugin, setup);
  const draw = (purpose: string): NDArray => data.sample(random(0, purpose), count);
  const measure = (samples: NDArray) => metric().measure(samples, draw("reference"), random(0, "metric"));
  return {
    name: "metric",
    checks: [
      ...optionChecks(plugin, setup),
      {
        name: "has one finite value for each goal",
        find: () => {
          const values = measure(draw("samples"));
          const [names, goals] = [values, metric().goals].map((each) => Object.keys(each).toSorted().join(", "));
          return [
            unless(names === goals, `the values are ${names}; the goals are ${goals}`),
            unless(Object.values(values).every(Number.isFinite), `values are not finite: ${JSON.stringify(values)}`),
          ];
        },
      },
      {
        name: "has the same values for the same samples",
        find: () => {
          const [first, second] = [measure(draw("samples")), measure(draw("samples"))];
          const isSame = Object.keys({ ...first, ...second }).every((name) => Object.is(first[name], second[name]));
          return unless(isSame, `first ${JSON.stringify(first)}, then ${JSON.stringify(second)}`);
        },
      },
      {
        name: "has better values for samples of the data than for degraded samples",
        find: () => {
          const samples = draw("samples");
          const { spoil = (x: number) => x + 3 * data.sigmaData } = setup;
          const [good, bad] = [measure(samples), measure(ndarray(samples.shape, samples.data.map(spoil)))];
          return Object.entries(metric().goals).map(([name, goal]) => {
            const gain = goal === "maximize" ? good[name]! - bad[name]! : bad[name]! - good[name]!;
            return unless(gain > 0, `${name} (${goal}): ${good[name]}, and ${bad[name]} for degraded samples`);
          });
        },
      },
    ],
  };
}
