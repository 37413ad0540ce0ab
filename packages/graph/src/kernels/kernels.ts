import type { Node } from "../ir/node.ts";
import { arithmeticKernels } from "./arithmetic.ts";
import { convolutionKernels } from "./convolution.ts";
import { unaryKernels } from "./unary.ts";
import { indexingKernels } from "./indexing.ts";
import { logicKernels } from "./logic.ts";
import { matmulKernels } from "./matmul.ts";
import { poolingKernels } from "./pooling.ts";
import { reductionKernels } from "./reductions.ts";
import { resizingKernels } from "./resizing.ts";
import { shapeKernels } from "./shape.ts";

/** A tfjs kernel as a function from nodes to nodes. Inputs and attributes have tfjs's names. */
export type GraphKernel = (inputs: never, attrs: never) => Node | readonly Node[];

/** All kernels that can be compiled. Shapes and element types follow from the IR's shape inference. */
export const kernels = {
  ...arithmeticKernels,
  ...unaryKernels,
  ...logicKernels,
  ...reductionKernels,
  ...matmulKernels,
  ...convolutionKernels,
  ...poolingKernels,
  ...resizingKernels,
  ...indexingKernels,
  ...shapeKernels,
} satisfies Record<string, GraphKernel>;

export type KernelName = keyof typeof kernels;
