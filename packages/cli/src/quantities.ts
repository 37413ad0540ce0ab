/** `12,400` */
export const count = (value: number): string => value.toLocaleString("en-US");

/** A number to three or four digits: `0.0412`, `8`, `1.2e-7`, `NaN`. */
export function number(value: number): string {
  if (!Number.isFinite(value) || Number.isInteger(value))
    return Math.abs(value) < 1e6 ? String(value) : value.toPrecision(3);
  const magnitude = Math.abs(value);
  return magnitude < 1e-3 || magnitude >= 1e6 ? value.toExponential(2) : String(Number(value.toPrecision(3)));
}

/** `0:42`, `12:05`, `2:14:05`; a duration that nobody knows is `-:--`. */
export function clock(seconds: number): string {
  if (!Number.isFinite(seconds)) return "-:--";
  const whole = Math.max(0, Math.round(seconds));
  const two = (part: number) => String(part).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** Steps in a second, or seconds of a step where they are long. */
export const rate = (perSecond: number): string =>
  perSecond > 0 && perSecond < 1 ? `${number(1 / perSecond)} s/step` : `${number(perSecond)} steps/s`;

/** How long ago: `5 s`, `12 min`, `3 h`, `8 d`. */
export function age(seconds: number): string {
  const units = [
    ["s", 1],
    ["min", 60],
    ["h", 3_600],
    ["d", 86_400],
  ] as const;
  const [unit, size] = units.findLast((each) => seconds >= each[1]) ?? units[0];
  return `${Math.max(0, Math.floor(seconds / size))} ${unit}`;
}

/** `312 B`, `4.1 kB`, `1.25 GB`, in powers of a thousand. */
export function bytes(size: number): string {
  const power = size < 1_000 ? 0 : Math.min(4, Math.floor(Math.log10(size) / 3));
  return power === 0 ? `${size} B` : `${(size / 1_000 ** power).toPrecision(3)} ${"kMGT"[power - 1]!}B`;
}
