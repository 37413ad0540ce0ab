import { describe, expect, test } from "vitest";
import { add, fill, input, matMul, mul, sub } from "../../ir/build.ts";
import { nodesOf } from "../../ir/graph.ts";
import type { Node } from "../../ir/node.ts";
import { optimize } from "../optimize.ts";

const x = input("x", [4, 3]);
const y = input("y", [4, 3]);

describe("a matrix product is fused with", () => {
  test.each<[string, Node, number]>([
    ["a bias", add(matMul(x, y, true), input("b", [3])), 3],
    ["a bias as the first term", add(input("b", [3]), matMul(x, y, true)), 3],
    ["another matrix", add(matMul(x, y, true), input("m", [3, 3])), 3],
    ["the matrix that it is subtracted from", sub(input("m", [3, 3]), matMul(x, y, true)), 3],
    ["a scalar factor", mul(matMul(x, y, true), fill(0.25, [])), 2],
    ["a scalar factor of an operand", matMul(mul(x, fill(0.25, [])), y, true), 2],
    ["scalar factors of both operands", matMul(mul(x, fill(0.25, [])), mul(y, fill(3, [])), true), 2],
  ])("%s", (_, node, inputs) => {
    const result = Object.values(optimize({ node }))[0]!;
    expect(result.op).toBe("MatMul");
    expect(result.inputs).toHaveLength(inputs);
  });
});

test("a matrix product with another use is not fused with a bias", () => {
  const product = matMul(x, y, true);
  const graph = optimize({ sum: add(product, input("b", [3])), product });
  expect(nodesOf(graph).filter(({ op }) => op === "Add")).toHaveLength(1);
});
