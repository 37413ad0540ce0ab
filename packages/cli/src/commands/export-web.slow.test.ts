import { readFile, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { decodeNpy } from "@tweedie/formats";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BrowserPage, findChromium, openBrowser } from "./chromium.fixture.ts";
import { main } from "../main.ts";
import { recordingTerminal } from "../terminal/recording-terminal.fixture.ts";

const folder = temporaryFolder({}, afterAll);
beforeAll(() => {
  process.env["TWEEDIE_CACHE"] = join(folder, "cache");
});

async function tweedie(...argv: string[]) {
  const terminal = recordingTerminal();
  const code = await main(argv, terminal);
  return { code, stdout: terminal.stdout.text, stderr: terminal.stderr.text };
}

/** Runs an experiment of three steps. Returns its run folder. */
async function runExperiment(
  name: string,
  data: string,
  { networkOptions = "", student = "students/denoiser" } = {},
): Promise<string> {
  const file = join(folder, `${name}.yaml`);
  await writeFile(
    file,
    `data: ${data}
network: { use: networks/mlp, width: 16, depth: 1${networkOptions} }
teacher: teachers/denoiser
student: ${student}
fakeScore: fake-scores/denoiser
loss: sid/l2
pretrain: { steps: 3, batch: 32 }
distill: { steps: 3, batch: 32 }
evaluate: { every: 3, samples: 16, draws: 32, teacherSteps: 2, teacherCurve: null }
`,
  );
  const out = join(folder, name);
  const { code, stderr } = await tweedie("run", file, "--out", out);
  expect([code, stderr]).toEqual([0, expect.any(String)]);
  return out;
}

const chromium = findChromium();

describe.skipIf(chromium === undefined)(`in Chromium${chromium === undefined ? " (none is installed)" : ""}`, () => {
  let browser: BrowserPage;
  let server: Server;
  beforeAll(async () => {
    browser = await openBrowser(chromium!, join(folder, "profile"));
    server = createServer((request, response) => {
      void readFile(join(folder, decodeURIComponent(request.url!)))
        .then((bytes) => response.setHeader("content-type", typeOf(request.url!)).end(bytes))
        .catch(() => response.writeHead(404).end());
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterAll(async () => {
    await browser.close();
    server.close();
  });
  const typeOf = (path: string) => (path.endsWith(".html") ? "text/html" : "text/javascript");

  /** Waits until the page is ready. Returns `yes`, or `no` after an error. */
  const ready = async () => {
    for (;;) {
      const state = await browser.evaluate("document.body.dataset.ready ?? ''");
      if (state !== "") return state;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  test.each([
    ["points, opened from disk", "ring", "datasets/ring", "", "file", "students/denoiser"],
    ["images, from a server", "digits", "{ use: datasets/mnist, size: 7 }", "", "http", "students/denoiser"],
    [
      "images with classes, opened from disk",
      "classes",
      "{ use: datasets/mnist, size: 7 }",
      ", conditional: true",
      "file",
      "students/denoiser",
    ],
    [
      "images in three steps, opened from disk",
      "steps",
      "{ use: datasets/mnist, size: 7 }",
      "",
      "file",
      "{ use: students/multistep, steps: 3 }",
    ],
  ])("%s: the page generates the same samples as `sample`", async (_, name, data, networkOptions, source, student) => {
    const run = await runExperiment(name, data, { networkOptions, student });
    const pageFolder = join(folder, `${name}-page`);
    const path = join(pageFolder, "index.html");
    expect(await tweedie("export", run, "--web", pageFolder)).toMatchObject({ code: 0, stdout: `${path}\n` });
    const html = await readFile(path, "utf8");
    const files = [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, file]) => file);
    expect(files).toEqual(["data:,", "student.js", "runtime.js"]);
    expect(html).not.toMatch(/https?:|^import |^export /m);
    const { port } = server.address() as AddressInfo;
    const url =
      source === "file" ? pathToFileURL(path).href : `http://127.0.0.1:${port}/${basename(pageFolder)}/index.html`;
    await browser.open(url);
    expect([await ready(), await browser.evaluate("document.getElementById('status').textContent")]).toEqual([
      "yes",
      "",
    ]);

    expect(await browser.evaluate("document.querySelector('.kicker').textContent")).toBe(
      `Tweedie, ${student === "students/denoiser" ? "one" : "3"}-step generation in this browser`,
    );
    const count = 70;
    for (const label of networkOptions === "" ? [undefined] : [undefined, 3]) {
      const file = join(folder, `${name}.npy`);
      const classOption = label === undefined ? [] : ["--class", String(label)];
      await tweedie("sample", run, "-n", String(count), "--seed", "5", ...classOption, "-o", file);
      const expected = decodeNpy(await readFile(file), file);
      const samples = (await browser.evaluate(
        `tweedie.generator.generate(tweedie.generator.latents(5, ${count}), ${label}).then(({ samples }) => [...samples])`,
      )) as number[];
      expect(samples).toHaveLength(expected.data.length);
      const maxError = samples.reduce((max, value, i) => Math.max(max, Math.abs(value - expected.data[i]!)), 0);
      expect(maxError).toBeLessThan(1e-4);
    }

    // The controls of the page: another position redraws the latent walk, another seed redraws the samples, and the time is shown.
    const pixels = (id: string) => browser.evaluate(`document.getElementById("${id}").toDataURL()`) as Promise<string>;
    const change = (id: string, value: string) =>
      browser.evaluate(`(() => {
        const input = document.getElementById("${id}");
        input.value = "${value}";
        input.dispatchEvent(new Event("input"));
      })()`);
    const redrawn = (id: string, before: string) =>
      expect.poll(() => pixels(id), { timeout: 120_000 }).not.toBe(before);
    const before = { samples: await pixels("samples"), walk: await pixels("walk") };
    await change("fraction", "0.9");
    await redrawn("walk", before.walk);
    expect(await pixels("samples")).toBe(before.samples);
    await change("seed", "1");
    await redrawn("samples", before.samples);
    expect(await browser.evaluate("document.getElementById('time').textContent")).toMatch(
      /^[\d.e-]+ ms per (image|sample): /,
    );
    expect(await browser.evaluate("document.getElementById('classes').hidden")).toBe(networkOptions === "");
    expect(browser.messages).toEqual([]);
    expect((await browser.screenshot()).length).toBeGreaterThan(10_000);
  });
});
