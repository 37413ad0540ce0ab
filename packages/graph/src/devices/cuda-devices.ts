import { TweedieError } from "@tweedie/core";

/** Entries of `CUDA_VISIBLE_DEVICES`; without the variable, the numbers of all `count` devices. */
const entriesOf = (visible: string | undefined, count: number): readonly string[] =>
  visible?.split(",").map((entry) => entry.trim()) ?? Array.from({ length: count }, (_, index) => `${index}`);

/**
 * Indices that `CUDA_VISIBLE_DEVICES` leaves visible, of `count` devices. CUDA ignores what follows an entry that names no device. An entry
 * that is no number (a UUID) counts as the device at its own position.
 */
export function visibleIndices(visible: string | undefined, count: number): readonly number[] {
  const entries = entriesOf(visible, count);
  const isNumber = (entry: string) => /^-?\d+$/.test(entry);
  const namesNone = (entry: string) =>
    entry === "" || (isNumber(entry) && !(Number(entry) >= 0 && Number(entry) < count));
  const end = entries.findIndex(namesNone);
  return entries.slice(0, end < 0 ? count : end).map((entry, position) => (isNumber(entry) ? Number(entry) : position));
}

/**
 * Value of `CUDA_VISIBLE_DEVICES` that leaves one device visible: number `index` of those that are visible now.
 *
 * @throws TweedieError if the variable leaves fewer devices visible
 */
export function visibleDevice(index: number, visible = process.env["CUDA_VISIBLE_DEVICES"]): string {
  const entry = entriesOf(visible, index + 1)[index];
  if (entry) return entry;
  throw new TweedieError({
    where: "--device",
    what: `there is no device ${index}: CUDA_VISIBLE_DEVICES is \`${visible}\``,
    fix: "choose a smaller number, or set CUDA_VISIBLE_DEVICES to other devices",
  });
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
  const entries = entriesOf(visible, count);
  return entries.length < 2 ? undefined : entries[slot % entries.length];
}
