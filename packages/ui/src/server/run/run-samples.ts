import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { ifExists } from "@tweedie/core/files";
import { type NDArray, rows } from "@tweedie/core";
import { readListed, runFolder } from "@tweedie/engine";
import type { SampleSet, Samples } from "../../api/run-details.ts";
import { RequestError } from "../http/answer.ts";
import { stampOf } from "./stamp.ts";

const fileName = /^(?:(data|teacher|student|interpolation)|(student|teacher)-(\d+))\.npy$/;

/** Most images of a grid, and most points of a plot. */
const [maxImages, maxPoints] = [64, 1_024];

/** Lists the sets of samples of a run: first those of the end, then those of the student during training by step. */
export async function listSamples(run: string): Promise<readonly SampleSet[]> {
  const folder = runFolder(run).samples;
  const files = ((await ifExists(readdir(folder))) ?? []).sort();
  const sets = files.map(async (file): Promise<SampleSet | undefined> => {
    const match = fileName.exec(file);
    if (!match) return undefined;
    const source = (match[1] ?? match[2]) as SampleSet["source"];
    const number = match[3] === undefined ? undefined : Number(match[3]);
    return {
      name: file.slice(0, -".npy".length),
      source,
      step: source === "student" ? number : undefined,
      evaluations: source === "teacher" ? number : undefined,
      stamp: await stampOf(join(folder, file)),
    };
  });
  return (await Promise.all(sets)).filter((set) => set !== undefined);
}

/** Reads a set of samples as it is drawn. @throws RequestError if the run has none of this name */
export async function readSamples(run: string, name: string): Promise<Samples> {
  const known = await listSamples(run);
  if (!known.some((set) => set.name === name)) throw new RequestError(404, "the run has no such samples");
  const samples = await readArray(run, name);
  const { displayKind, frameOf } = await import("@tweedie/report");
  const [count] = samples.shape as [number];
  switch (displayKind(samples)) {
    case "images":
      return { kind: "images", count, png: await pngOf(samples, name === "interpolation" ? 9 : 8) };
    case "points": {
      const reference = known.some((set) => set.name === "data") ? await readArray(run, "data") : samples;
      const { center, radius } = frameOf(reference);
      const [x, y] = center.map((middle) => [middle - radius, middle + radius] as const) as [
        readonly [number, number],
        readonly [number, number],
      ];
      return { kind: "points", count, points: pointsOf(samples), frame: { x, y } };
    }
    case undefined:
      return { kind: "other", shape: samples.shape };
  }
}

async function readArray(run: string, name: string): Promise<NDArray> {
  const { samples } = runFolder(run);
  const { decodeNpy } = await import("@tweedie/formats");
  return decodeNpy(await readListed(samples, `${name}.npy`), join(samples, `${name}.npy`));
}

/** A grid of images as a data URL: an address of its own would need a token. */
async function pngOf(samples: NDArray, columns: number): Promise<string> {
  const { imageGrid } = await import("@tweedie/formats");
  const shown = rows(samples, 0, Math.min(maxImages, samples.shape[0]!));
  return `data:image/png;base64,${Buffer.from(imageGrid(shown, { columns })).toString("base64")}`;
}

/** First two coordinates of the first samples, with five digits. */
function pointsOf({ shape, data }: NDArray): [number, number][] {
  const [count, width] = shape as [number, number];
  const coordinate = (i: number) => Number(data[i]!.toPrecision(5));
  return Array.from({ length: Math.min(count, maxPoints) }, (_, i): [number, number] => [
    coordinate(i * width),
    coordinate(i * width + 1),
  ]).filter((point) => point.every(Number.isFinite));
}
