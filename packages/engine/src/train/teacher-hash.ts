import { hashOf } from "@tweedie/config";
import type { Experiment } from "../experiment/experiment.ts";

/** Version of the training of teachers. Increasing it invalidates all cached teachers. */
const format = 1;

/** Cache key of a trained teacher: a hash of everything that determines its weights bit for bit. `content` is the digest of the data. */
export const teacherHash = ({ resolved }: Experiment, backend: string, content: string | undefined): string => {
  const { precision, seed, data, schedule, network, teacher, pretrain } = resolved;
  return hashOf({ format, backend, precision, content, seed, data, schedule, network, teacher, pretrain });
};
