import type { DType, Shape, TensorType } from "../ir/tensor-type.ts";
import { tensorBytes } from "../onnx/initializers.ts";
import type { Operand } from "../onnx/finish-model.ts";
import { type Argument, type AttrValue, encodeFunction, type NodeDef, type Result } from "./proto.ts";
import { opResults, type TensorflowOp } from "./op-results.ts";

type Reference = string | { readonly name: string };

/** Collects the nodes of a TensorFlow function. Methods return names of values. */
export interface FunctionWriter {
  node(op: TensorflowOp, inputs: readonly Reference[], attributes?: Readonly<Record<string, AttrValue>>): string;
  /** A scalar or vector of int32: shapes, axes and the like. */
  integers(values: number | readonly number[]): string;
  constant(values: readonly number[], type: TensorType): string;
  scalar(value: number): string;
  /** Value of an argument of the function, or of the variable that it names. */
  input(name: string, type: TensorType): string;
  /** The encoded function, which returns some results of the graph and assigns others to variables. It has no name yet. */
  finish(results: Readonly<Record<string, Operand>>): Uint8Array;
}

/** Arguments of a function, in their order. */
export interface Signature {
  /** Names of the inputs that are tensors. */
  readonly draws: readonly string[];
  /** Variables: the name of the input that reads each, and of the result that is its next value. */
  readonly variables: readonly { readonly input: string; readonly result: string }[];
  /** Results that the function returns. */
  readonly outputs: readonly string[];
}

export function createFunctionWriter({ draws, variables, outputs }: Signature): FunctionWriter {
  const nodes: NodeDef[] = [];
  const constants = new Map<string, string>();
  const reads = new Map<string, string>();
  const drawArguments = new Map(draws.map((name, i) => [name, `draw${i}`]));
  const variableArguments = new Map(variables.map(({ input }, i) => [input, `variable${i}`]));

  const node: FunctionWriter["node"] = (op, inputs, attributes = {}) => {
    const name = `n${nodes.length}`;
    nodes.push({ name, op, inputs: inputs.map(nameOf), attributes });
    return `${name}:${opResults[op]}:0`;
  };
  const constant: FunctionWriter["constant"] = (values, { shape, dtype }) => {
    const bytes = tensorBytes(values, dtype);
    const key = `${dtype}[${shape.join()}]${Buffer.from(bytes).toString("latin1")}`;
    const known = constants.get(key) ?? node("Const", [], constantAttributes(dtype, shape, bytes));
    constants.set(key, known);
    return known;
  };
  return {
    node,
    constant,
    integers: (values) =>
      typeof values === "number"
        ? constant([values], { shape: [], dtype: "int32" })
        : constant(values, { shape: [values.length], dtype: "int32" }),
    scalar: (value) => constant([value], { shape: [], dtype: "float32" }),
    input(name, { dtype }) {
      const draw = drawArguments.get(name);
      if (draw !== undefined) return draw;
      const read =
        reads.get(name) ?? node("ReadVariableOp", [variableArguments.get(name)!], { dtype: { type: dtype } });
      reads.set(name, read);
      return read;
    },
    finish(results) {
      const assignments = variables.flatMap(({ input, result }): NodeDef[] => {
        const value = results[result];
        const read = reads.get(input);
        const inputs = [variableArguments.get(input)!, value?.name ?? "", ...(read ? [`^${nodeOf(read)}`] : [])];
        const attributes = { dtype: { type: "float32" } } as const;
        return value
          ? [{ name: `assign${variableArguments.get(input)!}`, op: "AssignVariableOp", inputs, attributes }]
          : [];
      });
      const floats = [...drawArguments.values()].map((name): Argument => ({ name, dtype: "float32" }));
      const resources = [...variableArguments.values()].map((name): Argument => ({ name, dtype: "resource" }));
      return encodeFunction({
        inputs: [...floats, ...resources],
        outputs: outputs.map((each, i): Result => ({
          name: `result${i}`,
          dtype: "float32",
          value: results[each]!.name,
        })),
        nodes: [...nodes, ...assignments],
        effects: assignments.map(({ name }) => name),
      });
    },
  };
}

const constantAttributes = (dtype: DType, shape: Shape, bytes: Uint8Array): Record<string, AttrValue> => ({
  dtype: { type: dtype },
  value: { tensor: { dtype, shape, bytes } },
});

const nameOf = (reference: Reference): string => (typeof reference === "string" ? reference : reference.name);

/** Node that computes a value. */
const nodeOf = (value: string): string => value.slice(0, value.indexOf(":"));
