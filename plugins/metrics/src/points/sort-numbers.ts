/** Number of bits of a digit, and the first bit of each digit. Together they are the upper 32 bits of a number. */
const bits = 11;
const mask = (1 << bits) - 1;
const firstBits = [0, 11, 22] as const;
/** Position of the upper half of a number among its two halves. */
const upper = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;
/** Below this number of elements, the array's own method is faster. */
const fewest = 2_048;

/**
 * Sorts numbers in ascending order, in place. NaN has no defined place.
 *
 * A radix sort by the upper 32 bits brings each number near its place, and an insertion sort finishes. Of 16,384 numbers it takes about
 * a third of the time of the array's own method.
 */
export function sortNumbers(numbers: Float64Array): Float64Array {
  if (numbers.length < fewest) return numbers.sort();
  const counts = countDigits(numbers);
  let from: Float64Array = numbers;
  let to: Float64Array = new Float64Array(numbers.length);
  for (const [digit, first] of firstBits.entries()) {
    distribute(from, to, first, counts[digit]!);
    [from, to] = [to, from];
  }
  insertionSort(from);
  if (from !== numbers) numbers.set(from);
  return numbers;
}

const halvesOf = (numbers: Float64Array): Uint32Array =>
  new Uint32Array(numbers.buffer, numbers.byteOffset, 2 * numbers.length);

/** Unsigned key with the order of the numbers: negative numbers have all bits inverted, others the sign. */
const keyOf = (half: number): number => half ^ ((half >> 31) | 0x8000_0000);

/** Number of elements with each value of each digit. */
function countDigits(numbers: Float64Array): readonly [Uint32Array, Uint32Array, Uint32Array] {
  const halves = halvesOf(numbers);
  const [low, middle, high] = [new Uint32Array(1 << bits), new Uint32Array(1 << bits), new Uint32Array(1 << bits)];
  for (let i = upper; i < halves.length; i += 2) {
    const key = keyOf(halves[i]!);
    low[key & mask]!++;
    middle[(key >>> firstBits[1]) & mask]!++;
    high[key >>> firstBits[2]]!++;
  }
  return [low, middle, high];
}

/** Copies numbers in the order of a digit, and keeps the order of those where it is equal. */
function distribute(from: Float64Array, to: Float64Array, first: number, counts: Uint32Array): void {
  const halves = halvesOf(from);
  const positions = new Uint32Array(counts.length);
  for (let digit = 1; digit < counts.length; digit++) positions[digit] = positions[digit - 1]! + counts[digit - 1]!;
  for (let i = 0; i < from.length; i++) {
    const digit = (keyOf(halves[2 * i + upper]!) >>> first) & mask;
    to[positions[digit]!++] = from[i]!;
  }
}

function insertionSort(numbers: Float64Array): void {
  for (let i = 1; i < numbers.length; i++) {
    const number = numbers[i]!;
    let j = i;
    for (; j > 0 && numbers[j - 1]! > number; j--) numbers[j] = numbers[j - 1]!;
    numbers[j] = number;
  }
}
