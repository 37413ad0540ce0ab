import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, cpSync, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { jsonFile, parseSealedJson, sealJson } from "@tweedie/engine";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { main } from "../../main.ts";
import { recordingTerminal } from "../../terminal/recording-terminal.fixture.ts";
import { type BrowserPage, findChromium, openBrowser } from "../chromium.fixture.ts";

const tweedie = fileURLToPath(new URL("../../../bin/tweedie.mjs", import.meta.url));

const yaml = `
data: datasets/ring
network: { use: networks/mlp, width: 16, depth: 1, embedding: 8 }
teacher: teachers/denoiser
student: students/denoiser
fakeScore: fake-scores/denoiser
loss: sid/l2
pretrain: { steps: 20, batch: 32 }
distill: { steps: 20, batch: 32 }
evaluate: { every: 10, samples: 64, metrics: [metrics/sliced-wasserstein], teacherSteps: 3, teacherCurve: null }
log: { every: 2 }
`;

/** A name that would be a script in a page which takes names for HTML. */
const hostile = "<img src=x onerror=document.title=1>";

const folder = temporaryFolder({ "tiny.yaml": yaml }, afterAll);
const chromium = findChromium();

/** Runs experiments, makes a copy of one that is said to run, and a sweep. */
async function fillFolder(): Promise<void> {
  process.env["TWEEDIE_CACHE"] = join(folder, "cache");
  const run = (...argv: string[]) => main(argv, recordingTerminal());
  for (const [seed, name] of ["a", "b"].entries())
    expect([0, 3]).toContain(
      await run("run", join(folder, "tiny.yaml"), `seed=${seed}`, "-o", join(folder, "runs", name)),
    );
  cpSync(join(folder, "runs/a"), join(folder, "runs", hostile), { recursive: true });
  const status = join(folder, "runs", hostile, "status.json");
  const content = parseSealedJson(readFileSync(status, "utf8")) as object;
  writeFileSync(status, sealJson(jsonFile({ ...content, reason: hostile, warnings: [hostile] })));
  const sweep = ["tiny.yaml", "loss.lambda=0,1", "-o", "sweeps/s", "--parallel", "1"];
  const child = spawn(process.execPath, [tweedie, "sweep", ...sweep], { cwd: folder, stdio: "ignore" });
  expect((await once(child, "exit"))[0]).toBe(0);
}

