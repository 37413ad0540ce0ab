import { type Metric, type NDArray, type Random } from "@tweedie/core";
import { gaussianLike } from "./sampling/gaussian-like.ts";

type Numbers = Readonly<Record<string, number>>;

/** Judges samples by held-out data, always the same, so that values of different steps and runs compare. */
export interface Judge {
  readonly goals: Metric["goals"];
  /** The metrics between two sets of real samples: no generator can do better than that, but by chance. */
  readonly floors: Numbers;
  /** The metrics of a Gaussian with the data's mean and covariance: what has learnt something does better. */
  readonly baselines: Numbers;
  measure(samples: NDArray): Numbers;
}

export function createJudge(
  metrics: readonly Metric[],
  { real, reference, random }: { real: NDArray; reference: NDArray; random: Random },
): Judge {
  const measure = (samples: NDArray): Numbers =>
    Object.assign(
      {},
      ...metrics.map((metric, i) => metric.measure(samples, reference, random.child(`metric.${i}`))),
    ) as Numbers;
  return {
    goals: Object.assign({}, ...metrics.map(({ goals }) => goals)) as Metric["goals"],
    floors: measure(real),
    baselines: measure(gaussianLike(reference, random.child("baseline"))),
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
  { goals, floors, baselines }: Omit<Judge, "measure">,
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
  return `${name} is ${value.toPrecision(3)}, no better than a Gaussian with the data's mean and covariance (${baseline.toPrecision(3)})`;
}
