import { encodeNpy } from "@tweedie/formats";
import { describe, expect, test, vi } from "vitest";
import { attributesOf, misnestedElement, tagsOf, textOf } from "./page/page.fixture.ts";
import { completedRun, completedStatus, jsonLines, reportOf } from "./run-folder.fixture.ts";
import { palette } from "./theme.ts";
import { writeReport } from "./write-report.ts";

describe("the report of a completed run", () => {
  test("has the name, the status, the settings and the metrics with their reference values", async () => {
    const text = textOf(await reportOf(completedRun));
    expect(text).toContain("ring-sid ✓ completed");
    expect(text).toContain("loss sid/fused data datasets/ring");
    expect(text).toContain("step 200 (distillation) images 12.8 kimg time 1 min 23 s");
    expect(text).toContain("sw2 lower is better 0.0213 0.0079 2.7 × 0.0093 0.312");
    expect(text).toContain("Each metric compares 1,024 samples with as many held-out real samples.");
  });

  test("has figures of samples, metrics and losses, each with alternative text", async () => {
    const page = await reportOf(completedRun);
    const labels = attributesOf(page, "aria-label");
    expect(labels.filter((label) => label.startsWith("Scatter plot of 30 samples"))).toHaveLength(5);
    expect(labels).toContain("Scatter plot of 30 samples of the student at step 200");
    expect(labels).toContain("sw2 of the student during training, from 0.6 to 0.0213; noise floor 0.0079");
    expect(labels.filter((label) => label.includes("loss"))).toHaveLength(3);
    expect(tagsOf(page, "svg").every((tag) => /role="img" aria-label="|aria-hidden="true"/.test(tag))).toBe(true);
  });

  test("has the commands that reproduce the run", async () => {
    const page = await reportOf(completedRun);
    expect(textOf(page)).toContain("tweedie run config.yaml --backend cpu --out run-again");
    expect(page).toContain(completedRun["config.yaml"]);
    expect(page).toContain("3f9ab2c4");
  });

  test("has no script and no network access", async () => {
    const page = await reportOf(completedRun);
    expect(tagsOf(page, "script|link|iframe|object")).toEqual([]);
    for (const name of ["src", "href", "xlink:href"]) {
      expect(attributesOf(page, name).filter((value) => !/^(data:|#section-)/.test(value))).toEqual([]);
    }
    expect(page).not.toMatch(/url\(|@import/);
    expect(page).toContain("default-src 'none'");
  });

  test("is well formed, and all colours of its figures follow the colour scheme", async () => {
    const page = await reportOf(completedRun);
    expect(misnestedElement(page)).toBeUndefined();
    expect(page.slice(page.indexOf("<main>")).match(/#[0-9a-f]{6}\b/g)).toBeNull();
    const colors = Object.values(palette).map(({ light }) => light);
    expect(new Set(colors).size).toBe(colors.length);
  });
});

test("image samples are embedded as PNG, with alternative text", async () => {
  const images = encodeNpy({ shape: [4, 5, 5, 1], data: Float32Array.from({ length: 100 }, (_, i) => Math.sin(i)) });
  const page = await reportOf({
    ...completedRun,
    ...Object.fromEntries(
      Object.keys(completedRun)
        .filter((file) => file.endsWith("npy"))
        .map((file) => [file, images]),
    ),
  });
  expect(attributesOf(page, "src")).toHaveLength(5);
  expect(attributesOf(page, "src").every((value) => value.startsWith("data:image/png;base64,"))).toBe(true);
  expect(attributesOf(page, "alt")).toContain("4 images of the teacher");
});

test("latent interpolations are embedded as rows of nine images", async () => {
  const images = encodeNpy({ shape: [18, 2, 2, 1], data: new Float32Array(72) });
  const page = await reportOf({ ...completedRun, "samples/interpolation.npy": images });
  expect(attributesOf(page, "alt")).toContain("Rows of images that interpolate between two latents");
  const [source] = attributesOf(page, "src");
  const png = Buffer.from(source!.slice(source!.indexOf(",") + 1), "base64");
  // Width and height of the PNG: images of 48 pixels with gutters of 1 pixel, in two rows.
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([9 * 48 + 8, 2 * 48 + 1]);
});

test("text of users is escaped everywhere", async () => {
  const hostile = `<img src=x onerror="alert('$&')">`;
  const page = await reportOf({
    "status.json": JSON.stringify({
      ...completedStatus,
      name: hostile,
      status: "failed",
      reason: hostile,
      backend: hostile,
      configHash: hostile,
      warnings: [hostile],
      goals: { [hostile]: "minimize" },
    }),
    "metrics.jsonl": jsonLines([0, 1].map((step) => ({ phase: "distill", step, [hostile]: step, "</svg>": step }))),
    "config.yaml": `note: ${JSON.stringify(hostile)}\nloss: { use: ${JSON.stringify(hostile)} }\n`,
  });
  expect(page).not.toContain("<img");
  expect(misnestedElement(page)).toBeUndefined();
  expect(textOf(page).split("&lt;img src=x onerror=&quot;alert(&#39;$&amp;&#39;)&quot;&gt;").length).toBeGreaterThan(6);
});

test("a folder without a run is refused", async () => {
  await expect(writeReport("nowhere")).rejects.toThrow("nowhere: is not a run folder");
});

test("Vega is loaded by the first figure, not by the import", async () => {
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