describe.skipIf(chromium === undefined)(`in Chromium${chromium === undefined ? " (none is installed)" : ""}`, () => {
  let [server, url]: [ChildProcess?, string?] = [];
  let page: BrowserPage;
  beforeAll(async () => {
    await fillFolder();
    server = spawn(process.execPath, [tweedie, "ui", "--json"], { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
    const [line] = (await once(createInterface(server.stdout!), "line")) as [string];
    ({ url } = JSON.parse(line) as { url: string });
    page = await openBrowser(chromium!, join(folder, "profile"));
    await page.open(url);
  });
  afterAll(async () => {
    await page.close();
    server!.kill("SIGINT");
    expect((await once(server!, "exit"))[0]).toBe(0);
  });

  /** Waits until an expression is true, and returns the text of the page. */
  const until = async (condition: string): Promise<string> =>
    (await page.evaluate(`new Promise((resolve, reject) => {
      const end = performance.now() + 60_000;
      const look = () => {
        if (${condition}) return resolve(document.querySelector("main").innerText);
        if (performance.now() > end) return reject(new Error(document.body.innerText));
        setTimeout(look, 50);
      };
      look();
    })`)) as string;
  const shows = (text: string) => until(`document.querySelector("main")?.innerText.includes(${JSON.stringify(text)})`);
  const go = async (hash: string): Promise<void> =>
    void (await page.evaluate(`location.hash = ${JSON.stringify(hash)}`));
  const idOf = (name: string) => encodeURIComponent(`runs/${name}`);

  test("the list shows the runs, and the address loses the token", async () => {
    await until(`document.querySelectorAll("table.runs tbody tr").length === 3`);
    expect(await page.evaluate("location.hash + document.cookie")).toBe("#/");
    expect(await shows(hostile)).toContain("runs/b");
    await go(`/?where=${encodeURIComponent("seed=1")}&columns=seed,sw2.floor`);
    await until(`document.querySelectorAll("table.runs tbody tr").length === 1`);
    expect(await page.evaluate(`document.querySelector("tbody a").textContent`)).toBe("runs/b");
    await go("/?where=sed=1");
    await shows("did you mean `seed`?");
  });

  test("the head of a column takes the focus, and sorts in both directions", async () => {
    await go("/?columns=seed");
    await until(`document.querySelectorAll("table.runs tbody tr").length === 3`);
    const press = `[...document.querySelectorAll("button.sort")].find((each) => each.textContent.startsWith("seed"))`;
    await page.evaluate(`${press}.focus()`);
    expect(await page.evaluate("document.activeElement.className")).toBe("sort");
    await page.press("Enter");
    await until(`${press}.closest("th").ariaSort === "ascending"`);
    await page.press(" ");
    await until(`${press}.closest("th").ariaSort === "descending" && location.hash.includes("reverse=1")`);
    await until(`document.querySelector("tbody a").textContent === "runs/b"`);
  });

  test("a run has curves, samples, settings and log; names are text", async () => {
    await go(`/run/${idOf(hostile)}`);
    const text = await until(
      `document.querySelectorAll(".plot canvas").length > 2 && document.querySelector("canvas.scatter")`,
    );
    for (const part of [
      "noise floor",
      "pretrain.steps",
      "set; default",
      "student at",
      "loss.fakeScore",
      hostile,
      "units of the data, lower is better",
    ])
      expect(text).toContain(part);
    expect(await page.evaluate(`document.querySelectorAll("img[src=x]").length + document.title`)).toBe(
      `0runs/${hostile} · Tweedie`,
    );
  });

  test("a page follows a log that grows, and one that is replaced", async () => {
    await go(`/run/${idOf("b")}`);
    await shows("loss.fakeScore");
    const log = join(folder, "runs/b/metrics.jsonl");
    const former = readFileSync(log, "utf8");
    appendFileSync(log, '{"phase":"distill","step":777,"loss.student":0.125}\n');
    await shows("777");
    writeFileSync(`${log}.new`, former);
    renameSync(`${log}.new`, log);
    await until(`!document.querySelector("main").innerText.includes("777")`);
  });

  test("runs and a sweep are compared and shown, at every width and in both schemes", async () => {
    const screens = ["/", `/run/${idOf("a")}`, `/compare/${idOf("a")},${idOf("b")}`, "/sweeps", "/sweep/sweeps%2Fs"];
    const marks = ["3", "loss.fakeScore", "different seeds", "2 complete", "Compare the best 2"];
    for (const scheme of ["light", "dark"] as const) {
      for (const [i, screen] of screens.entries()) {
        await page.emulate({ width: 400, height: 800, scheme });
        await go(screen);
        await shows(marks[i]!);
        const width = await page.evaluate("document.documentElement.scrollWidth");
        expect(width, screen).toBeLessThanOrEqual(400);
      }
    }
    const paper = `getComputedStyle(document.body).backgroundColor`;
    expect(await page.evaluate(paper)).toBe("rgb(17, 21, 26)");
  });

  test("an action runs a command and shows its output", async () => {
    await go(`/run/${idOf("a")}`);
    await shows("Export as");
    await page.evaluate(
      `[...document.querySelectorAll(".inline")].find((each) => each.innerText.includes("Export")).requestSubmit()`,
    );
    await until(`document.querySelector(".actions-done .status")?.textContent === "complete"`);
    await shows("tweedie export runs/a -o runs/a/student.onnx");
    expect(existsSync(join(folder, "runs/a/student.onnx"))).toBe(true);
  });

  test("keys alone evaluate a run by another metric", async () => {
    await go(`/run/${idOf("b")}`);
    await shows("Evaluate the");
    const input = `input[placeholder="its metrics"]`;
    for (let i = 0; !(await page.evaluate(`document.activeElement.matches('${input}')`)); i++) {
      expect(i).toBeLessThan(40);
      await page.press("Tab");
    }
    for (const key of "metrics/mmd") await page.press(key);
    await page.press("Enter");
    await until(`document.querySelector(".actions-done .status")?.textContent === "complete"`);
    await shows("tweedie evaluate runs/b metrics=metrics/mmd");
    expect(readFileSync(join(folder, "runs/b/evaluations.json"), "utf8")).toContain("mmd");
  });

  test("trials are pruned on the page of the sweep and on their own", async () => {
    const long = ["tiny.yaml", "loss.lambda=0,1", "distill.steps=1000000", "-o", "sweeps/long", "--parallel", "1"];
    const sweep = spawn(process.execPath, [tweedie, "sweep", ...long], { cwd: folder, stdio: "ignore" });
    const exited = once(sweep, "exit");
    await page.evaluate("void (confirm = () => true)");
    await go("/sweeps");
    await shows("sweeps/long");
    await go("/sweep/sweeps%2Flong");
    await until(`document.querySelector('[aria-label="prune trial 0"]')`);
    await page.evaluate(`document.querySelector('[aria-label="prune trial 0"]').focus()`);
    await page.press("Enter");
    await until(`document.querySelector('[aria-label="prune trial 1"]')`);
    const trial = `document.querySelector('[aria-label="prune trial 1"]').closest("tr").querySelector("a")`;
    await until(trial);
    await page.evaluate(`${trial}.click()`);
    const prune = `[...document.querySelectorAll(".actions button")].find((each) => each.textContent === "Prune")`;
    await until(prune);
    await page.evaluate(`${prune}.click()`);
    await shows("tweedie sweep prune sweeps/long 1");
    await exited;
    await go("/sweep/sweeps%2Flong");
    await shows("2 pruned");
  });

  test("every control has a name, and nothing broke the policy of the page", async () => {
    await go(`/run/${idOf("a")}`);
    await shows("Export as");
    const nameless = `[...document.querySelectorAll("button, input, select, a, [role=img]")].filter((each) =>
      !each.textContent.trim() && !each.ariaLabel && !each.labels?.length).map((each) => each.outerHTML)`;
    expect(await page.evaluate(nameless)).toEqual([]);
    expect(page.messages.filter((message) => !message.includes("status of 422"))).toEqual([]);
  });
});
