import Pbf from "pbf";
import { expect, test } from "vitest";
import { nextWeight, stepOutput, weightInput, drawInput } from "../compile/value-names.ts";
import { nameFunction } from "../function-def/proto.ts";
import { add, input, mul, reshape, sliceAxis } from "../ir/build.ts";
import type { Graph } from "../ir/graph.ts";
import { createNode } from "../ir/node.ts";
import { pointwiseWindow } from "../ir/window.ts";
import { bfloat16Target, tensorflowTarget } from "../targets/tensorflow.ts";
import { lowerFunction } from "./lower-function.ts";

/** Fields of a protobuf message by their numbers: bytes of messages and strings, integers of other fields. */
function fieldsOf(bytes: Uint8Array): Record<number, (Uint8Array | number)[]> {
  const fields: Record<number, (Uint8Array | number)[]> = {};
  new Pbf(bytes).readFields((tag, _, pbf) => {
    const value = (pbf as unknown as { type: number }).type === 2 ? pbf!.readBytes() : pbf!.readVarint();
    (fields[tag] ??= []).push(value);
  }, fields);
  return fields;
}

const messages = (values: readonly (Uint8Array | number)[] = []) => values.map((each) => fieldsOf(each as Uint8Array));
const text = (value: Uint8Array | number | undefined) => Buffer.from(value as Uint8Array).toString();
const entries = (values?: readonly (Uint8Array | number)[]) =>
  Object.fromEntries(messages(values).map(({ 1: key, 2: value }) => [text(key?.[0]), text(value?.[0])]));

interface ReadNode {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly string[];
}

/** Reads the parts of an encoded function that depend on the graph. */
function readFunction(bytes: Uint8Array) {
  const { 1: signatures, 3: nodes, 4: results, 5: attributes, 6: effects } = fieldsOf(bytes);
  const merged: Record<number, (Uint8Array | number)[]> = {};
  for (const part of messages(signatures)) {
    for (const [tag, values] of Object.entries(part)) (merged[Number(tag)] ??= []).push(...values);
  }
  const argumentsOf = (values?: readonly (Uint8Array | number)[]) =>
    messages(values).map(({ 1: name, 3: type }) => [text(name?.[0]), type?.[0]]);
  return {
    name: text(merged[1]?.[0]),
    inputs: argumentsOf(merged[2]),
    outputs: argumentsOf(merged[3]),
    nodes: messages(nodes).map(({ 1: name, 2: op, 3: inputs = [] }): ReadNode => ({
      name: text(name?.[0]),
      op: text(op?.[0]),
      inputs: inputs.map(text),
    })),
    results: entries(results),
    attributes: messages(attributes).map(({ 1: key }) => text(key?.[0])),
    effects: entries(effects),
  };
}

const lower = (graph: Graph, weights: readonly string[], target = tensorflowTarget) =>
  readFunction(
    nameFunction(
      lowerFunction(
        graph,
        {
          draws: [drawInput("x")],
          variables: weights.map((weight) => ({ input: weightInput(weight), result: nextWeight(weight) })),
          outputs: Object.keys(graph).filter((name) => name.startsWith("output/")),
        },
        target,
      ),
      "step_1",
    ),
  );

const [w, v, x] = [input(weightInput("w"), [4]), input(weightInput("v"), [4]), input(drawInput("x"), [4])];

