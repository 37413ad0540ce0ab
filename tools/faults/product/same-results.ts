import { readFileSync } from "node:fs";
import { decodeSafetensors } from "@tweedie/formats";

/** Largest difference of two numbers, relative to the larger one or to 1. A processor of another model rounds differently. */
const tolerance = 1e-3;

/** True if two files have the same results: tensors, or rows of numbers. */
export function haveSameResults(first: string, second: string): boolean {
  const [a, b] = [readFileSync(first), readFileSync(second)];
  if (a.equals(b)) return true;
  return first.endsWith(".safetensors") ? sameTensors(a, b) : isSame(rowsOf(a), rowsOf(b));
}

function sameTensors(first: Buffer, second: Buffer): boolean {
  const [a, b] = [first, second].map((bytes) => decodeSafetensors(bytes, "weights").arrays);
  const shapes = (tensors: typeof a) => Object.entries(tensors!).map(([name, { shape }]) => [name, [...shape]]);
  const numbers = (tensors: typeof a) => Object.values(tensors!).map(({ data }) => [...data]);
  return isSame(shapes(a), shapes(b)) && isSame(numbers(a), numbers(b));
}

const rowsOf = (bytes: Buffer): unknown =>
  bytes
    .toString()
    .trimEnd()
    .split("\n")
    .map((line) => (line === "" ? undefined : (JSON.parse(line) as unknown)));

/** True if two values are equal but for small differences of their numbers. */
function isSame(a: unknown, b: unknown): boolean {
  if (typeof a === "number" && typeof b === "number")
    return a === b || Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(a), Math.abs(b));
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
  const [names, others] = [Object.keys(a), Object.keys(b)];
  if (names.length !== others.length || !names.every((name, i) => name === others[i])) return false;
  return names.every((name) => isSame(a[name as keyof typeof a], b[name as keyof typeof b]));
}
