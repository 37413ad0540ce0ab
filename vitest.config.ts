import { readdirSync } from "node:fs";
import { defineConfig } from "vitest/config";

const roots = ["packages", "plugins"].flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}`));

export default defineConfig({
  test: {
    projects: [...roots, "tools"].map((root) => ({
      extends: true,
      root,
      test: { name: root, include: ["**/*.test.ts"] },
    })),
    // Some tests start compilers and whole runs in processes of their own.
    testTimeout: 240_000,
  },
});
