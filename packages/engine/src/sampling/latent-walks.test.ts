import { ndarray, random, rows, type Student } from "@tweedie/core";
import { expect, test } from "vitest";
import { drawLatentWalks, interpolateLatents } from "./latent-walks.ts";

test("interpolation starts and ends at the given latents and keeps their norm", () => {
  const latents = ndarray([4, 8, 8, 1], random(1, "latents").normal(4 * 64));
  const walks = interpolateLatents(latents, 9);
  expect(walks.shape).toEqual([18, 8, 8, 1]);
  const point = (i: number) => rows(walks, i, i + 1).data;
  const end = (i: number) => rows(latents, i, i + 1).data;
  for (const [index, latent] of [
    [0, 0],
    [8, 1],
    [9, 2],
    [17, 3],
  ] as const) {
    point(index).forEach((value, i) => expect(value).toBeCloseTo(end(latent)[i]!, 5));
  }
  for (let i = 0; i < 18; i++) {
    const norm = Math.hypot(...point(i));
    const ends = [0, 1].map((k) => Math.hypot(...end(2 * Math.floor(i / 9) + k)));
    expect(norm).toBeGreaterThan(0.9 * Math.min(...ends));
    expect(norm).toBeLessThan(1.1 * Math.max(...ends));
  }
});

test("all points of a walk have one class", () => {
  const student = { latentShape: [4], classes: 2 } as unknown as Student;
  const { z, label } = drawLatentWalks(student, random(0, "walks"), { count: 3, columns: 4 });
  expect(z!.shape).toEqual([12, 4]);
  expect([...label!.data]).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0]);
  const unconditional = { ...student, classes: undefined };
  expect(drawLatentWalks(unconditional, random(0, "walks"), { count: 3, columns: 4 })).toEqual({ z });
});
