import { basename } from "node:path";
import { hashOf } from "@tweedie/config";
import type { PluginCode } from "../plugins/plugin-code.ts";
import { providedModule } from "./provided-modules.ts";

export type { PluginCode } from "../plugins/plugin-code.ts";

/** Reads the source of a plugin that the user wrote in the page. */
export function readPluginCode(entry: string): Promise<PluginCode> {
  const text = providedModule(entry)?.text ?? "";
  const digest = hashOf([[basename(entry), text]]).slice(0, 8);
  const path = `code/${digest}/${basename(entry)}`;
  return Promise.resolve({ use: `./${path}`, files: new Map([[path, text]]), sources: [entry] });
}

/** False: a page has no copies of plugins in run folders. */
export const isChangedCopy = (_name: string, _code: PluginCode): boolean => false;
