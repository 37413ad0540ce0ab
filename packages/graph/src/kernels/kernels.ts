import type { Node } from "../ir/node.ts";
import { arithmeticKernels } from "./arithmetic.ts";
import { convolutionKernels } from "./convolution.ts";
import { functionKernels } from "./functions.ts";
import { indexingKernels } from "./indexing.ts";
import { logicKernels } from "./logic.ts";
import { matmulKernels } from "./matmul.ts";
import { poolingKernels } from "./pooling.ts";
import { reductionKernels } from "./reductions.ts";
import { resizingKernels } from "./resizing.ts";
import { shapeKernels } from "./shape.ts";

/** What a tfjs kernel is in the graph: its inputs and attributes, by tfjs's names, to nodes. */
export type Kernel = (inputs: never, attrs: never) => Node | readonly Node[];

/** Every kernel that can be compiled. Shapes and kinds are those that the nodes infer. */
export const kernels = {
  ...arithmeticKernels,
  ...functionKernels,
  ...logicKernels,
  ...reductionKernels,
  ...matmulKernels,
  ...convolutionKernels,
  ...poolingKernels,
  ...resizingKernels,
  ...indexingKernels,
  ...shapeKernels,
} satisfies Record<string, Kernel>;

export type KernelName = keyof typeof kernels;
