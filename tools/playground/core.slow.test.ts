import { mkdir, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type MetricsRow, readMetrics, run, runFolder, validateExperiment } from "@tweedie/engine";
import { type Playground, servePage } from "@tweedie/playground";
import { temporaryFolder } from "@tweedie/testing/projects";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BrowserPage, findChromium, openBrowser } from "../../packages/cli/src/commands/chromium.fixture.ts";
import { pageBuild } from "../../packages/playground/vite/page-build.ts";

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

/** An experiment that JavaScript, and a GPU that the CPU emulates, train in seconds. */
const small = ring
  .replaceAll("width: 64, depth: 2", "width: 16, depth: 1")
  .replace("pretrain: { steps: 50, batch: 256 }", "pretrain: { steps: 5, batch: 32 }")
  .replace("distill: { steps: 100, batch: 256 }", "distill: { steps: 10, batch: 32 }")
  .replace("every: 50, samples: 512, draws: 512", "every: 5, samples: 64, draws: 64");

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

/** Runs an experiment by the command, on one thread. Returns its log. */
async function logOf(yaml: string, name: string): Promise<readonly MetricsRow[]> {
  await writeFile(file, yaml);
  process.env["TWEEDIE_CACHE"] = join(folder, "cache");
  await run({ experiment: await validateExperiment({ file }), out: join(folder, name), backend: "ort", threads: 1 });
  return readMetrics(runFolder(join(folder, name)).metrics);
}

/** Largest difference of the values of two logs, relative to values above 1. */
function largestDifference(rows: readonly MetricsRow[], expected: readonly MetricsRow[]): number {
  expect(rows.map(({ phase, step }) => `${phase} ${step}`)).toEqual(
    expected.map(({ phase, step }) => `${phase} ${step}`),
  );
  const differences = expected.flatMap(({ values }, i) =>
    Object.entries(values)
      .filter(([name]) => !/\.(floor|teacher)$/.test(name)) // of the run alone
      .map(([name, value]) => Math.abs(rows[i]!.values[name]! - value) / Math.max(1, Math.abs(value))),
  );
  return Math.max(...differences);
}

/** Flags with which Chromium has WebGPU on a machine without a GPU, where its build contains the emulation. */
const emulatedGpu = ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader", "--enable-features=Vulkan"];

describe.skipIf(chromium === undefined)(`in Chromium${chromium === undefined ? " (none is installed)" : ""}`, () => {
  let page: BrowserPage;
  let server: Playground;
  beforeAll(async () => {
    await mkdir(project, { recursive: true });
    await build(pageBuild(fileURLToPath(new URL("core-page", import.meta.url)), site));
    server = await servePage(site, 0);
    page = await openBrowser(chromium!, join(folder, "profile"));
    await page.open(server.url);
  });
  afterAll(async () => {
    await page.close();
    await server.close();
  });

  test("100 iterations have the losses, metrics and diagnostics of the command", async () => {
    const rows = (await page.evaluate(`train(${JSON.stringify(ring)})`)) as readonly MetricsRow[];
    expect(largestDifference(rows, await logOf(ring, "run"))).toBeLessThan(1e-4);
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

  test("every backend has the numbers of the command", async () => {
    const expected = await logOf(small, "small");
    expect(await page.evaluate("mostThreads()")).toBe(Math.min(8, availableParallelism()));
    for (const backend of ["wasm", "threads", "javascript"]) {
      const rows = (await page.evaluate(`train(${JSON.stringify(small)}, "${backend}")`)) as readonly MetricsRow[];
      expect(largestDifference(rows, expected), backend).toBeLessThan(1e-5);
    }
  });

  test("WebGPU has the numbers of the command", async ({ skip }) => {
    const other = await openBrowser(chromium!, join(folder, "gpu-profile"), emulatedGpu);
    try {
      await other.open(server.url);
      const obstacle = (await other.evaluate("webgpuObstacle()")) as string | undefined;
      if (obstacle !== undefined) skip(`no WebGPU: ${obstacle}`);
      const rows = (await other.evaluate(`train(${JSON.stringify(small)}, "webgpu")`)) as readonly MetricsRow[];
      expect(largestDifference(rows, await logOf(small, "small-gpu"))).toBeLessThan(1e-4);
    } finally {
      await other.close();
    }
  });

  test("the backends train, and their rates are printed", async () => {
    const rates: number[] = [];
    for (const backend of ["wasm", "threads", "javascript"])
      rates.push((await page.evaluate(`rate(${JSON.stringify(ring)}, "${backend}", 2000)`)) as number);
    const [one, several, eager] = rates.map((rate) => rate.toFixed(1));
    console.info(
      `iterations a second in Chromium: ${one} on one thread, ${several} on several, ${eager} in JavaScript`,
    );
    expect(Math.min(...rates)).toBeGreaterThan(0);
  });
});
