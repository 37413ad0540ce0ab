import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "@tweedie/testing/projects";
import { expect, test } from "vitest";

const preload = fileURLToPath(new URL("./run-typescript.mjs", import.meta.url));

test("a process that imports it runs TypeScript, with the lines and columns of the source in errors", () => {
  const folder = temporaryFolder({
    "main.ts": 'import { one } from "./one.ts";\nconsole.log(one as number);\nthrow (new Error("here") as Error);\n',
    "one.ts": "export const one: number = 1;\n",
  });
  const env = { ...process.env, TWEEDIE_CACHE: join(folder, "cache") };
  const main = join(folder, "main.ts");
  const { stdout, stderr } = spawnSync(process.execPath, ["--import", preload, main], { encoding: "utf8", env });
  expect(stdout).toBe("1\n");
  expect(stderr).toContain("main.ts:3:8");
});
