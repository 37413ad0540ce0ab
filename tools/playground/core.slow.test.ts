import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type MetricsRow, readMetrics, run, runFolder, validateExperiment } from "@tweedie/engine";
import { temporaryFolder } from "@tweedie/testing/projects";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BrowserPage, findChromium, openBrowser } from "../../packages/cli/src/commands/chromium.fixture.ts";
import { pageBuild } from "../../packages/playground/vite/page-build.ts";
import { serveFolder } from "../site/static-server.fixture.ts";

const folder = temporaryFolder({}, afterAll);
const [site, project] = [join(folder, "site"), join(folder, "playground")];
const file = join(project, "playground.yaml");

const ring = `name: ring
data: { use: datasets/ring, modes: 8, std: 0.05 }
network: { use: networks/mlp, width: 64, depth: 2 }
teacher: teachers/denoiser
student: { use: students/denoiser, init: teacher, sigmaInit: 2.5 }
fakeScore: { use: fake-scores/denoiser, init: teacher }
loss: { use: sid/l2, lambda: 1 }
pretrain: { steps: 50, batch: 256 }
distill: { steps: 100, batch: 256 }
log: { every: 1 }
evaluate: { every: 50, samples: 512, draws: 512, metrics: [metrics/sliced-wasserstein, metrics/modes, metrics/mmd], teacherCurve: null }
`;

/** Errors of the reader, of the schema, of names and options of plugins, of plugins that need Node, and of combinations. */
const mistakes: Readonly<Record<string, string>> = {
  syntax: ring.replace("name: ring", "name: [ring"),
  "an unknown key": `${ring}distil: { steps: 3 }\n`,
  "an unknown option": ring.replace("lambda: 1", "lamda: 1"),
  "a wrong type": ring.replace("lambda: 1", "lambda: one"),
  "an unknown plugin": ring.replace("sid/l2", "sid/l3"),
  "an unknown family": ring.replace("sid/l2", "sd/l2"),
  "a path without ./": ring.replace("sid/l2", "my-loss.ts"),
  "a missing file": ring.replace("sid/l2", "./my-loss.ts"),
  "another role": ring.replace("sid/l2", "datasets/ring"),
  "a combination": ring.replace("fake-scores/denoiser, init: teacher", "dde/energies, width: 8, depth: 1"),
  "an option of a plugin in another": ring.replace(
    "{ use: sid/l2, lambda: 1 }",
    "{ use: losses/sum, terms: { a: { use: sid/l2, lamda: 1 } } }",
  ),
};

const messageOf = async (yaml: string): Promise<string> => {
  await writeFile(file, yaml);
  return validateExperiment({ file }).then(
    () => "",
    (error: Error) => error.message.replaceAll(project, "/playground"),
  );
};

const chromium = findChromium();

describe.skipIf(chromium === undefined)(`in Chromium${chromium === undefined ? " (none is installed)" : ""}`, () => {
  let page: BrowserPage;
  let server: Awaited<ReturnType<typeof serveFolder>>;
  beforeAll(async () => {
    await mkdir(project, { recursive: true });
    await build(pageBuild(fileURLToPath(new URL("core-page", import.meta.url)), site));
    server = await serveFolder(site);
    page = await openBrowser(chromium!, join(folder, "profile"));
    await page.open(`${server.address}/`);
  });
  afterAll(async () => {
    await page.close();
    server.close();
  });

  test("100 iterations have the losses, metrics and diagnostics of the command", async () => {
    await writeFile(file, ring);
    process.env["TWEEDIE_CACHE"] = join(folder, "cache");
    await run({ experiment: await validateExperiment({ file }), out: join(folder, "run"), backend: "ort", threads: 1 });
    const expected = await readMetrics(runFolder(join(folder, "run")).metrics);
    const rows = (await page.evaluate(`train(${JSON.stringify(ring)})`)) as readonly MetricsRow[];
    expect(rows.map(({ phase, step }) => `${phase} ${step}`)).toEqual(
      expected.map(({ phase, step }) => `${phase} ${step}`),
    );
    let largest = 0;
    for (const [i, { values }] of expected.entries()) {
      for (const [name, value] of Object.entries(values)) {
        if (name.endsWith(".floor") || name.endsWith(".teacher")) continue; // of the run alone
        largest = Math.max(largest, Math.abs(rows[i]!.values[name]! - value) / Math.max(1, Math.abs(value)));
      }
    }
    expect(largest).toBeLessThan(1e-4);
    expect(page.messages).toEqual([]);
  });

  test.each(Object.entries(mistakes))("the error is that of the command: %s", async (_, yaml) => {
    const expected = await messageOf(yaml);
    expect(expected).not.toBe("");
    expect(await page.evaluate(`errorsOf(${JSON.stringify(yaml)})`)).toBe(expected);
  });

  test("a plugin that reads files is refused with the reason", async () => {
    const message = await page.evaluate(`errorsOf(${JSON.stringify(ring.replace("datasets/ring", "datasets/mnist"))})`);
    expect(message).toContain("it reads files, which a page cannot; run the experiment with the command");
  });

  test("the compiled step and tfjs in JavaScript train, and their rates are printed", async () => {
    const rate = async (backend: string) =>
      (await page.evaluate(`rate(${JSON.stringify(ring)}, "${backend}", 3000)`)) as number;
    const [compiled, eager] = [await rate("wasm"), await rate("eager")];
    console.info(`iterations a second in Chromium: ${compiled.toFixed(1)} compiled, ${eager.toFixed(1)} by tfjs cpu`);
    expect(Math.min(compiled, eager)).toBeGreaterThan(0);
  });
});
