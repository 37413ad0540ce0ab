import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { encodeNpy } from "@tweedie/formats";
import { afterAll, describe, expect, test, vi } from "vitest";
import { palette } from "./theme.ts";
import { writeReport } from "./write-report.ts";

const root = await mkdtemp(join(tmpdir(), "report-"));
afterAll(() => rm(root, { recursive: true }));

const status = {
  name: "ring-sid",
  status: "completed",
  seed: 3,
  backend: "cpu",
  started: "2026-01-02T03:04:05.000Z",
  seconds: 83.4,
  configHash: "3f9ab2c4",
  version: "0.1.0",
  phase: "distill",
  step: 200,
  samples: 1_024,
  metrics: { sw2: 0.0213 },
  floors: { sw2: 0.0079 },
  baselines: { sw2: 0.312 },
  teacher: { sw2: 0.0093 },
  goals: { sw2: "minimize" },
  warnings: [],
};
const rows = [
  ...[50, 100].map((step) => ({ phase: "pretrain", step, loss: 3 / step })),
  { phase: "distill", step: 0, sw2: 0.6, "sw2.floor": 0.0079, "sw2.teacher": 0.0093 },
  ...[100, 200].map((step) => ({
    phase: "distill",
    step,
    "loss.fakeScore": 2,
    "loss.student": -1 / step,
    sw2: 6 / step,
  })),
];
const points = (count = 30) => ({
  shape: [count, 2],
  data: Float32Array.from({ length: 2 * count }, (_, i) => Math.sin(i)),
});
const images = { shape: [4, 5, 5, 1], data: Float32Array.from({ length: 100 }, (_, i) => Math.sin(i)) };
const jsonl = (lines: readonly unknown[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join("");

/** Writes a run folder and its report, and gives the page. */
async function pageOf(name: string, files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  for (const [file, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, name, file)), { recursive: true });
    await writeFile(join(root, name, file), content);
  }
  const path = await writeReport(join(root, name));
  expect(path).toBe(join(root, name, "report.html"));
  return readFile(path, "utf8");
}

const whole = {
  "status.json": JSON.stringify(status),
  "metrics.jsonl": jsonl(rows),
  "config.yaml": "seed: 3\ndata: { use: datasets/ring, modes: 8 }\nloss: { use: sid/fused, lambda: 0.5 }\n",
  "samples/data.npy": encodeNpy(points()),
  "samples/teacher.npy": encodeNpy(points()),
  "samples/student.npy": encodeNpy(points()),
  "samples/student-000000000.npy": encodeNpy(points()),
  "samples/student-000000200.npy": encodeNpy(points()),
};

const textOf = (page: string) =>
  page
    .replaceAll(/<style>.*?<\/style>/gs, "")
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll(/\s+/g, " ");
const attributesOf = (page: string, name: string) =>
  [...page.matchAll(new RegExp(` ${name}="([^"]*)"`, "g"))].map(([, value]) => value!.replaceAll("&#39;", "'"));
const tagsOf = (page: string, name: string) => page.match(new RegExp(`<(?:${name})[ >][^>]*>?`, "g")) ?? [];

const empty = new Set(["meta", "img"]);

/** The element that is closed by another's end, if there is one. */
function misnested(page: string): string | undefined {
  const open: string[] = [];
  for (const [, end, name, rest] of page.matchAll(/<(\/?)([a-z][\w-]*)((?:"[^"]*"|[^">])*)>/gi)) {
    if (end === "/") {
      if (open.pop() !== name) return name;
    } else if (!empty.has(name!) && !rest!.endsWith("/")) open.push(name!);
  }
  return open.pop();
}

