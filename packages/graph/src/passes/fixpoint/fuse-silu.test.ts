import { expect, test } from "vitest";
import { add, elementwise, fill, input, mul, sub } from "../../ir/build.ts";
import { nodesOf } from "../../ir/graph.ts";
import { optimize } from "../optimize.ts";

test("the gradient of SiLU takes four ops in addition to the value and its sigmoid", () => {
  const [x, d] = [input("x", [4, 3]), input("d", [4, 3])];
  const s = elementwise("Sigmoid")(x);
  const gradient = add(mul(d, s), mul(mul(d, x), mul(s, sub(fill(1, []), s))));
  const ops = nodesOf(optimize({ value: mul(x, s), gradient })).map(({ op }) => op);
  expect(ops.sort()).toEqual(["Add", "Constant", "Input", "Input", "Mul", "Mul", "Sigmoid", "Silu", "Sub"]);
});

test("the sum `d s + (d w) (s (1 - s))` with another factor than the sigmoid's input is no gradient of SiLU", () => {
  const [x, d] = [input("x", [4, 3]), input("d", [4, 3])];
  const s = elementwise("Sigmoid")(x);
  const w = add(x, fill(1, [4, 3]));
  const gradient = add(mul(d, s), mul(mul(d, w), mul(s, sub(fill(1, []), s))));
  expect(nodesOf(optimize({ gradient })).map(({ op }) => op)).not.toContain("Silu");
});
