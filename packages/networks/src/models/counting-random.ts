import { random, type Random } from "@tweedie/core";

/** Largest number of random numbers that are drawn. */
const drawn = 4_096;

/**
 * A random stream that draws no large arrays: they have a length, but no numbers.
 *
 * With it, `init` of a network returns the shapes of its weights without the time and the memory of their values.
 */
export function countingRandom(stream: Random = random(0, "count")): Random {
  const unlessLarge = (draw: (count: number) => Float32Array) => (count: number) =>
    count > drawn ? withoutNumbers(count) : draw(count);
  return {
    uniform: unlessLarge((count) => stream.uniform(count)),
    normal: unlessLarge((count) => stream.normal(count)),
    integers: (count, bound) => stream.integers(Math.min(count, drawn), bound),
    child: (purpose) => countingRandom(stream.child(purpose)),
  };
}

/** An array of a length, without memory. Its `map` returns it unchanged. */
function withoutNumbers(length: number): Float32Array {
  const array = new Float32Array(0);
  Object.defineProperty(array, "length", { value: length });
  array.map = () => array;
  return array;
}