describe("the page of a whole run", async () => {
  const page = await pageOf("whole", whole);

  test("says what was run, how it ended and what it reached against the floor", () => {
    const text = textOf(page);
    expect(text).toContain("ring-sid ✓ completed");
    expect(text).toContain("loss sid/fused data datasets/ring");
    expect(text).toContain("time 1 min 23 s");
    expect(text).toContain("sw2 ↓ 0.0213 0.0079 2.7 × 0.0093 0.312");
    expect(text).toContain("Measured by 1,024 samples against as many that training never saw.");
  });

  test("shows samples, their history, metrics and losses, each with words for those who do not see it", () => {
    const labels = attributesOf(page, "aria-label");
    expect(labels.filter((label) => label.startsWith("Scatter plot of 30 samples"))).toHaveLength(5);
    expect(labels).toContain("Scatter plot of 30 samples of the student at step 200");
    expect(labels).toContain("sw2 of the student over training, from 0.6 to 0.0213; noise floor 0.0079");
    expect(labels.filter((label) => label.includes("loss"))).toHaveLength(3);
    expect(tagsOf(page, "svg").every((tag) => tag.includes('role="img" aria-label="'))).toBe(true);
  });

  test("tells how to run it again", () => {
    expect(textOf(page)).toContain("tweedie run config.yaml --backend cpu --out whole-again");
    expect(page).toContain(whole["config.yaml"]);
    expect(page).toContain("3f9ab2c4");
  });

  test("needs no network and no script", () => {
    expect(tagsOf(page, "script|link|iframe|object")).toEqual([]);
    for (const name of ["src", "href", "xlink:href"]) {
      expect(attributesOf(page, name).filter((value) => !value.startsWith("data:"))).toEqual([]);
    }
    expect(page).not.toMatch(/url\(|@import/);
    expect(page).toContain("default-src 'none'");
  });

  test("is well formed", () => expect(misnested(page)).toBeUndefined());

  test("has no colour in its figures that would not follow light and dark", () => {
    const figures = page.slice(page.indexOf("<main>"));
    expect(figures.match(/#[0-9a-f]{6}\b/g)).toBeNull();
    const lights = Object.values(palette).map(({ light }) => light);
    expect(new Set(lights).size).toBe(lights.length);
  });
});

describe("quality against cost", async () => {
  const point = (sampler: string, steps: number, evaluations: number, sw2: number | string) => ({
    ...{ sampler, steps, evaluations, metrics: { sw2 } },
  });
  const page = await pageOf("cost", {
    ...whole,
    "teacher-curve.json": JSON.stringify({
      samples: 64,
      student: { sw2: 0.05 },
      floors: { sw2: 0.02 },
      points: [
        point("euler", 1, 1, 0.9),
        point("euler", 4, 4, 0.3),
        point("heun", 1, 1, 0.9),
        point("heun", 2, 3, "NaN"),
      ],
    }),
    "samples/teacher-00001.npy": encodeNpy(points()),
    "samples/teacher-00004.npy": encodeNpy(points()),
  });

  test("is a figure and a table of each metric, with the student and the floor of as many samples", () => {
    expect(attributesOf(page, "aria-label")).toContain(
      "sw2 against network evaluations: student 0.05 at 1; euler from 0.9 at 1 to 0.3 at 4; heun from 0.9 at 1 to not a number at 3",
    );
    const text = textOf(page);
    expect(text).toContain(
      "sampler steps evaluations sw2 student 1 1 0.05 teacher, euler 1 1 0.9 teacher, euler 4 4 0.3",
    );
    expect(text).toContain("teacher, heun 2 3 not a number noise floor 0.02");
    expect(text).toContain("by 64 samples");
  });

  test("shows the teacher's samples by their cost, and the student's", () => {
    expect(textOf(page)).toMatch(/teacher at 1 .*teacher at 4 .*student at 1 /);
    expect(misnested(page)).toBeUndefined();
  });

  test("that cannot be read is a warning, and the rest of the page is there", async () => {
    const torn = await pageOf("torn-curve", { ...whole, "teacher-curve.json": "{" });
    expect(textOf(torn)).toContain("is not the curve of a teacher");
    expect(textOf(torn)).not.toContain("Quality against cost");
  });
});

test("images are shown as PNG, with words beside", async () => {
  const page = await pageOf("images", {
    ...whole,
    ...Object.fromEntries(
      Object.keys(whole)
        .filter((file) => file.endsWith("npy"))
        .map((file) => [file, encodeNpy(images)]),
    ),
  });
  expect(attributesOf(page, "src")).toHaveLength(5);
  expect(attributesOf(page, "src").every((value) => value.startsWith("data:image/png;base64,"))).toBe(true);
  expect(attributesOf(page, "alt")).toContain("4 images of the teacher");
});

test("walks between latents are shown as rows of images", async () => {
  const walks = { shape: [18, 2, 2, 1], data: new Float32Array(72) };
  const page = await pageOf("walks", { ...whole, "samples/interpolation.npy": encodeNpy(walks) });
  expect(attributesOf(page, "alt")).toContain("Rows of images between two latents");
  const [source] = attributesOf(page, "src");
  const png = Buffer.from(source!.slice(source!.indexOf(",") + 1), "base64");
  // Nine of 24 by 24 pixels and a gutter between, in two rows.
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([9 * 48 + 8, 2 * 48 + 1]);
});

describe("diagnostics", () => {
  const measured = (step: number, values: object) => ({ phase: "distill", step, ...values });

  test("are drawn together, each with words that say how to read it, and not among the losses", async () => {
    const values = {
      V: 0.2,
      L1: 0.3,
      L2: 0.25,
      spread: 0.9,
      psiGap: 0.01,
      "V.band0": 0.1,
      "V.band3": 0,
      "grad.loss": 1,
    };
    const logged = Object.fromEntries(Object.entries(values).map(([name, value]) => [`diag.${name}`, value]));
    const page = await pageOf("diagnosed", {
      ...whole,
      "metrics.jsonl": jsonl([...rows, ...[100, 200].map((step) => measured(step, logged))]),
    });
    const labels = attributesOf(page, "aria-label");
    expect(labels).toContain("V, L1, L2 over training; at the end V 0.2, L1 0.3, L2 0.25");
    expect(labels).toContain("V by noise over training; at the end σ &lt; 0.1 0.1, σ &gt; 2 0");
    expect(labels.filter((label) => label.includes("over training; at the end"))).toHaveLength(5);
    expect(labels.filter((label) => label.includes("diag."))).toEqual([]);
    expect(textOf(page)).toContain("V is at most the Fisher divergence");
    expect(misnested(page)).toBeUndefined();
  });

  test("that a run has not are left out", async () => {
    const page = await pageOf("undiagnosed", whole);
    expect(textOf(page)).not.toContain("Diagnostics");
  });
});

test("whatever a user has written is text", async () => {
  const hostile = `<img src=x onerror="alert('$&')">`;
  const page = await pageOf("hostile", {
    "status.json": JSON.stringify({
      ...status,
      name: hostile,
      status: "failed",
      reason: hostile,
      backend: hostile,
      configHash: hostile,
      warnings: [hostile],
      goals: { [hostile]: "minimize" },
    }),
    "metrics.jsonl": jsonl([0, 1].map((step) => ({ phase: "distill", step, [hostile]: step, "</svg>": step }))),
    "config.yaml": `note: ${JSON.stringify(hostile)}\nloss: { use: ${JSON.stringify(hostile)} }\n`,
  });
  expect(page).not.toContain("<img");
  expect(misnested(page)).toBeUndefined();
  expect(textOf(page).split("&lt;img src=x onerror=&quot;alert(&#39;$&amp;&#39;)&quot;&gt;").length).toBeGreaterThan(6);
});

describe("a run that did not come far still has a page", () => {
  const early = { ...status, metrics: {}, floors: {}, baselines: {}, teacher: {}, goals: {} };
  test.each([
    ["running", "… running"],
    ["interrupted", "‖ interrupted"],
    ["collapsed", "✗ collapsed"],
    ["diverged", "✗ diverged"],
    ["failed", "✗ failed"],
    ["not-converged", "△ not converged"],
  ])("%s, with nothing but its status", async (name, badge) => {
    const page = await pageOf(`bare-${name}`, {
      "status.json": JSON.stringify({ ...early, status: name, reason: "why" }),
    });
    expect(textOf(page)).toContain(`${badge} why`);
    expect(misnested(page)).toBeUndefined();
    expect(tagsOf(page, "svg")).toEqual([]);
  });

  test("with what its log says of metrics and floors", async () => {
    const page = await pageOf("logged", { "status.json": JSON.stringify(early), "metrics.jsonl": jsonl(rows) });
    expect(textOf(page)).toContain("sw2 0.03 0.0079 3.8 × 0.0093 –");
  });

  test("with losses that are not numbers", async () => {
    const broken = { phase: "distill", step: 201, "loss.fakeScore": "NaN", "loss.student": "-Infinity" };
    const page = await pageOf("broken", {
      "status.json": JSON.stringify(early),
      "metrics.jsonl": jsonl([...rows, broken]),
    });
    expect(attributesOf(page, "aria-label")).toContain("fake score's loss over training: not a number at step 201");
    expect(page).not.toContain("NaN");
  });

  test("with a word on files that cannot be read", async () => {
    const damaged = { "samples/teacher.npy": "torn", "config.yaml": "a: [", "metrics.jsonl": "{\n" };
    const page = await pageOf("damaged", { ...whole, ...damaged });
    expect(textOf(page)).toContain("teacher.npy: is not a NumPy array");
    expect(attributesOf(page, "aria-label")).not.toContain("Scatter plot of 30 samples of the teacher");
    expect(attributesOf(page, "aria-label")).toContain("Scatter plot of 30 samples of the student");
  });
});

test("a folder without a run is refused", async () => {
  await expect(writeReport(join(root, "nowhere"))).rejects.toThrow("nowhere: holds no run");
});

test("Vega is loaded by the first figure and not by the import", async () => {
  let isLoaded = false;
  vi.resetModules();
  vi.doMock("vega", (original) => {
    isLoaded = true;
    return original();
  });
  const { renderSvg } = await import("./index.ts");
  expect(isLoaded).toBe(false);
  await renderSvg({ $schema: "https://vega.github.io/schema/vega/v6.json" });
  expect(isLoaded).toBe(true);
  vi.doUnmock("vega");
});
