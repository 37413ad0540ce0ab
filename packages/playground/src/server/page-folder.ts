import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { TweedieError } from "@tweedie/core";

/** Folder of the built page. Published packages contain it. @throws TweedieError if it has not been built, in a clone of the repository */
export function pageFolder(): string {
  const folder = fileURLToPath(new URL("../../dist/page", import.meta.url));
  if (existsSync(folder)) return folder;
  throw new TweedieError({ where: folder, what: "the page has not been built", fix: "npm run playground -- --build" });
}
