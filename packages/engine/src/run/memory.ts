import { z } from "zod";

const bytes = z.int().nonnegative();

/** Bytes of a network in training. */
const networkBytes = z.object({ weights: bytes, moments: bytes, average: bytes });
export type NetworkBytes = z.output<typeof networkBytes>;

/** What the networks of a distillation take. */
export const memorySchema = z.object({
  /** The teacher's weights, which are not trained here. */
  teacher: bytes,
  /** Each player as it is, and as it would be with weights of its own where it shares the teacher's. */
  models: z.record(z.string(), z.object({ own: networkBytes, full: networkBytes })),
  /** The most that the process held at a time. */
  peak: bytes,
});
export type Memory = z.output<typeof memorySchema>;
