import type { Metric, NDArray, Random, MetricInput } from "@tweedie/core";
import type { Extraction } from "../sampling/extract.ts";
import { gaussianLike } from "../sampling/gaussian-like.ts";

type Numbers = Readonly<Record<string, number>>;
export type Extract = Extraction["extract"];

/** Judges samples by held-out data, always the same, so that values of different steps and runs compare. */
export interface Evaluator {
  readonly goals: Metric["goals"];
  /** The metrics between two sets of real samples: no generator can do better than that, but by chance. */
  readonly floors: Numbers;
  /** The metrics of a Gaussian with the data's mean and covariance: what has learnt something does better. */
  readonly baselines: Numbers;
  measure(samples: NDArray): Promise<Numbers>;
}

/** What metrics are shown of samples. */
type Sights = Readonly<Partial<Record<MetricInput, NDArray>>>;

interface Evidence {
  readonly real: NDArray;
  readonly reference: NDArray;
  readonly random: Random;
  /** What some metrics look through. */
  readonly extract?: Extract;
  /** The classes of the real samples, and of all others that are judged. */
  readonly label?: NDArray | undefined;
}

/** Makes a judge of metrics. */
export async function createEvaluator(
  metrics: readonly Metric[],
  { real, reference, random, extract, label }: Evidence,
): Promise<Evaluator> {
  const isExtracted = metrics.some(({ input: view = "samples" }) => view !== "samples");
  const look = async (samples: NDArray): Promise<Sights> => ({
    samples,
    ...(isExtracted && (await extract!(samples))),
  });
  const seen = await look(reference);
  const measure = async (samples: NDArray): Promise<Numbers> => {
    const sights = await look(samples);
    const values = metrics.map((metric, i) => {
      const { input: view = "samples" } = metric;
      return metric.measure(sights[view]!, seen[view]!, random.child(`metric.${i}`), label);
    });
    return Object.assign({}, ...values) as Numbers;
  };
  return {
    goals: Object.assign({}, ...metrics.map(({ goals }) => goals)) as Metric["goals"],
    floors: await measure(real),
    baselines: await measure(gaussianLike(reference, random.child("baseline"))),
    measure,
  };
}

/** How many times its floor a distance may be and still count as reached. */
const nearFloor = 2;

/**
 * Why a student does not count as trained, or undefined where it does: by the first metric it must beat the Gaussian
 * with the data's moments, or come near the floor.
 */
export function notConverged(
  { goals, floors, baselines }: Omit<Evaluator, "measure">,
  values: Numbers,
): string | undefined {
  const [name] = Object.keys(goals);
  if (name === undefined) return undefined;
  const [value, floor, baseline] = [values[name]!, floors[name]!, baselines[name]!];
  const isGood =
    goals[name] === "minimize"
      ? value <= Math.max(baseline, nearFloor * floor)
      : value >= Math.min(baseline, floor / nearFloor);
  if (isGood) return undefined;
  return `${name} is ${short(value)}, no better than a Gaussian with the data's mean and covariance (${short(baseline)})`;
}

const short = (value: number): number => Number(value.toPrecision(3));
