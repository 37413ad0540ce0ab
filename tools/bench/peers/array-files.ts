import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type NDArrays, sizeOf } from "@tweedie/core";

/** Writes arrays as `NAME.bin`, concatenated float32 numbers, with their offsets and shapes in `NAME.json`. */
export function writeArrays(folder: string, name: string, arrays: NDArrays): void {
  const numbers = new Float32Array(Object.values(arrays).reduce((sum, { data }) => sum + data.length, 0));
  const table: Record<string, { shape: readonly number[]; offset: number }> = {};
  let offset = 0;
  for (const [key, { shape, data }] of Object.entries(arrays)) {
    table[key] = { shape, offset };
    numbers.set(data, offset);
    offset += sizeOf(shape);
  }
  writeFileSync(join(folder, `${name}.bin`), numbers);
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(table));
}
