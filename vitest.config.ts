import { readdirSync } from "node:fs";
import { configDefaults, defineConfig } from "vitest/config";

const roots = ["packages", "plugins"].flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}`));

/** Packages whose tests start no process and change no global state: their files share one module cache. */
const pure = new Set(
  ["core", "diffusion", "networks", "formats", "config", "testing"].map((name) => `packages/${name}`),
);
const isPure = (root: string) => pure.has(root) || root.startsWith("plugins/");

// `npm test` runs in mode `quick`, without the files of the slow tier; `npm run test:all` runs all files.
export default defineConfig(({ mode }) => ({
  test: {
    projects: [...roots, "tools"].map((root) => ({
      extends: true,
      root,
      test: {
        name: root,
        include: ["**/*.test.ts"],
        exclude: [...configDefaults.exclude, ...(mode === "quick" ? ["**/*.slow.test.ts"] : [])],
        isolate: !isPure(root),
      },
    })),
    // Some tests start compilers and whole runs in their own processes.
    testTimeout: 240_000,
  },
}));
