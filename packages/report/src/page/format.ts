/** Three significant digits, and no exponent where few digits do. */
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

/** A whole number with its thousands parted. */
export const formatCount = (value: number): string => value.toLocaleString("en-US").replace("-", "−");

/** How many times another value it is, where both are positive: an unbiased distance may be below zero. */
export function formatRatio(value: number | undefined, other: number | undefined): string {
  const ratio = value !== undefined && other !== undefined && value >= 0 && other > 0 ? value / other : NaN;
  return Number.isFinite(ratio) ? `${Number(ratio.toPrecision(2))} ×` : "–";
}

/** `24 s`, `3 min 5 s`, `2 h 10 min`. */
export function formatDuration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60];
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${whole % 60} s` : `${whole} s`;
}

/** `512 B`, `12.3 kB`, `1.84 MB`: thousands, not 1,024s. */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const power = Math.min(Math.max(Math.floor(Math.log10(bytes) / 3), 0), units.length - 1);
  return `${Number((bytes / 1_000 ** power).toPrecision(3))} ${units[power]!}`;
}
