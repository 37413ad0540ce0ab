import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildPage } from "./build-page.ts";

const source = fileURLToPath(new URL("../page", import.meta.url));
const built = fileURLToPath(new URL("../../dist/page", import.meta.url));

/** Returns the folder of the built page. In the repository it is built when a source is newer; published packages contain it. */
export async function pageFolder(): Promise<string> {
  if (newest(source) > newest(built)) await buildPage(source, built);
  return built;
}

/** Time of the newest file of a folder; 0 if it does not exist. */
function newest(folder: string): number {
  if (!existsSync(folder)) return 0;
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Math.max(
    0,
    ...entries
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => statSync(join(parentPath, name)).mtimeMs),
  );
}
