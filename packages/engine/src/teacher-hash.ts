import { hashOf } from "@tweedie/config";
import type { Experiment } from "./experiment/experiment.ts";

/** Raised when the training of teachers changes: teachers of before are then not found in the cache. */
const format = 1;

/** What names a trained teacher: everything that its weights depend on, down to the bit. */
export const teacherHash = ({ resolved }: Experiment, backend: string, content: string | undefined): string => {
  const { seed, data, schedule, network, teacher, pretrain } = resolved;
  return hashOf({ format, backend, content, seed, data, schedule, network, teacher, pretrain });
};
