import { sizeOf } from "@tweedie/core";
import type { StepFunction } from "../executor/executor.ts";
import { type Graph, nodesOf } from "../ir/graph.ts";
import type { Node } from "../ir/node.ts";
import type { Shape } from "../ir/tensor-type.ts";
import { traceStep } from "./compile-step.ts";

/**
 * Memory that compilation adds for each recorded node. Processes with U-Nets of 6,700 and 25,800 nodes took 20 to 40 KiB a node more than
 * their weights and values.
 */
const bytesPerNode = 24 * 2 ** 10;

/**
 * Estimates the memory of a compiled step as a function of the number of samples, without weights and draws: the largest total size in
 * bytes of the values that exist at the same time, and the memory of the compiler and of the runtime's graph.
 *
 * The step is recorded and not optimised. The compiled step computes the same values, some of them in one pass or in another layout.
 *
 * @param batch Number of samples in `draws`: a prime that divides no other extent, so that sizes show which values have a row per sample.
 */
export function valueMemory(
  step: StepFunction,
  weights: Readonly<Record<string, Shape>>,
  draws: Readonly<Record<string, Shape>>,
  batch: number,
): (samples: number) => number {
  const changes = changesOf(traceStep(step, weights, draws).graph);
  return (samples) => {
    let [live, peak] = [0, 0]; // bytes
    for (const { allocated, freed } of changes) {
      live += bytes(allocated, batch, samples);
      peak = Math.max(peak, live);
      for (const size of freed) live -= bytes(size, batch, samples);
    }
    return peak + bytesPerNode * changes.length;
  };
}

const bytes = (size: number, batch: number, samples: number): number =>
  Float32Array.BYTES_PER_ELEMENT * (size % batch === 0 ? (size / batch) * samples : size);

/** Numbers that a node's value takes, and numbers of the values that are not used after it. */
interface Change {
  allocated: number;
  readonly freed: number[];
}

/** Changes of memory by the nodes of a graph in topological order. */
function changesOf(graph: Graph): readonly Change[] {
  const order = nodesOf(graph);
  const changes = order.map((node): Change => ({ allocated: numbersOf(node), freed: [] }));
  const lastUse = new Map<Node, number>();
  order.forEach((node, i) => {
    for (const input of node.inputs) lastUse.set(ownerOf(input), i);
  });
  for (const result of Object.values(graph)) lastUse.delete(ownerOf(result));
  for (const [node, i] of lastUse) changes[i]!.freed.push(numbersOf(node));
  return changes;
}

/** The node whose memory holds a value: a reshaped value is not copied. */
function ownerOf(node: Node): Node {
  let owner = node;
  while (owner.op === "Reshape" || owner.op === "After") owner = owner.inputs[0]!;
  return owner;
}

const numbersOf = ({ op, shape }: Node): number =>
  op === "Input" || op === "Constant" || op === "Reshape" || op === "After" ? 0 : sizeOf(shape);