test("a step is a function of draws and variables, which it reads before it assigns them", () => {
  const graph = { [nextWeight("w")]: add(w, x), [stepOutput("y")]: mul(w, v) };
  const { name, inputs, outputs, nodes, results, attributes, effects } = lower(graph, ["w", "v"]);
  expect(name).toBe("step_1");
  const [float, resource] = [1, 20];
  expect(inputs).toEqual([["draw0", float], ["variable0", resource], ["variable1", resource]]); // prettier-ignore
  expect(outputs).toEqual([["result0", float]]);
  const nodeOf = (op: string, input?: string) =>
    nodes.find((node) => node.op === op && (input === undefined || node.inputs[0] === input))!;
  const [readW, readV] = [nodeOf("ReadVariableOp", "variable0"), nodeOf("ReadVariableOp", "variable1")];
  const [sum, product] = [nodeOf("AddV2"), nodeOf("Mul")];
  expect(sum.inputs).toEqual([`${readW.name}:value:0`, "draw0"]);
  expect(product.inputs).toEqual([`${readW.name}:value:0`, `${readV.name}:value:0`]);
  expect(nodeOf("AssignVariableOp").inputs).toEqual(["variable0", `${sum.name}:z:0`, `^${readW.name}`]);
  expect(nodes.filter(({ op }) => op === "AssignVariableOp")).toHaveLength(1);
  expect(results).toEqual({ result0: `${product.name}:z:0` });
  expect(effects).toEqual({ [nodeOf("AssignVariableOp").name]: nodeOf("AssignVariableOp").name });
  expect(attributes).toEqual(["_XlaMustCompile"]);
});

test("a weight that is set to a draw is not read", () => {
  const { nodes } = lower({ [nextWeight("w")]: x }, ["w"]);
  expect(nodes).toEqual([{ name: "assignvariable0", op: "AssignVariableOp", inputs: ["variable0", "draw0"] }]);
});

test("equal constants are one node", () => {
  const both = add(sliceAxis(w, 0, 0, 2), sliceAxis(v, 0, 0, 2));
  const { nodes } = lower({ [stepOutput("y")]: both }, ["w", "v"]);
  expect(nodes.filter(({ op }) => op === "Const")).toHaveLength(2); // begin and size
});

test("an op of the CPU is refused", () => {
  const graph = { [stepOutput("y")]: createNode("GatedAdd", [w, v, x], {}) };
  expect(() => lower(graph, ["w", "v"])).toThrow("the target tensorflow has no lowering of GatedAdd");
});

test("in bfloat16, only the factors of products and convolutions are rounded, and their results are float32", () => {
  const matrix = reshape(w, [2, 2]);
  const product = createNode("MatMul", [matrix, reshape(x, [2, 2])], { transposeA: false, transposeB: true, alpha: 2 });
  const [images, filter] = [reshape(x, [1, 2, 2, 1]), reshape(v, [1, 1, 1, 4])];
  const window = pointwiseWindow([2, 2]);
  const convolved = createNode("Conv", [images, filter], window);
  const graph = {
    [nextWeight("w")]: add(w, reshape(product, [4])),
    [nextWeight("v")]: reshape(createNode("ConvFilterGradient", [images, convolved], window), [4]),
  };
  const opsOf = (target?: typeof bfloat16Target) => lower(graph, ["w", "v"], target).nodes.map(({ op }) => op);
  expect(opsOf().filter((op) => op === "Cast")).toEqual([]);
  const { nodes } = lower(graph, ["w", "v"], bfloat16Target);
  const producer = (value: string) => nodes.find(({ name }) => name === value.split(":")[0])!;
  const factors = nodes.filter(({ op }) => /^(BatchMatMulV3|Conv2D)/.test(op));
  expect(factors.map(({ op }) => op).sort()).toEqual(["BatchMatMulV3", "Conv2D", "Conv2DBackpropFilter"]);
  const shapes = (op: string) => op === "Const";
  for (const { inputs } of factors)
    expect(inputs.map((value) => producer(value).op).filter((op) => !shapes(op))).toEqual(["Cast", "Cast"]);
  // A matrix product is summed in float32; results of convolutions are widened.
  expect(nodes.filter(({ op }) => op === "Cast")).toHaveLength(6 + 2);
  expect(
    opsOf(bfloat16Target)
      .filter((op) => op !== "Cast" && op !== "BatchMatMulV3")
      .sort(),
  ).toEqual(
    opsOf()
      .filter((op) => op !== "MatMul")
      .sort(),
  );
});
