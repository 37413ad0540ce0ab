import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);
const options = { cwd: root, env: { ...process.env, NX_DAEMON: "false" } };

/** ESLint output for a text as the file at a path. */
async function lint(path: string, text: string): Promise<string> {
  const child = run("npx", ["eslint", "--stdin", "--stdin-filename", path], options);
  child.child.stdin!.end(text);
  return child.then(
    ({ stdout }) => stdout.trim(),
    (error: { stdout: string }) => error.stdout,
  );
}

// Without a cached project graph the rule checks nothing.
beforeAll(() => run("npx", ["nx", "show", "projects"], options), 60_000);

test.each([
  ["a plugin must not import the engine", "plugins/sid/src/bad.ts", "@tweedie/engine"],
  ["a plugin must not import another family", "plugins/sid/src/bad.ts", "@tweedie/plugin-teachers/mixture"],
  ["core imports no other package", "packages/core/src/bad.ts", "@tweedie/diffusion"],
  ["only tests import the conformance suites", "plugins/sid/src/bad.ts", "@tweedie/testing"],
])("%s", async (_, path, imported) => {
  expect(await lint(path, `import "${imported}";\n`)).toContain("@nx/enforce-module-boundaries");
});

test("allowed imports pass", async () => {
  expect(await lint("plugins/sid/src/good.ts", `import "@tweedie/diffusion";\n`)).toBe("");
  expect(await lint("plugins/sid/src/good.test.ts", `import "@tweedie/testing";\n`)).toBe("");
});
