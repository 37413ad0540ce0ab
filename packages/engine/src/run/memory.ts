import { z } from "zod";

const bytes = z.int().nonnegative();

/** Bytes of one network in training: weights, Adam's moments, and the average. */
const networkBytes = z.object({ weights: bytes, moments: bytes, average: bytes });
export type NetworkBytes = z.output<typeof networkBytes>;

/** Memory use of a distillation, in bytes. */
export const memorySchema = z.object({
  /** Weights of the frozen teacher. */
  teacher: bytes,
  /** Each trainable model: `own` without and `full` with a copy of the teacher's weights that it shares. */
  models: z.record(z.string(), z.object({ own: networkBytes, full: networkBytes })),
  /** Largest resident memory of the process. */
  peak: bytes,
});
export type MemoryUsage = z.output<typeof memorySchema>;
