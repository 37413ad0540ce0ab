const blocks = [..."▁▂▃▄▅▆▇█"];
const broken = "×";

/** Beyond this ratio of the largest to the smallest, equal heights stand for equal ratios. */
const wide = 20;

/** Values over time as one line of at most `width` characters, each the mean of its share. What is no number is `×`. */
export function sparkline(values: readonly number[], width: number): string {
  const finite = values.filter(Number.isFinite);
  const [least, most] = [Math.min(...finite), Math.max(...finite)];
  const scale = least > 0 && most / least > wide ? Math.log : (value: number) => value;
  const height = (value: number): string => {
    if (!Number.isFinite(value)) return broken;
    const share = most > least ? (scale(value) - scale(least)) / (scale(most) - scale(least)) : 0.5;
    return blocks[Math.min(blocks.length - 1, Math.floor(share * blocks.length))]!;
  };
  const count = Math.min(width, values.length);
  return Array.from({ length: count }, (_, i) => {
    const share = values.slice(Math.floor((i * values.length) / count), Math.floor(((i + 1) * values.length) / count));
    return height(share.reduce((sum, value) => sum + value, 0) / share.length);
  }).join("");
}
