import { sizeOf, slerp } from "@tweedie/core";
import type { WebStudent } from "../student.ts";
import { drawImage, drawPoints } from "./draw.ts";
import { createPageGenerator, type PageGenerator } from "./generator.ts";

declare global {
  var tweedie: {
    readonly student: WebStudent;
    readonly files: { readonly onnx: string; readonly runtime: string; readonly wasm: string };
    /** For programs that control the page. */
    generator?: PageGenerator;
  };
}

const element = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;
const numberIn = (id: string): number => Number(element<HTMLInputElement>(id).value);

const { student, files } = globalThis.tweedie;
element("name").textContent = document.title = student.name;
const { shape, latentShape, classes, steps } = student;
if (steps !== undefined) element("steps").textContent = String(steps);
const isImages = shape.length === 3;
const size = sizeOf(shape);
const latentSize = sizeOf(latentShape);
const count = isImages ? 64 : 2_000;
const side = 480;
const walkSteps = 64;

/** The largest coordinate of a plot. Nearly all samples are inside. */
let reach = 1;
let latents: Float32Array = new Float32Array();
let points: Float32Array = new Float32Array();
/** The samples between which the walk interpolates. */
let ends: [number, number] = [0, 1];

async function start(): Promise<void> {
  const generator = await createPageGenerator(student, files);
  globalThis.tweedie.generator = generator;
  if (classes !== undefined) {
    const options = Array.from({ length: classes }, (_, i) => new Option(String(i), String(i)));
    element<HTMLSelectElement>("class").append(...options);
    element("classes").hidden = false;
  }
  for (const id of ["seed", "class"]) element(id).addEventListener("input", () => void drawSamples(generator));
  element("fraction").addEventListener("input", () => void drawWalk(generator));
  element("samples").addEventListener("click", (event) => void selectEnd(generator, event));
  await drawSamples(generator);
  element("status").textContent = "";
  document.body.dataset["ready"] = "yes";
}

const classOf = (): number | undefined => {
  const { value } = element<HTMLSelectElement>("class");
  return value === "" ? undefined : Number(value);
};

async function drawSamples(generator: PageGenerator): Promise<void> {
  // Incomplete and negative numbers are not valid seeds.
  if (!element<HTMLInputElement>("seed").checkValidity()) return;
  latents = generator.latents(numberIn("seed"), count);
  const { samples, milliseconds } = await generator.generate(latents, classOf());
  points = samples.slice();
  const each = milliseconds / count;
  element("time").textContent =
    `${each.toPrecision(2)} ms per ${isImages ? "image" : "sample"}: ${count} in ${milliseconds.toFixed(1)} ms`;
  const canvas = element<HTMLCanvasElement>("samples").getContext("2d")!;
  canvas.clearRect(0, 0, side, side);
  if (isImages) {
    for (let i = 0; i < count; i++) {
      drawImage(canvas, samples.subarray(i * size, (i + 1) * size), imageShape(), { ...cell(i), side: side / 8 - 2 });
    }
  } else {
    reach = 1.1 * quantile(samples.map(Math.abs), 0.998);
    drawPoints(canvas, samples, { size, reach, side, radius: 1.5, color: "#d55e00" });
  }
  await drawWalk(generator);
}

const imageShape = () => shape as readonly [number, number, number];
const cell = (i: number) => ({ x: (i % 8) * (side / 8), y: Math.floor(i / 8) * (side / 8) });
const quantile = (values: Float32Array, p: number): number => values.toSorted()[Math.floor(p * (values.length - 1))]!;

/** Draws the sample at the slider's position between the two chosen latents and, for points, the whole path. */
async function drawWalk(generator: PageGenerator): Promise<void> {
  const [a, b] = ends.map((end) => latents.subarray(end * latentSize, (end + 1) * latentSize));
  const canvas = element<HTMLCanvasElement>("walk").getContext("2d")!;
  const fraction = numberIn("fraction");
  element("between").textContent = `from sample ${ends[0]} to sample ${ends[1]}, ${Math.round(100 * fraction)} %`;
  // Classes cannot be interpolated: the path has the class of its first end.
  const label = classOf() ?? (classes === undefined ? undefined : ends[0] % classes);
  const { samples } = await generator.generate(slerp(a!, b!, fraction), label);
  canvas.clearRect(0, 0, side, side);
  if (isImages) return drawImage(canvas, samples, imageShape(), { x: 0, y: 0, side });
  const pathLatents = Array.from({ length: walkSteps + 1 }, (_, i) => [...slerp(a!, b!, i / walkSteps)]).flat();
  const { samples: path } = await generator.generate(Float32Array.from(pathLatents), label);
  drawPoints(canvas, points, { size, reach, side, radius: 1, color: "#a3adb6" });
  drawPoints(canvas, path, { size, reach, side, radius: 2, color: "#0072b2" });
  drawPoints(canvas, samples, { size, reach, side, radius: 6, color: "#d55e00" });
}

/** Makes the clicked sample an end of the walk, replacing the older of the two. */
async function selectEnd(generator: PageGenerator, { offsetX, offsetY, target }: MouseEvent): Promise<void> {
  const scale = side / (target as HTMLElement).clientWidth;
  const [x, y] = [scale * offsetX, scale * offsetY];
  ends = [ends[1], isImages ? imageAt(x, y) : pointAt(x, y)];
  await drawWalk(generator);
}

const imageAt = (x: number, y: number): number =>
  Math.min(7, Math.floor((8 * y) / side)) * 8 + Math.min(7, Math.floor((8 * x) / side));

function pointAt(x: number, y: number): number {
  const [atX, atY] = [((2 * x) / side - 1) * reach, (1 - (2 * y) / side) * reach];
  const distance = (i: number) => Math.hypot(points[i * size]! - atX, points[i * size + 1]! - atY);
  return Array.from({ length: count }, (_, i) => i).reduce((best, i) => (distance(i) < distance(best) ? i : best));
}

start().catch((error: unknown) => {
  element("status").textContent = `Cannot start: ${String(error)}`;
  document.body.dataset["ready"] = "no";
});
