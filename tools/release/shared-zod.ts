import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Plugin } from "rolldown";

/** Module of zod, which all packages import. Its 95 modules become one file of `@tweedie/core`. */
export const zodModule = join(dirname(createRequire(import.meta.url).resolve("zod/package.json")), "index.js");

/** Subpath of `@tweedie/core` that has zod. */
export const zodSubpath = "./zod";

/** Imports zod from the one file of `@tweedie/core`. */
export const sharedZod: Plugin = {
  name: "shared-zod",
  resolveId: (id) => (id === "zod" ? { id: `@tweedie/core${zodSubpath.slice(1)}`, external: true } : undefined),
};
