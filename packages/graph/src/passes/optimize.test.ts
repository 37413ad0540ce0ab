import { mapParams } from "@tweedie/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { fill, input, matMul, mul, sub } from "../ir/build.ts";
import { nodesOf } from "../ir/graph.ts";
import { expectSameValues } from "../testing/expect-same-values.fixture.ts";
import { randomGraph, randomGraphInputs } from "../testing/random-graph.ts";
import { uniformArray } from "../testing/run-graph.ts";
import { unetDraws, unetState, unetStep, upsampleNearest } from "../testing/unet-step.ts";
import { trace } from "../trace/trace.ts";
import { cpuTarget } from "../targets/cpu.ts";
import { optimize, rewriteToFixpoint } from "./optimize.ts";
import { bottomUp, type Pass } from "./rewriting/rule.ts";

const cpu = cpuTarget();
const fixpointPasses: Record<string, Pass> = {
  ...mapParams(cpu.rules, bottomUp),
  ...mapParams(
    cpu.mergePasses,
    (create): Pass =>
      (graph) =>
        create()(graph),
  ),
};
const finalPasses = mapParams(
  cpu.finalPasses,
  (pass): Pass =>
    (graph) =>
      pass(graph, (same) => same),
);
const passes: Record<string, Pass> = { ...fixpointPasses, ...finalPasses, optimize };

test.each(Object.entries(passes))("%s preserves the values of random graphs", async (_, pass) => {
  await fc.assert(
    fc.asyncProperty(randomGraph, fc.nat(), async (graph, seed) => {
      const feeds = mapParams(randomGraphInputs, (shape, name) => uniformArray(seed + name.length, shape, 0.5, 2));
      await expectSameValues(graph, pass, feeds);
    }),
    { numRuns: 25 },
  );
});

test("no fixpoint pass changes a graph at the fixpoint", () => {
  const { state, outputs } = trace(
    unetStep(upsampleNearest),
    mapParams(unetState, ({ shape }) => shape),
    mapParams(unetDraws(0, 2), ({ shape }) => shape),
  );
  const simplified = rewriteToFixpoint({ ...state, ...outputs }, cpu);
  const nodes = new Set(nodesOf(simplified));
  for (const [name, pass] of Object.entries(fixpointPasses)) {
    expect([name, nodesOf(pass(simplified)).filter((node) => !nodes.has(node))]).toEqual([name, []]);
  }
});

test("dead code is eliminated", () => {
  const product = matMul(input("x", [4, 3]), input("y", [4, 3]), true);
  const graph = optimize({ node: sub(mul(product, fill(0, [])), fill(3, [])) });
  expect(nodesOf(graph).map(({ op }) => op).sort()).toEqual(["Constant", "Expand"]); // prettier-ignore
});
