import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";

test("tfjs is loaded at its first use, not by the import", () => {
  const script = `
    const { createRequire } = await import("node:module");
    const { tf } = await import(${JSON.stringify(new URL("tf.ts", import.meta.url).href)});
    const loaded = () => Object.keys(createRequire("file:///").cache).some((path) => path.includes("/@tensorflow/tfjs/"));
    const before = loaded();
    const sum = tf.tensor1d([1, 2]).sum().dataSync()[0];
    console.log(JSON.stringify({ before, sum, after: loaded() }));
  `;
  // A process of its own: test files that share a module cache may have loaded tfjs before.
  const output = execFileSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    encoding: "utf8",
  });
  expect(JSON.parse(output)).toEqual({ before: false, sum: 3, after: true });
});
