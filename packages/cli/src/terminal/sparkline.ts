const blocks = [..."▁▂▃▄▅▆▇█"];
const nonFinite = "×";

/** The scale is logarithmic when all values are positive and the largest exceeds the smallest by more than this factor. */
const logScaleRatio = 20;

/**
 * A series as one line of at most `width` characters. Each character is the mean of an equal number of consecutive values; `×` is a
 * mean that is not finite.
 */
export function sparkline(values: readonly number[], width: number): string {
  const finite = values.filter(Number.isFinite);
  const [min, max] = [Math.min(...finite), Math.max(...finite)];
  const scale = min > 0 && max / min > logScaleRatio ? Math.log : (value: number) => value;
  const blockOf = (value: number): string => {
    if (!Number.isFinite(value)) return nonFinite;
    const height = max > min ? (scale(value) - scale(min)) / (scale(max) - scale(min)) : 0.5;
    return blocks[Math.min(blocks.length - 1, Math.floor(height * blocks.length))]!;
  };
  const count = Math.min(width, values.length);
  return Array.from({ length: count }, (_, i) => {
    const bin = values.slice(Math.floor((i * values.length) / count), Math.floor(((i + 1) * values.length) / count));
    return blockOf(bin.reduce((sum, value) => sum + value, 0) / bin.length);
  }).join("");
}
