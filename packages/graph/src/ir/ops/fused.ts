import type { NoAttrs, OpDefinition } from "./op-definition.ts";

/** `x + y gate` with a gate `[..., 1]` for each row. */
const gatedAdd: OpDefinition<NoAttrs> = { infer: ([x]) => x! };

/** Fused ops of ONNX Runtime's CPU provider. */
export const fusedOps = { GatedAdd: gatedAdd };
