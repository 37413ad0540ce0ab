import { createHash } from "node:crypto";
import { sizeOf } from "@tweedie/core";
import type { Shape } from "../ir/tensor-type.ts";
import { type Argument, encodeFunction, nameFunction, type Result } from "./proto.ts";
import { type Completed, createNodeWriter, createVariables, type Signature } from "./writer.ts";

/** An iteration as the body of a loop. */
export interface LoopBody {
  /** The encoded function, which takes and returns the values of a loop. It has no name yet. */
  readonly definition: Uint8Array;
  /** Shapes of the outputs of an iteration. */
  readonly outputs: readonly Shape[];
  /** Variables that it updates, by the name of the input that reads each. */
  readonly updated: readonly string[];
}

/**
 * Values of a loop, which its condition takes, and its body takes and returns: the number of iterations that have run and of those wanted;
 * draws, stacked along the iterations; values of the variables; and outputs, stacked.
 */
const loopArguments = ({ draws, variables, outputs }: Signature): readonly Argument[] => [
  { name: "index", dtype: "int32" },
  { name: "count", dtype: "int32" },
  ...draws.map((_, i) => ({ name: `draw${i}`, dtype: "float32" }) as const),
  ...variables.map((_, i) => ({ name: `value${i}`, dtype: "float32" }) as const),
  ...outputs.map((_, i) => ({ name: `stack${i}`, dtype: "float32" }) as const),
];

const [float32, int32] = [{ type: "float32" }, { type: "int32" }] as const;

/** Creates a writer of the body of a loop. */
export function createBodyWriter(signature: Signature): Completed<LoopBody> {
  const { draws, variables, outputs } = signature;
  const { nodes, ...writer } = createNodeWriter();
  const { node, integers } = writer;
  const values = new Map(variables.map(({ input }, i) => [input, `value${i}`]));
  const drawOf = (i: number) =>
    node("GatherV2", [`draw${i}`, "index", integers(0)], { Tparams: float32, Tindices: int32, Taxis: int32 });
  const drawn = new Map<string, string>();
  return {
    ...writer,
    input(name) {
      const value = values.get(name) ?? drawn.get(name) ?? drawOf(draws.indexOf(name));
      if (!values.has(name)) drawn.set(name, value);
      return value;
    },
    finish(results) {
      const stacked = outputs.map((output, i) => {
        const { name, shape } = results[output]!;
        const row = node("Reshape", [name, integers([1, ...shape])], { T: float32 });
        const first = node("Reshape", ["index", integers([1])], { T: int32 });
        const zeros = integers(shape.map(() => 0));
        const begin = node("ConcatV2", [first, zeros, integers(0)], { N: 2, T: int32, Tidx: int32 });
        return node("XlaDynamicUpdateSlice", [`stack${i}`, row, begin], { T: float32, Tindices: int32 });
      });
      const next: Record<string, string> = {
        index: node("AddV2", ["index", integers(1)], { T: int32 }),
        ...Object.fromEntries(variables.map(({ result }, i) => [`value${i}`, results[result]?.name ?? `value${i}`])),
        ...Object.fromEntries(stacked.map((value, i) => [`stack${i}`, value])),
      };
      const inputs = loopArguments(signature);
      return {
        definition: encodeFunction({ inputs, outputs: inputs.map(resultOf(next)), nodes, effects: [], isPart: true }),
        outputs: outputs.map((output) => results[output]!.shape),
        updated: variables.flatMap(({ input, result }) => (results[result] ? [input] : [])),
      };
    },
  };
}

/** Result of a loop's function in the place of an argument: its next value, or the same. */
const resultOf =
  (next: Readonly<Record<string, string>>) =>
  ({ name, dtype }: Argument): Result => ({ name: `next_${name}`, dtype, value: next[name] ?? name });

/** Encoded condition of a loop: fewer iterations have run than are wanted. It has no name yet. */
function condition(signature: Signature): Uint8Array {
  const { nodes, node } = createNodeWriter();
  const value = node("Less", ["index", "count"], { T: int32 });
  const outputs = [{ name: "goes_on", dtype: "bool", value }] as const;
  return encodeFunction({ inputs: loopArguments(signature), outputs, nodes, effects: [], isPart: true });
}

/**
 * Encodes a function of up to `most` iterations, and those that it calls, which stand before it and have names.
 *
 * Its arguments are the number of iterations as a float, the draws, stacked, and the variables; its results the outputs, stacked. Stacks have
 * room for `most` iterations, so that XLA compiles one program for any number of them.
 */
export function encodeLoop(
  signature: Signature,
  { definition, outputs, updated }: LoopBody,
  most: number,
): readonly Uint8Array[] {
  const { nodes, ...writer } = createNodeWriter();
  const { node, integers } = writer;
  const { draws, variables } = signature;
  const parts = { cond: condition(signature), body: definition };
  const nameOf = (part: Uint8Array) => `part_${createHash("sha256").update(part).digest("hex")}`;
  const store = createVariables(
    variables.map(({ input }) => input),
    writer,
  );
  const initial = [
    integers(0),
    node("Cast", ["count"], { SrcT: float32, DstT: int32 }),
    ...draws.map((_, i) => `draw${i}`),
    ...variables.map(({ input }) => store.read(input)),
    ...outputs.map((shape) =>
      writer.constant(Array<number>(most * sizeOf(shape)).fill(0), { shape: [most, ...shape], dtype: "float32" }),
    ),
  ];
  const loop = node("StatelessWhile", initial, {
    T: { types: loopArguments(signature).map(({ dtype }) => (dtype === "int32" ? "int32" : "float32")) },
    cond: { func: nameOf(parts.cond) },
    body: { func: nameOf(parts.body) },
  });
  const output = (i: number) => loop.replace(/\d+$/, `${i}`);
  const firstValue = 2 + draws.length;
  const assignments = store.assignments(
    Object.fromEntries(
      variables.flatMap(({ input }, i) => (updated.includes(input) ? [[input, output(firstValue + i)]] : [])),
    ),
  );
  const main = encodeFunction({
    inputs: [
      { name: "count", dtype: "float32" },
      ...draws.map((_, i) => ({ name: `draw${i}`, dtype: "float32" }) as const),
      ...store.arguments,
    ],
    outputs: outputs.map((_, i) => ({
      name: `result${i}`,
      dtype: "float32",
      value: output(firstValue + variables.length + i),
    })),
    nodes: [...nodes, ...assignments],
    effects: assignments.map(({ name }) => name),
  });
  return [...Object.values(parts).map((part) => nameFunction(part, nameOf(part))), main];
}
