/** `12,400` */
export const countText = (value: number): string => value.toLocaleString("en-US");

/** A number with three significant digits: `0.0412`, `8`, `1.20e-7`, `NaN`. Integers below a million keep all digits. */
export function numberText(value: number): string {
  if (!Number.isFinite(value) || Number.isInteger(value))
    return Math.abs(value) < 1e6 ? String(value) : value.toPrecision(3);
  const magnitude = Math.abs(value);
  return magnitude < 1e-3 || magnitude >= 1e6 ? value.toExponential(2) : String(Number(value.toPrecision(3)));
}

/** A number with its standard deviation, which has one significant digit: `0.0412 ± 0.008`. Only the number if that is zero or unknown. */
export const spreadText = (value: number, spread: number | undefined): string =>
  spread === undefined || !(spread > 0)
    ? numberText(value)
    : `${numberText(value)} ± ${numberText(Number(spread.toPrecision(1)))}`;

/** A number of images in thousands: `0.512 kimg`, `63.5 kimg`, `12,400 kimg`. */
export function kimgText(images: number): string {
  const kimg = images / 1_000;
  return `${kimg < 1_000 ? numberText(kimg) : countText(Math.round(kimg))} kimg`;
}

/** A duration in seconds as `0:42`, `12:05` or `2:14:05`; `-:--` if it is unknown (not finite). */
export function durationText(seconds: number): string {
  if (!Number.isFinite(seconds)) return "-:--";
  const whole = Math.max(0, Math.round(seconds));
  const two = (part: number) => String(part).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** Steps per second; seconds per step for rates below one. */
export const rateText = (perSecond: number): string =>
  perSecond > 0 && perSecond < 1 ? `${numberText(1 / perSecond)} s/step` : `${numberText(perSecond)} steps/s`;

/** An age in seconds, rounded down to its largest unit: `5 s`, `12 min`, `3 h`, `8 d`. */
export function ageText(seconds: number): string {
  const units = [
    ["s", 1],
    ["min", 60],
    ["h", 3_600],
    ["d", 86_400],
  ] as const;
  const [unit, size] = units.findLast((each) => seconds >= each[1]) ?? units[0];
  return `${Math.max(0, Math.floor(seconds / size))} ${unit}`;
}

/** A size in bytes with decimal units: `312 B`, `4.10 kB`, `1.25 GB`. */
export function sizeText(size: number): string {
  const power = size < 1_000 ? 0 : Math.min(4, Math.floor(Math.log10(size) / 3));
  return power === 0 ? `${size} B` : `${(size / 1_000 ** power).toPrecision(3)} ${"kMGT"[power - 1]!}B`;
}
