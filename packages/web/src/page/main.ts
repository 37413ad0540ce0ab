import { sizeOf, slerp } from "@tweedie/core";
import type { WebStudent } from "../student.ts";
import { drawImage, drawPoints } from "./draw.ts";
import { createPageGenerator, type PageGenerator } from "./generator.ts";

declare global {
  var tweedie: {
    readonly student: WebStudent;
    readonly files: { readonly onnx: string; readonly runtime: string; readonly wasm: string };
    /** For whoever drives the page by a program. */
    generator?: PageGenerator;
  };
}

const element = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;
const number = (id: string): number => Number(element<HTMLInputElement>(id).value);

const { student, files } = globalThis.tweedie;
element("name").textContent = document.title = student.name;
const { shape, latentShape, classes } = student;
const isImages = shape.length === 3;
const size = sizeOf(shape);
const latent = sizeOf(latentShape);
const count = isImages ? 64 : 2_000;
const side = 480;
const walkSteps = 64;

/** The coordinate at the edge of a plot: nearly all samples of the first seed lie inside. */
let reach = 1;
let drawn: Float32Array = new Float32Array();
let shown: Float32Array = new Float32Array();
let ends: [number, number] = [0, 1];

async function start(): Promise<void> {
  const generator = await createPageGenerator(student, files);
  globalThis.tweedie.generator = generator;
  if (classes !== undefined) {
    const options = Array.from({ length: classes }, (_, i) => new Option(String(i), String(i)));
    element<HTMLSelectElement>("class").append(...options);
    element("classes").hidden = false;
  }
  for (const id of ["seed", "class"]) element(id).addEventListener("input", () => void show(generator));
  element("share").addEventListener("input", () => void walk(generator));
  element("samples").addEventListener("click", (event) => void choose(generator, event));
  await show(generator);
  element("status").textContent = "";
  document.body.dataset["ready"] = "yes";
}

const classOf = (): number | undefined => {
  const { value } = element<HTMLSelectElement>("class");
  return value === "" ? undefined : Number(value);
};

async function show(generator: PageGenerator): Promise<void> {
  // Half-typed and negative numbers are no seeds.
  if (!element<HTMLInputElement>("seed").checkValidity()) return;
  drawn = generator.latents(number("seed"), count);
  const { samples, milliseconds } = await generator.generate(drawn, classOf());
  shown = samples.slice();
  const each = milliseconds / count;
  element("time").textContent =
    `${each.toPrecision(2)} ms ${isImages ? "an image" : "a sample"}: ${count} in ${milliseconds.toFixed(1)} ms`;
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
  await walk(generator);
}

const imageShape = () => shape as readonly [number, number, number];
const cell = (i: number) => ({ x: (i % 8) * (side / 8), y: Math.floor(i / 8) * (side / 8) });
const quantile = (values: Float32Array, share: number): number =>
  values.toSorted()[Math.floor(share * (values.length - 1))]!;

/** Draws where the slider stands between the two chosen latents; of points, the whole way as well. */
async function walk(generator: PageGenerator): Promise<void> {
  const [a, b] = ends.map((end) => drawn.subarray(end * latent, (end + 1) * latent));
  const canvas = element<HTMLCanvasElement>("walk").getContext("2d")!;
  const share = number("share");
  element("between").textContent = `from sample ${ends[0]} to sample ${ends[1]}, ${Math.round(100 * share)} %`;
  // Two samples of different classes have no class between them: the first one's stays.
  const label = classOf() ?? (classes === undefined ? undefined : ends[0] % classes);
  const { samples } = await generator.generate(slerp(a!, b!, share), label);
  canvas.clearRect(0, 0, side, side);
  if (isImages) return drawImage(canvas, samples, imageShape(), { x: 0, y: 0, side });
  const way = Array.from({ length: walkSteps + 1 }, (_, i) => [...slerp(a!, b!, i / walkSteps)]).flat();
  const { samples: path } = await generator.generate(Float32Array.from(way), label);
  drawPoints(canvas, shown, { size, reach, side, radius: 1, color: "#a3adb6" });
  drawPoints(canvas, path, { size, reach, side, radius: 2, color: "#0072b2" });
  drawPoints(canvas, samples, { size, reach, side, radius: 6, color: "#d55e00" });
}

/** A click on a sample makes it an end of the walk, in turn. */
async function choose(generator: PageGenerator, { offsetX, offsetY, target }: MouseEvent): Promise<void> {
  const scale = side / (target as HTMLElement).clientWidth;
  const [x, y] = [scale * offsetX, scale * offsetY];
  ends = [ends[1], isImages ? imageAt(x, y) : pointAt(x, y)];
  await walk(generator);
}

const imageAt = (x: number, y: number): number =>
  Math.min(7, Math.floor((8 * y) / side)) * 8 + Math.min(7, Math.floor((8 * x) / side));

function pointAt(x: number, y: number): number {
  const [atX, atY] = [((2 * x) / side - 1) * reach, (1 - (2 * y) / side) * reach];
  const distance = (i: number) => Math.hypot(shown[i * size]! - atX, shown[i * size + 1]! - atY);
  return Array.from({ length: count }, (_, i) => i).reduce((best, i) => (distance(i) < distance(best) ? i : best));
}

start().catch((error: unknown) => {
  element("status").textContent = `It does not start: ${String(error)}`;
  document.body.dataset["ready"] = "no";
});
