import { dirname, resolve } from "node:path";
import { addDiagnostic, checkOptions, type ConfigDocument, originAt } from "@tweedie/config";
import { displayPath, errorSummary, positionIn } from "../plugins/error-text.ts";
import { findPlugin, type FoundPlugin } from "../plugins/find-plugin.ts";
import type { Project } from "../plugins/project.ts";
import type { FilledSlot } from "./experiment.ts";
import { resolveFileOptions } from "./file-options.ts";
import type { Slot } from "./slots.ts";

/** Finds the plugin of a slot and checks its options. Errors are added to the document. */
export async function fillSlot(
  document: ConfigDocument,
  slot: Slot,
  project: Project,
): Promise<FilledSlot | undefined> {
  const found = await findSlotPlugin(document, slot, project);
  return found && withOptions(document, slot, found);
}

async function findSlotPlugin(
  document: ConfigDocument,
  { path, role, block: { use } }: Slot,
  project: Project,
): Promise<FoundPlugin | undefined> {
  const at = `${path}.use`;
  const found = await findPlugin({ use, role, folder: folderOf(document, at) }, project);
  if (!("message" in found)) return found;
  addDiagnostic(document, at, found);
  return undefined;
}

function withOptions(
  document: ConfigDocument,
  { path, role, block, host, beside }: Slot,
  found: FoundPlugin,
): FilledSlot | undefined {
  const { use } = block;
  try {
    const resolved = resolveFileOptions(block, found.plugin, (name) => folderOf(document, `${path}.${name}`));
    const options: unknown = checkOptions(document, found.plugin.options, path, resolved, Object.keys(beside ?? {}));
    return options === undefined ? undefined : { path, role, use, ...found, options, ...(host && { host, beside }) };
  } catch (error) {
    const message = `the options of \`${use}\` cannot be checked: ${errorSummary(error)}`;
    addDiagnostic(document, path, { message, note: `see ${positionIn(found.file, error) ?? displayPath(found.file)}` });
    return undefined;
  }
}

/** Folder that relative paths of a value start from: that of the file with the value; the current folder for overrides and defaults. */
export function folderOf(document: ConfigDocument, path: string): string {
  const source = originAt(document, path)?.source;
  return source === undefined || source.argument !== undefined ? resolve(".") : dirname(source.name);
}
