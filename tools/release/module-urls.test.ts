import { rolldown } from "rolldown";
import { temporaryFolder } from "@tweedie/testing/projects";
import { join } from "node:path";
import { expect, test } from "vitest";
import { moduleUrls } from "./module-urls.ts";

test("`import.meta.url` of a module stays the URL of its own file, in any file of a bundle", async () => {
  const source = temporaryFolder({
    "index.ts": 'export const main = import.meta.url;\nexport { part } from "./parts/part.ts";\n',
    "parts/part.ts": "export const part = import.meta.url;\n",
    "parts/other.ts": 'export const load = () => import("./part.ts");\n',
  });
  const input = { index: join(source, "index.ts"), "parts/other": join(source, "parts/other.ts") };
  const bundle = await rolldown({ input, cwd: source, plugins: [moduleUrls(source)] });
  const out = temporaryFolder({ "package.json": '{ "type": "module" }' });
  await bundle.write({ dir: out, entryFileNames: "[name].js", chunkFileNames: "chunks/[hash].js" });
  await bundle.close();
  const url = (path: string) => new URL(`file://${join(out, path)}`).href;
  const index = (await import(url("index.js"))) as { main: string; part: string };
  expect(index).toMatchObject({ main: url("index.js"), part: url("parts/part.js") });
});
