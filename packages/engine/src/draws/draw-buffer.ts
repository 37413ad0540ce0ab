import { type NDArrays, sizeOf } from "@tweedie/core";

/** Ring buffer for the draws of the next steps in memory shared by two threads: one fills it in order, the other takes in order. */
export interface DrawBuffer {
  /** Names and shapes of the draws of a step, in order. */
  readonly layout: readonly (readonly [name: string, shape: readonly number[]])[];
  /** Number of entries. Each holds the draws of one step. */
  readonly capacity: number;
  /** The lowest step that is still needed, then for each entry the step whose draws it holds. */
  readonly control: Int32Array;
  readonly numbers: Float32Array; // [capacity, draws of a step]
}

/** Index in `control` of the lowest step that is still needed. */
const needed = 0;
/** Index in `control` of the step of an entry. */
const stepIn = (entry: number): number => 1 + entry;

/** Creates an empty buffer for draws with the names and shapes of `like`. `first` is the first step that is needed. */
export function createDrawBuffer(like: NDArrays, { capacity, first }: { capacity: number; first: number }): DrawBuffer {
  const layout = Object.entries(like).map(([name, { shape }]) => [name, shape] as const);
  const size = layout.reduce((sum, [, shape]) => sum + sizeOf(shape), 0);
  const control = new Int32Array(new SharedArrayBuffer(4 * stepIn(capacity)));
  control[needed] = first;
  return { layout, capacity, control, numbers: new Float32Array(new SharedArrayBuffer(4 * capacity * size)) };
}

/** True if the buffer holds the draws of a step. */
export const hasDraws = ({ control, capacity }: DrawBuffer, step: number): boolean =>
  Atomics.load(control, stepIn(step % capacity)) === step;

/**
 * Returns a copy of the draws of a step, or undefined if they are not there, and marks all steps up to it as no longer needed.
 *
 * It never waits, because the caller can draw the step itself in the same time.
 */
export function takeDraws(buffer: DrawBuffer, step: number): NDArrays | undefined {
  // Backends may keep the arrays that they receive, and the entry is overwritten later.
  const draws = hasDraws(buffer, step)
    ? Object.fromEntries(arraysOf(buffer, step).map(([name, shape, array]) => [name, { shape, data: array.slice() }]))
    : undefined;
  Atomics.store(buffer.control, needed, step + 1);
  Atomics.notify(buffer.control, needed);
  return draws;
}

/** Draws the needed steps up to `last`, at most `capacity` steps ahead. Waits while the buffer is full. */
export function fillDrawBuffer(buffer: DrawBuffer, last: number, draw: (step: number) => NDArrays): void {
  const { control, capacity } = buffer;
  let lead = 0;
  for (let step = 1; step <= last; step++) {
    const lowest = waitForEntry(buffer, step);
    step = Math.max(step, lowest + lead);
    if (step > last) return;
    write(buffer, step, draw(step));
    Atomics.store(control, stepIn(step % capacity), step);
    // The other thread drew a late step itself. The next step is chosen as far ahead as that thread has advanced meanwhile.
    const now = Atomics.load(control, needed);
    lead = now > step ? Math.min(now - lowest, capacity - 1) : 0;
  }
}

/** Waits until there is an entry for a step. Returns the lowest step that is needed then. */
function waitForEntry({ control, capacity }: DrawBuffer, step: number): number {
  for (;;) {
    const lowest = Atomics.load(control, needed);
    if (step < lowest + capacity) return lowest;
    Atomics.wait(control, needed, lowest);
  }
}

function write(buffer: DrawBuffer, step: number, draws: NDArrays): void {
  const arrays = arraysOf(buffer, step);
  for (const [name, shape, array] of arrays) {
    const drawn = draws[name];
    if (drawn?.shape.join() !== shape.join())
      throw new Error(`step ${step} has no draws ${name} of shape [${shape.join()}]`);
    array.set(drawn.data);
  }
  if (Object.keys(draws).length > arrays.length)
    throw new Error(`step ${step} has other draws than the steps before it`);
}

/** Views of the arrays of a step's entry. */
function arraysOf({ layout, capacity, numbers }: DrawBuffer, step: number) {
  let offset = (step % capacity) * (numbers.length / capacity);
  return layout.map(([name, shape]) => {
    const size = sizeOf(shape);
    offset += size;
    return [name, shape, numbers.subarray(offset - size, offset)] as const;
  });
}
