/** A number with three significant digits, with an exponent only if it is very small or large. */
export function formatNumber(value: number | undefined): string {
  if (value === undefined) return "–";
  if (Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return formatCount(value);
  const rounded = Number(value.toPrecision(3));
  const size = Math.abs(rounded);
  const text = size >= 1e-4 && size < 1e6 ? String(rounded) : rounded.toExponential();
  return text.replace("-", "−");
}

/** The standard deviation after a number, with one significant digit: ` ± 0.008`, unbroken after the sign. Nothing if it is zero or unknown. */
export const formatSpread = (spread: number | undefined): string =>
  spread === undefined || !(spread > 0) ? "" : ` ±\u00a0${formatNumber(Number(spread.toPrecision(1)))}`;

/** An integer with thousands separators. */
export const formatCount = (value: number): string => value.toLocaleString("en-US").replace("-", "−");

/** Ratio of two values, `2.5 ×`. No ratio if a value is negative, as an unbiased distance may be. */
export function formatRatio(value: number | undefined, other: number | undefined): string {
  const ratio = value !== undefined && other !== undefined && value >= 0 && other > 0 ? value / other : NaN;
  return Number.isFinite(ratio) ? `${Number(ratio.toPrecision(2))} ×` : "–";
}

/** A duration: `24 s`, `3 min 5 s`, `2 h 10 min`. */
export function formatDuration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60];
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${whole % 60} s` : `${whole} s`;
}

/** A size in decimal units: `512 B`, `12.3 kB`, `1.84 MB`. */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const power = Math.min(Math.max(Math.floor(Math.log10(bytes) / 3), 0), units.length - 1);
  return `${Number((bytes / 1_000 ** power).toPrecision(3))} ${units[power]!}`;
}
