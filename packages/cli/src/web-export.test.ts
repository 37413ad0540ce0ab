import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { decodeNpy } from "@tweedie/formats";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BrowserPage, findChromium, openBrowser } from "./chromium.fixture.ts";
import { main } from "./main.ts";
import { recordingTerminal } from "./recorder.fixture.ts";

const folder = await mkdtemp(join(tmpdir(), "tweedie-web-"));
beforeAll(() => {
  process.env["TWEEDIE_CACHE"] = join(folder, "cache");
});
afterAll(() => rm(folder, { recursive: true, maxRetries: 5 }));

async function tweedie(...argv: string[]) {
  const terminal = recordingTerminal();
  const code = await main(argv, terminal);
  return { code, stdout: terminal.stdout.text, stderr: terminal.stderr.text };
}

/** A run of a few steps. */
async function runOf(name: string, data: string, more = ""): Promise<string> {
  const file = join(folder, `${name}.yaml`);
  await writeFile(
    file,
    `data: ${data}
network: { use: networks/mlp, width: 16, depth: 1${more} }
teacher: teachers/denoiser
student: students/denoiser
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

test("what to write is said once", async () => {
  const { code, stderr } = await tweedie("export", "runs/a");
  expect(code).toBe(2);
  expect(stderr).toContain("it is not said what to write");
  expect((await tweedie("export", "runs/a", "-o", "a.onnx", "--web", "page")).stderr).toContain(
    "a file and a page at once",
  );
});

describe.skipIf(chromium === undefined)(`in Chromium${chromium === undefined ? " (none is installed)" : ""}`, () => {
  let browser: BrowserPage;
  let server: Server;
  beforeAll(async () => {
    browser = await openBrowser(chromium!);
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

  const ready = async () => {
    for (;;) {
      const state = await browser.evaluate("document.body.dataset.ready ?? ''");
      if (state !== "") return state;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  test.each([
    ["points from the disk", "ring", "datasets/ring", "", "file"],
    ["images from a server", "digits", "{ use: datasets/mnist, size: 7 }", "", "http"],
    ["images of classes from the disk", "classes", "{ use: datasets/mnist, size: 7 }", ", conditional: true", "file"],
  ])("%s: the samples are those of the command", async (_, name, data, more, from) => {
    const run = await runOf(name, data, more);
    const folderOfPage = join(folder, `${name}-page`);
    const path = join(folderOfPage, "index.html");
    expect(await tweedie("export", run, "--web", folderOfPage)).toMatchObject({ code: 0, stdout: `${path}\n` });
    const html = await readFile(path, "utf8");
    const files = [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, file]) => file);
    expect(files).toEqual(["data:,", "student.js", "runtime.js"]);
    expect(html).not.toMatch(/https?:|^import |^export /m);
    const { port } = server.address() as AddressInfo;
    const url =
      from === "file" ? pathToFileURL(path).href : `http://127.0.0.1:${port}/${basename(folderOfPage)}/index.html`;
    await browser.open(url);
    expect([await ready(), await browser.evaluate("document.getElementById('status').textContent")]).toEqual([
      "yes",
      "",
    ]);

    const count = 70;
    for (const only of more === "" ? [undefined] : [undefined, 3]) {
      const file = join(folder, `${name}.npy`);
      const asked = only === undefined ? [] : ["--class", String(only)];
      await tweedie("sample", run, "-n", String(count), "--seed", "5", ...asked, "-o", file);
      const expected = decodeNpy(await readFile(file), file);
      const samples = (await browser.evaluate(
        `tweedie.generator.generate(tweedie.generator.latents(5, ${count}), ${only}).then(({ samples }) => [...samples])`,
      )) as number[];
      expect(samples).toHaveLength(expected.data.length);
      const worst = samples.reduce((most, value, i) => Math.max(most, Math.abs(value - expected.data[i]!)), 0);
      expect(worst).toBeLessThan(1e-4);
    }

    // The page by hand: another seed and another place on the walk change what is drawn, and the time is told.
    const pixels = (id: string) => browser.evaluate(`document.getElementById("${id}").toDataURL()`) as Promise<string>;
    const change = async (id: string, value: string) => {
      await browser.evaluate(`(() => {
        const input = document.getElementById("${id}");
        input.value = "${value}";
        input.dispatchEvent(new Event("input"));
      })()`);
      await new Promise((resolve) => setTimeout(resolve, 400));
    };
    const before = { samples: await pixels("samples"), walk: await pixels("walk") };
    await change("share", "0.9");
    expect(await pixels("walk")).not.toBe(before.walk);
    expect(await pixels("samples")).toBe(before.samples);
    await change("seed", "1");
    expect(await pixels("samples")).not.toBe(before.samples);
    expect(await browser.evaluate("document.getElementById('time').textContent")).toMatch(
      /^[\d.e-]+ ms an? (image|sample): /,
    );
    expect(await browser.evaluate("document.getElementById('classes').hidden")).toBe(more === "");
    expect(browser.messages).toEqual([]);
    expect((await browser.screenshot()).length).toBeGreaterThan(10_000);
  });
});
