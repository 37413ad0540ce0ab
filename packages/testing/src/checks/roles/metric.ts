import { ndarray, random, rows, type Metric, type NDArray, type Plugin } from "@tweedie/core";
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
        name: "describes only values that it has",
        find: () => descriptionProblem(metric()),
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
        name: "summaries of batches have the values of whole sets",
        skipReason: () => (metric().summaries ? undefined : "the metric has no summaries"),
        find: () => summaryProblem(metric(), draw("samples"), draw("reference")),
      },
      {
        name: "reads no samples after the declared limit",
        skipReason: () => ((metric().limit ?? count) < count ? undefined : `the metric may read all ${count} samples`),
        find: () => limitProblem(metric(), draw("samples"), draw("reference")),
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

type Values = Readonly<Record<string, number>>;

function descriptionProblem({ goals, descriptions = {} }: Metric): string | undefined {
  const others = Object.keys(descriptions).filter((name) => !(name in goals));
  return unless(others.length === 0, `\`descriptions\` has ${others.join(", ")}, which \`goals\` has not`);
}

/** Relative difference of sums that are added in another order. */
const rounding = 1e-6;

/** Compares the values of summaries, filled in batches of 33 samples, with those of arrays. */
function summaryProblem({ summaries, measure }: Metric, samples: NDArray, reference: NDArray): string | undefined {
  const summarize = (set: NDArray) => {
    const count = set.shape[0]!;
    const summary = summaries!.start(count);
    for (let start = 0; start < count; start += 33) summary.add(rows(set, start, Math.min(count, start + 33)));
    return summary;
  };
  const values = summaries!.compare(summarize(samples), summarize(reference));
  return difference(values, measure(samples, reference, random(0, "metric")), rounding);
}

/** Compares the values of the first samples of both sets, up to the limit, with those of the whole sets. */
function limitProblem({ limit, measure }: Metric, samples: NDArray, reference: NDArray): string | undefined {
  const first = measure(rows(samples, 0, limit!), rows(reference, 0, limit!), random(0, "metric"));
  return difference(first, measure(samples, reference, random(0, "metric")), 0);
}

/** Describes values that differ by more than a fraction; undefined if none do. */
function difference(first: Values, second: Values, tolerance: number): string | undefined {
  const isSame = Object.keys({ ...first, ...second }).every(
    (name) => Math.abs(first[name]! - second[name]!) <= tolerance * Math.abs(second[name]!),
  );
  return unless(isSame, `${JSON.stringify(first)}, and ${JSON.stringify(second)} for whole sets`);
}
