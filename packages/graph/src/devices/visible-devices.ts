import { TweedieError } from "@tweedie/core";

/**
 * Indices that `CUDA_VISIBLE_DEVICES` leaves visible, of `count` devices. CUDA ignores what follows an entry that names no device. An entry
 * that is no number (a UUID) counts as the device at its own position.
 */
export function visibleIndices(visible: string | undefined, count: number): readonly number[] {
  if (visible === undefined) return Array.from({ length: count }, (_, index) => index);
  const entries = visible.split(",").map((entry) => entry.trim());
  const isNumber = (entry: string) => /^-?\d+$/.test(entry);
  const namesNone = (entry: string) =>
    entry === "" || (isNumber(entry) && !(Number(entry) >= 0 && Number(entry) < count));
  const end = entries.findIndex(namesNone);
  return entries.slice(0, end < 0 ? count : end).map((entry, position) => (isNumber(entry) ? Number(entry) : position));
}

/** A device of a backend, as `--device` names it: `cuda:1`. */
export interface Device {
  readonly backend: string;
  readonly index: number;
}

/** Backends whose devices CUDA numbers. */
const deviceBackends = ["cuda", "tensorflow"] as const;

/**
 * Parses `cuda:1`.
 *
 * @throws TweedieError if it is no device of a backend that has several
 */
export function parseDevice(text: string): Device {
  const [, backend = "", index] = /^([a-z-]+):(\d{1,4})$/.exec(text) ?? [];
  if (index !== undefined && (deviceBackends as readonly string[]).includes(backend))
    return { backend, index: Number(index) };
  throw new TweedieError({
    where: "--device",
    what: `expected a backend and the number of a device, got \`${text}\``,
    fix: `write ${deviceBackends.map((name) => `${name}:0`).join(" or ")}; \`tweedie doctor\` lists the devices`,
  });
}

/**
 * Value of `CUDA_VISIBLE_DEVICES` that leaves one device visible: number `index` of those that are visible now.
 *
 * @throws TweedieError if the variable leaves fewer devices visible
 */
function visibleDevice(index: number, visible = process.env["CUDA_VISIBLE_DEVICES"]): string {
  if (visible === undefined) return `${index}`;
  const entry = visible.split(",")[index]?.trim();
  if (entry) return entry;
  throw new TweedieError({
    where: "--device",
    what: `there is no device ${index}: CUDA_VISIBLE_DEVICES is \`${visible}\``,
    fix: "choose a smaller number, or set CUDA_VISIBLE_DEVICES to other devices",
  });
}

/**
 * Makes a device the only one that CUDA finds in this process. Returns its backend.
 *
 * @throws TweedieError if there is no such device, or if `backend` is another one
 */
export function useDevice(text: string, backend: string): string {
  const device = parseDevice(text);
  if (backend !== "auto" && backend !== device.backend) {
    const what = `\`${text}\` is a device of the backend ${device.backend}, and the backend is ${backend}`;
    throw new TweedieError({ where: "--device", what, fix: `--backend ${device.backend}, or no --device` });
  }
  process.env["CUDA_VISIBLE_DEVICES"] = visibleDevice(device.index);
  return device.backend;
}

/**
 * Value of `CUDA_VISIBLE_DEVICES` for a worker of a sweep, one of several at a time: the devices in turn. Undefined if there are fewer than
 * two, and the variable stays as it is.
 *
 * @param count Number of devices without the variable.
 */
export function deviceOfSlot(
  slot: number,
  count: number,
  visible = process.env["CUDA_VISIBLE_DEVICES"],
): string | undefined {
  const entries = visible?.split(",").map((entry) => entry.trim()) ?? Array.from({ length: count }, (_, i) => `${i}`);
  return entries.length < 2 ? undefined : entries[slot % entries.length];
}
