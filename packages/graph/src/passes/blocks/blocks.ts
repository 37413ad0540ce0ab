import type { Graph } from "../../ir/graph.ts";
import { pushReshapes } from "../push-reshapes.ts";
import { simplify } from "../simplify.ts";
import { everywhere, together, untilAtRest } from "../settle.ts";
import { sharing } from "../share.ts";
import { rewriteByUses } from "../uses.ts";
import { affineMaps } from "./affine.ts";
import { dotsOverPixels } from "./dots.ts";
import { enterBlocks } from "./enter-blocks.ts";
import { pullIntoBlocks } from "./pull-into-blocks.ts";
import { stayInBlocks } from "./stay-in-blocks.ts";

/**
 * Brings convolutions, and what lies between them, into the layout `[b, c / block, h, w, block]` in which ONNX Runtime's CPU provider convolves.
 *
 * The way into blocks and out of them is left where the step's own layout is needed: for filter gradients, attention, patches and losses.
 */
export function blocks(graph: Graph, block: number): Graph {
  const inBlocks = untilAtRest(graph, [
    everywhere(together([enterBlocks(block), stayInBlocks(block), pushReshapes, simplify])),
    (each) => pullIntoBlocks(each, block),
    sharing(),
  ]);
  const rules = [affineMaps(block), dotsOverPixels(block)];
  return untilAtRest(
    inBlocks,
    rules.map((rule) => (each) => rewriteByUses(each, rule)),
  );
}
