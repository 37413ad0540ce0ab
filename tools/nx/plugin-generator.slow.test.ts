import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { newPlugin } from "../../packages/cli/src/authoring/new-plugin.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);
// Nx colours its output in CI.
const options = { cwd: root, env: { ...process.env, NX_DAEMON: "false", FORCE_COLOR: "0" } };
const generator = "./tools/nx/generators.json:plugin";

test("nx g writes the same files as `tweedie new`", async () => {
  const { stdout } = await run("npx", ["nx", "g", generator, "loss", "sid/huber", "--dry-run"], options);
  const created = [...stdout.matchAll(/^CREATE (.*)$/gm)].map(([, path]) => path);
  expect(created).toEqual([...(await newPlugin("loss", "sid/huber", root)).files.keys()]);
});

test("the written files pass the linter, layer boundaries included", async () => {
  // Without a cached project graph the boundary rule checks nothing.
  await run("npx", ["nx", "show", "projects"], options);
  const { files } = await newPlugin("loss", "sid/huber", root);
  const sources = [...files].filter(([path]) => path.endsWith(".ts"));
  expect(sources).toHaveLength(2);
  for (const [path, text] of sources) {
    const child = run("npx", ["eslint", "--stdin", "--stdin-filename", path], options);
    child.child.stdin!.end(text);
    await child;
  }
});
