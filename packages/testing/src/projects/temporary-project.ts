import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type EndHook, type FileContents, temporaryFolder } from "./temporary-folder.ts";

const installed = fileURLToPath(new URL("../../../../node_modules", import.meta.url));

/** Creates a temporary folder with files, a package.json, and the packages that plugins import: Tweedie's and zod. */
export function temporaryProject(files: FileContents = {}, atEnd?: EndHook): string {
  const manifest = JSON.stringify({ name: "project", type: "module", tweedie: {} });
  const root = temporaryFolder({ "package.json": manifest, ...files }, atEnd);
  mkdirSync(join(root, "node_modules"), { recursive: true });
  for (const name of ["@tweedie", "zod"]) symlinkSync(join(installed, name), join(root, "node_modules", name));
  return root;
}
