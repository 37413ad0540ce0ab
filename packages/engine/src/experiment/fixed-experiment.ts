import { dirname, isAbsolute, join, resolve } from "node:path";
import { compose, type Composition, type ConfigDocument, type Json, toJson, toYaml } from "@tweedie/config";
import type { Plugin } from "@tweedie/core";
import { sealYaml } from "../checksums/sealed-text.ts";
import { findPlugin } from "../plugins/find-plugin.ts";
import type { PluginCode } from "../plugins/plugin-code.ts";
import { findProject } from "../plugins/project.ts";
import { fileOptions, mapFileOptions } from "./file-options.ts";
import { folderOf } from "./fill-slot.ts";
import { defaultName } from "./resolve-settings.ts";
import { slotsIn, slotsInOptions } from "./slots.ts";

/** An experiment as text that depends on no other YAML file, and on no plugin file but its copies. */
export interface FixedExperiment {
  /** One YAML file with all layers merged. References are kept, so that values which are set later change those that refer to them. */
  readonly yaml: string;
  /** Plugin files by their path from the folder of the YAML file. */
  readonly code: ReadonlyMap<string, string>;
  /** The files that it was made from. */
  readonly sources: readonly string[];
}

type Block = Record<string, Json>;

/** Fixes an experiment. Its combination of plugins is not checked. @throws ConfigError if a file cannot be read */
export async function fixExperiment(composition: Composition): Promise<FixedExperiment> {
  // The text is read from another folder, so that paths and sources must not start from the current one.
  const composed = await compose({ ...composition, file: resolve(composition.file) });
  const document: ConfigDocument = { ...composed, root: composed.merged };
  const tree = structuredClone(toJson(document.root)) as Block;
  const project = await findProject(dirname(document.file));
  const codes: PluginCode[] = [];
  const slots = [...slotsIn(tree)];
  // The slots in the options of a plugin are appended when it is found.
  for (const { path, role, block } of slots) {
    const found = await findPlugin({ use: block.use, role, folder: folderOf(document, `${path}.use`) }, project);
    if ("message" in found) continue; // a reference, or a mistake that validation reports
    if (found.code) codes.push(found.code);
    slots.push(...slotsInOptions(path, found.plugin, block));
    const keys = path.split(".");
    const parent = keys.slice(0, -1).reduce((node, key) => node[key] as Block, tree);
    const written = parent[keys.at(-1)!] as string | Block;
    const use = found.code?.use ?? block.use;
    if (typeof written === "string") parent[keys.at(-1)!] = use;
    else Object.assign(written, withAbsolutePaths(written, found.plugin, `${path}.`, document), { use });
  }
  const named = { name: defaultName(document.file), ...tree };
  return {
    // `toYaml` escapes `${`, but the references of this tree are not resolved.
    yaml: sealYaml(toYaml(named).replaceAll("$${", () => "${")),
    code: new Map(codes.flatMap(({ files }) => [...files])),
    sources: [...document.files, ...codes.flatMap(({ sources }) => sources)],
  };
}

/** A block with the paths of its options from the folder of the file that contains them. A reference stands for a path that is absolute already. */
const withAbsolutePaths = (block: Block, plugin: Plugin, prefix: string, document: ConfigDocument): Block =>
  mapFileOptions(block, fileOptions(plugin), (path, name) =>
    path === "" || path.startsWith("${") || isAbsolute(path) ? path : join(folderOf(document, prefix + name), path),
  );
