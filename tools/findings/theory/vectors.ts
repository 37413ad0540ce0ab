/** Plain vectors of parameters. */
export type Vector = readonly number[];

export const dot = (a: Vector, b: Vector): number => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
export const lengthOf = (a: Vector): number => Math.sqrt(dot(a, a));
export const minus = (a: Vector, b: Vector): Vector => a.map((x, i) => x - b[i]!);
export const scaled = (a: Vector, factor: number): Vector => a.map((x) => x * factor);
export const sumOf = (vectors: readonly Vector[]): Vector =>
  vectors[0]!.map((_, i) => vectors.reduce((sum, vector) => sum + vector[i]!, 0));
export const cosine = (a: Vector, b: Vector): number => dot(a, b) / (lengthOf(a) * lengthOf(b));
