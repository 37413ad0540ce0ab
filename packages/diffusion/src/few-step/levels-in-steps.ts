/**
 * Noise levels of a generation in `steps` steps, from those of another number of steps, `sigmas`.
 *
 * In the time of a rectified flow for data of unit variance, `t = sigma / (sigma + sigmaData)`, level i of n lies at the fraction i / n of
 * a path that is linear between the given levels and ends at t = 0. From one level this gives `t_i = t_0 (1 - i / n)`, the times of SiD's
 * few-step code (arXiv 2509.25127) and, as indices, of DMD2 (arXiv 2405.14867, section 4.5). A divisor of the number of given levels
 * selects among them.
 */
export function levelsInSteps(sigmas: readonly number[], steps: number, sigmaData: number): number[] {
  const given = sigmas.length;
  return Array.from({ length: steps }, (_, i) => {
    const index = Math.floor((i * given) / steps);
    const fraction = (i * given) / steps - index;
    if (fraction === 0) return sigmas[index]!;
    const [from, to] = [timeOf(sigmas[index]!, sigmaData), timeOf(sigmas[index + 1] ?? 0, sigmaData)];
    const t = from + fraction * (to - from);
    return (sigmaData * t) / (1 - t);
  });
}

const timeOf = (sigma: number, sigmaData: number): number => sigma / (sigma + sigmaData);
