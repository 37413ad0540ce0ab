import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const hooks = `export function resolve(name, context, next) {
  if (/^@?vitest/.test(name)) throw new Error(name + " is imported by " + context.parentURL);
  return next(name, context);
}`;

/** Runs a module in a process in which vitest cannot be imported. Returns its output. */
async function runWithoutVitest(module: string): Promise<string> {
  const register = `import { register } from "node:module";
    register(${JSON.stringify(`data:text/javascript,${encodeURIComponent(hooks)}`)});`;
  const node = ["--import", "tsx", "--input-type=module", "--eval", `${register}\n${module}`];
  const cwd = fileURLToPath(new URL("../../../..", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, node, { cwd });
  return stdout;
}

test("checks run in a process that has no vitest", async () => {
  const output = await runWithoutVitest(`
    const { checkLoss } = await import("@tweedie/testing/checks");
    const { default: loss } = await import("./plugins/sid/src/l2.ts");
    console.log(JSON.stringify((await checkLoss(loss)).problems));
  `);
  expect(output.trim()).toBe("[]");
});

test("the entry with the tests imports vitest, so that the first test can fail", async () => {
  await expect(runWithoutVitest('await import("@tweedie/testing");')).rejects.toThrow(/vitest is imported by/);
});
