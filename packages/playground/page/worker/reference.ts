import { tf } from "@tweedie/core";
import { experimentSchema, findProject, packagedPlugins } from "@tweedie/engine/browser";
import type { Reference } from "../protocol/messages.ts";
import { importable } from "./compile-file.ts";
import { projectFolder } from "./read-experiment.ts";

/** Names that editors complete: of experiments from their schema, of losses from the modules that they may import. */
export async function readReference(): Promise<Reference> {
  const { plugins } = await packagedPlugins(await findProject(projectFolder));
  const modules: Record<string, readonly string[]> = {};
  for (const [name, load] of Object.entries(importable)) modules[name] = Object.keys(await load());
  return { schema: experimentSchema(plugins), modules, tensor: Object.keys(tf.Tensor.prototype) };
}
