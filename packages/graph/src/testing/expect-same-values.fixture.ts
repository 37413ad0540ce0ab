import type { NDArrays } from "@tweedie/core";
import "@tweedie/testing";
import { expect } from "vitest";
import type { Graph } from "../ir/graph.ts";
import { runGraph } from "./run-graph.ts";

/** Runs a graph before and after a pass, and expects results within `tolerance`, absolute and relative. */
export async function expectSameValues(
  graph: Graph,
  pass: (graph: Graph) => Graph,
  feeds: NDArrays,
  tolerance = 1e-4,
): Promise<void> {
  const [before, after] = [await runGraph(graph, feeds), await runGraph(pass(graph), feeds)];
  for (const [name, value] of Object.entries(before)) {
    expect(after[name]).toBeAllClose(value, { rtol: tolerance, atol: tolerance });
  }
}
