import { type NDArrays, sizeOf } from "@tweedie/core";

/** Draws of the next steps in memory that two threads share: one writes them in order, the other takes them in order. */
export interface Ring {
  /** Names and shapes of what a step draws, in order. */
  readonly layout: readonly (readonly [name: string, shape: readonly number[]])[];
  /** The steps at once. */
  readonly slots: number;
  /** The lowest step that is still wanted, and for each slot the step whose draws it holds. */
  readonly control: Int32Array;
  readonly numbers: Float32Array; // [slots, all draws of a step]
}

const wanted = 0;
const heldBy = (slot: number): number => 1 + slot;

/** A ring with nothing in it, for draws like those of some step. */
export function createRing(like: NDArrays, { slots, first }: { slots: number; first: number }): Ring {
  const layout = Object.entries(like).map(([name, { shape }]) => [name, shape] as const);
  const size = layout.reduce((sum, [, shape]) => sum + sizeOf(shape), 0);
  const control = new Int32Array(new SharedArrayBuffer(4 * heldBy(slots)));
  control[wanted] = first;
  return { layout, slots, control, numbers: new Float32Array(new SharedArrayBuffer(4 * slots * size)) };
}

/** Whether the draws of a step have been made. */
export const isThere = ({ control, slots }: Ring, step: number): boolean =>
  Atomics.load(control, heldBy(step % slots)) === step;

/**
 * The draws of a step, if they are there, as a copy. They and those before are then no longer wanted.
 *
 * It never waits: whoever can draw a step has it as soon by drawing it.
 */
export function take(ring: Ring, step: number): NDArrays | undefined {
  // Copies, for backends may keep what they are handed, and the next draws are written over these.
  const draws = isThere(ring, step)
    ? Object.fromEntries(partsOf(ring, step).map(([name, shape, part]) => [name, { shape, data: part.slice() }]))
    : undefined;
  Atomics.store(ring.control, wanted, step + 1);
  Atomics.notify(ring.control, wanted);
  return draws;
}

/** Draws the wanted steps up to the last one, as many ahead as there are slots, and waits where all are full. */
export function fill(ring: Ring, last: number, draw: (step: number) => NDArrays): void {
  const { control, slots } = ring;
  let lead = 0;
  for (let step = 1; step <= last; step++) {
    const lowest = whenFree(ring, step);
    step = Math.max(step, lowest + lead);
    if (step > last) return;
    write(ring, step, draw(step));
    Atomics.store(control, heldBy(step % slots), step);
    // What came too late was drawn by the other thread meanwhile. The next aims as far ahead as that one went.
    const now = Atomics.load(control, wanted);
    lead = now > step ? Math.min(now - lowest, slots - 1) : 0;
  }
}

/** Waits until a step has a slot, and gives the lowest step that is wanted then. */
function whenFree({ control, slots }: Ring, step: number): number {
  for (;;) {
    const lowest = Atomics.load(control, wanted);
    if (step < lowest + slots) return lowest;
    Atomics.wait(control, wanted, lowest);
  }
}

function write(ring: Ring, step: number, draws: NDArrays): void {
  const parts = partsOf(ring, step);
  for (const [name, shape, part] of parts) {
    const drawn = draws[name];
    if (drawn?.shape.join() !== shape.join()) throw new Error(`step ${step} draws no ${name} of [${shape.join()}]`);
    part.set(drawn.data);
  }
  if (Object.keys(draws).length > parts.length) throw new Error(`step ${step} draws more than those before it`);
}

function partsOf({ layout, slots, numbers }: Ring, step: number) {
  let at = (step % slots) * (numbers.length / slots);
  return layout.map(([name, shape]) => {
    const size = sizeOf(shape);
    at += size;
    return [name, shape, numbers.subarray(at - size, at)] as const;
  });
}
