import { resolve } from "node:path";
import { TweedieError } from "@tweedie/core";
import type { Checkpoint } from "@tweedie/formats";
import { checkPublishedTensors, type PublishedModel, publishedModel } from "@tweedie/networks";

/** Use of a checkpoint as a teacher, or the reason why it cannot be one. */
export type TeacherUse =
  | { readonly network: string; readonly shape: readonly number[]; readonly classes?: number; readonly yaml: string }
  | { readonly reason: string };

/** Finds out if a checkpoint can be a teacher: its network is known, and its tensors are those of the network. */
export function teacherUse(checkpoint: Checkpoint, path: string): TeacherUse {
  try {
    const model = publishedModel(checkpoint, path);
    checkPublishedTensors(model, checkpoint.tensors, path);
    const { shape, classes } = model.network;
    return {
      network: model.plugin,
      shape,
      ...(classes !== undefined && { classes }),
      yaml: yamlOf(model, resolve(path)),
    };
  } catch (error) {
    if (error instanceof TweedieError) return { reason: error.what };
    throw error;
  }
}

/** The lines of an experiment that use the checkpoint. */
function yamlOf({ preconditioning }: PublishedModel, path: string): string {
  const options = preconditioning ? [] : ["preconditioning: edm # the file does not state it"];
  const lines = ["teacher:", "  use: teachers/pretrained", `  path: ${JSON.stringify(path)}`];
  return [...lines, ...options.map((option) => `  ${option}`), "network: networks/teacher"].join("\n");
}
