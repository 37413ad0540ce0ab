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
}

/** A writer of some function, which the results of the graph complete. */
export interface Completed<Output> extends FunctionWriter {
  finish(results: Readonly<Record<string, Operand>>): Output;
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

/** Methods of a writer that do not depend on the arguments of the function, and the nodes that they have written. */
export function createNodeWriter(): Pick<FunctionWriter, "node" | "integers" | "constant" | "scalar"> & {
  readonly nodes: readonly NodeDef[];
} {
  const nodes: NodeDef[] = [];
  const constants = new Map<string, string>();
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
    nodes,
    node,
    constant,
    integers: (values) =>
      typeof values === "number"
        ? constant([values], { shape: [], dtype: "int32" })
        : constant(values, { shape: [values.length], dtype: "int32" }),
    scalar: (value) => constant([value], { shape: [], dtype: "float32" }),
  };
}

/** Creates a writer of a function, which returns some results of the graph and assigns others to variables. It has no name yet. */
export function createFunctionWriter({ draws, variables, outputs }: Signature): Completed<Uint8Array> {
  const { nodes, ...writer } = createNodeWriter();
  const store = createVariables(
    variables.map(({ input }) => input),
    writer,
  );
  const drawArguments = new Map(draws.map((name, i) => [name, `draw${i}`]));
  return {
    ...writer,
    input: (name) => drawArguments.get(name) ?? store.read(name),
    finish(results) {
      const next = variables.flatMap(({ input, result }) => {
        const value = results[result];
        return value ? [[input, value.name] as const] : [];
      });
      const assignments = store.assignments(Object.fromEntries(next));
      const floats = [...drawArguments.values()].map((name): Argument => ({ name, dtype: "float32" }));
      return encodeFunction({
        inputs: [...floats, ...store.arguments],
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

/** Variables as arguments of a function, which reads each once and assigns after it has read. `inputs` are their names in the graph. */
export function createVariables(inputs: readonly string[], { node }: Pick<FunctionWriter, "node">) {
  const names = new Map(inputs.map((input, i) => [input, `variable${i}`]));
  const reads = new Map<string, string>();
  const dtype = { type: "float32" } as const;
  return {
    arguments: [...names.values()].map((name): Argument => ({ name, dtype: "resource" })),
    read(input: string): string {
      const read = reads.get(input) ?? node("ReadVariableOp", [names.get(input)!], { dtype });
      reads.set(input, read);
      return read;
    },
    /** Nodes that assign values to variables. */
    assignments: (values: Readonly<Record<string, string>>): readonly NodeDef[] =>
      Object.entries(values).map(([input, value]): NodeDef => {
        const [variable, read] = [names.get(input)!, reads.get(input)];
        const inputs = [variable, value, ...(read ? [`^${nodeOf(read)}`] : [])];
        return { name: `assign${variable}`, op: "AssignVariableOp", inputs, attributes: { dtype } };
      }),
  };
}

const constantAttributes = (dtype: DType, shape: Shape, bytes: Uint8Array): Record<string, AttrValue> => ({
  dtype: { type: dtype },
  value: { tensor: { dtype, shape, bytes } },
});

const nameOf = (reference: Reference): string => (typeof reference === "string" ? reference : reference.name);

/** Node that computes a value. */
const nodeOf = (value: string): string => value.slice(0, value.indexOf(":"));
