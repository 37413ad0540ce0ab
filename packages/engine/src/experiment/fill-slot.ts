import { dirname, resolve } from "node:path";
import { addDiagnostic, type ConfigDocument, type Diagnostic, mendOptions, originAt } from "@tweedie/config";
import { displayPath, errorSummary, positionIn } from "../plugins/error-text.ts";
import { findPlugin, type FoundPlugin } from "../plugins/find-plugin.ts";
import type { Project } from "../plugins/project.ts";
import type { FilledSlot } from "./experiment.ts";
import { resolveFileOptions } from "./file-options.ts";
import type { Slot } from "./slots.ts";

/** Finds the plugin of a slot, or the one that a wrong name probably means, and checks its options, whose mistakes are mended. Errors are added to the document. */
export async function fillSlot(
  document: ConfigDocument,
  slot: Slot,
  project: Project,
): Promise<FilledSlot | undefined> {
  const { path, role, block } = slot;
  const at = `${path}.use`;
  const folder = folderOf(document, at);
  const found = await findPlugin({ use: block.use, role, folder }, project);
  if (!("message" in found)) return withOptions(document, slot, found);
  addDiagnostic(document, at, found);
  if (found.meant === undefined) return undefined;
  const meant = await findPlugin({ use: found.meant, role, folder }, project);
  if ("message" in meant) return undefined;
  const own: ConfigDocument = { ...document, diagnostics: [] };
  const filled = withOptions(own, { ...slot, block: { ...block, use: found.meant } }, meant);
  document.diagnostics.push(...own.diagnostics.filter(holdsForOthers));
  return filled && { ...filled, isMeant: true };
}

/** False for a mistake that may follow from the guess of the plugin: an option that it does not have. One with a similar name is a misspelling. */
const holdsForOthers = ({ message, help = "" }: Diagnostic): boolean =>
  !message.startsWith("unknown key") || help.startsWith("did you mean");

function withOptions(
  document: ConfigDocument,
  { path, role, block, host, beside }: Slot,
  found: FoundPlugin,
): FilledSlot | undefined {
  const { use } = block;
  try {
    const resolved = resolveFileOptions(block, found.plugin, (name) => folderOf(document, `${path}.${name}`));
    const checked = mendOptions(document, found.plugin.options, path, resolved, Object.keys(beside ?? {}));
    const { value: options, wrong } = checked as { readonly value: unknown; readonly wrong: readonly string[] };
    if (options === undefined) return undefined;
    return { path, role, use, ...found, options, ...(host && { host, beside }), ...(wrong.length > 0 && { wrong }) };
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
