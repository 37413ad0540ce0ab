import { describe, expect, test } from "vitest";
import { renderPng, renderSvg } from "../render.ts";
import { color } from "../theme.ts";
import { lossCurve } from "./loss-curve.ts";
import { metricCurve } from "./metric-curve.ts";
import { countOutside, frameOf, scatter } from "./scatter.ts";
import { seriesCurves } from "./series-curves.ts";

const textsOf = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
const linesOf = (svg: string) =>
  [...svg.matchAll(/<path aria-hidden[^>]*>|<path[^>]*stroke="#[^>]*>/g)].map(([tag]) => tag);
const curve = (length: number, value: (step: number) => number) =>
  Array.from({ length }, (_, step) => ({ step, value: value(step) }));

describe("lossCurve", () => {
  test("draws a thin and a bold line, without a title or a legend, which the page has", async () => {
    const svg = await renderSvg(
      lossCurve(
        curve(50, (step) => 10 + Math.sin(step)),
        "student",
      ),
    );
    const lines = linesOf(svg).filter((tag) => tag.includes(`stroke="${color("student")}"`));
    expect(lines.filter((tag) => tag.includes('opacity="0.35"'))).toHaveLength(1);
    expect(lines.filter((tag) => tag.includes('stroke-width="2"')).length).toBeGreaterThanOrEqual(1);
    expect(textsOf(svg).filter((text) => !/^[\d.,]+$/.test(text!))).toEqual(["step"]);
  });

  test("marks the first NaN by a labelled rule", async () => {
    const points = curve(50, (step) => (step < 30 ? 1 + step : NaN));
    const svg = await renderSvg(lossCurve(points, "student"));
    expect(textsOf(svg)).toContain("not finite");
    expect(svg).not.toContain("NaN");
    const whole = await renderSvg(lossCurve(points.slice(0, 30), "student"));
    expect(textsOf(whole)).not.toContain("not finite");
  });

  test("stays below 25 kB for 20,000 points", async () => {
    const points = curve(20_000, (step) => Math.cos(step) + 2);
    const svg = await renderSvg(lossCurve(points, "student"));
    expect(svg.length).toBeLessThan(25_000);
  });
});

describe("metricCurve", () => {
  const points = curve(7, (step) => Math.exp(-step));
  const references = [
    { name: "noise floor", value: 0.0079, color: "muted" },
    { name: "teacher", value: NaN, color: "teacher" },
  ] as const;

  test("draws references with finite values as dashed lines", async () => {
    const svg = await renderSvg(metricCurve({ name: "student", points }, references));
    expect(textsOf(svg)).toEqual(expect.arrayContaining(["step", "0.01", "0.1", "1"]));
    expect(linesOf(svg).filter((tag) => tag.includes(color("teacher")))).toEqual([]);
    expect(svg).toContain('stroke-dasharray="6,4"');
    expect(svg).not.toContain("NaN");
  });
});

describe("seriesCurves", () => {
  const points = curve(7, (step) => (step === 3 ? NaN : step - 2));

  test("distinguishes the series by colour and dashes", async () => {
    const svg = await renderSvg(
      seriesCurves([
        { name: "V", points, color: "student" },
        { name: "L1", points, color: "muted" },
      ]),
    );
    for (const name of ["student", "muted"] as const) expect(svg).toContain(`stroke="${color(name)}"`);
    expect(svg).toContain('stroke-dasharray="6,4"');
    expect(svg).not.toContain("NaN");
  });

  test("has the same size and the same vertical axis for any values", async () => {
    const sizes = new Set<string>();
    for (const size of [1e-5, 1, 12_345]) {
      const scaled = points.map(({ step, value }) => ({ step, value: size * value }));
      const svg = await renderSvg(seriesCurves([{ name: "gap", points: scaled, color: "fakeScore" }]));
      sizes.add(/ width="[\d.]+" height="[\d.]+"/.exec(svg)![0] + / transform="translate\([^)]*\)"/.exec(svg)![0]);
    }
    expect([...sizes]).toHaveLength(1);
  });
});

describe("scatter", () => {
  const cross = { shape: [4, 2], data: Float32Array.of(-1, 0, 1, 0, 0, -1, 0, 1) };
  const frame = { center: [0, 0], radius: 2 } as const;
  const pointsOf = (svg: string) =>
    [...svg.matchAll(/M(\d+\.\d),(\d+\.\d)h0/g)].map(([, x, y]) => [Number(x), Number(y)]);

  test("has the same unit on both axes, the second coordinate upwards, and draws each point once", async () => {
    const svg = await renderSvg(scatter([{ samples: cross, color: "student" }], frame, { side: 200 }));
    const sorted = pointsOf(svg).map(String).sort();
    expect(sorted).toEqual(["100,150", "100,50", "150,100", "50,100"]);
    expect(svg.match(/M100.0,50.0h0/g)).toHaveLength(1);
  });

  test("omits points outside the frame or not finite; countOutside counts them", async () => {
    const samples = { shape: [4, 2], data: Float32Array.of(0, 0, 9, 0, NaN, 0, 0, -Infinity) };
    expect(countOutside(samples, frame)).toBe(3);
    expect(pointsOf(await renderSvg(scatter([{ samples, color: "data" }], frame)))).toHaveLength(1);
  });

  test("draws the first two coordinates of longer vectors, and at most `most` points", async () => {
    const samples = { shape: [3, 3], data: Float32Array.of(0, 1, 9, 0, 1, 9, 0, 1, 9) };
    const svg = await renderSvg(scatter([{ samples, color: "data" }], frame, { side: 200, most: 2 }));
    expect(pointsOf(svg)).toEqual([
      [100, 50],
      [100, 50],
    ]);
  });

  test("frameOf ignores a few outliers", () => {
    const data = Float32Array.from({ length: 4_000 }, (_, i) => (i % 2 === 0 ? 3 : 0) + Math.sin(i));
    data[0] = 1e6;
    data[3] = NaN;
    const { center, radius } = frameOf({ shape: [2_000, 2], data });
    expect(center[0]).toBeCloseTo(3, 1);
    expect(center[1]).toBeCloseTo(0, 1);
    expect(radius).toBeCloseTo(1.15, 1);
    expect(frameOf({ shape: [2, 2], data: Float32Array.of(5, 5, 5, 5) })).toEqual({ center: [5, 5], radius: 1 });
  });
});

describe("renderPng", () => {
  const sizeOf = (png: Uint8Array) => {
    const view = new DataView(png.buffer, png.byteOffset);
    return [view.getUint32(16), view.getUint32(20)];
  };
  const svgOf = (text: string) =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><text x="4" y="15" font-family="system-ui, 'DejaVu Sans'">${text}</text></svg>`;

  test("multiplies the size of the SVG by the scale", async () => {
    expect(sizeOf(await renderPng(svgOf(""), 3))).toEqual([120, 60]);
  });

  test("draws text without an installed font", async () => {
    const [blank, alpha, beta] = await Promise.all(["", "alpha", "beta"].map((text) => renderPng(svgOf(text))));
    expect(alpha).not.toEqual(blank);
    expect(alpha).not.toEqual(beta);
  });
});
