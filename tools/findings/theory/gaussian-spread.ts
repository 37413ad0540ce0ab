import edm from "@tweedie/plugin-schedules/edm";
import sid from "@tweedie/plugin-time-laws/sid";

const law = sid.create(sid.options.parse({}), edm.create(edm.options.parse({})));
/** Noise levels of SiD's time law at its quantiles. */
const sigmas = Array.from({ length: 2_000 }, (_, i) => law.quantile((i + 0.5) / 2_000));

/** Variance of the ring in each coordinate: half the squared radius, and the variance of a mode. */
const variance = 0.5 + 0.05 ** 2;

/**
 * Spread of a Gaussian student at the fixed point of the loss `½ |a - e|² - ½ p |b - e|²`, relative to that of the Gaussian data.
 *
 * The gradient in the student's variance v is the mean of `w sigma² [1 / (variance + sigma²)² - p / (v + sigma²)²]` over the noise levels,
 * with the weights of `weightings/expected-error`. It is zero at the fixed point; 0 if it is positive for every v.
 */
export function gaussianSpread(p: number): number {
  const gradient = (v: number): number =>
    sigmas.reduce((sum, sigma) => {
      const weight = sigma * Math.sqrt(sigma ** 2 + variance);
      return sum + weight * sigma ** 2 * ((variance + sigma ** 2) ** -2 - p * (v + sigma ** 2) ** -2);
    }, 0);
  if (gradient(0) >= 0) return 0;
  let [low, high] = [0, variance];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (gradient(middle) < 0) low = middle;
    else high = middle;
  }
  return Math.sqrt((low + high) / 2 / variance);
}
