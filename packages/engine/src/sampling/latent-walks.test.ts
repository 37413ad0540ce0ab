import { ndarray, random, rows, type Student } from "@tweedie/core";
import { expect, test } from "vitest";
import { latentWalks, walks } from "./latent-walks.ts";

test("each row goes from one latent to the next, all of them of a length that latents have", () => {
  const latents = ndarray([4, 8, 8, 1], random(1, "latents").normal(4 * 64));
  const walks = latentWalks(latents, 9);
  expect(walks.shape).toEqual([18, 8, 8, 1]);
  const at = (i: number) => rows(walks, i, i + 1).data;
  const end = (i: number) => rows(latents, i, i + 1).data;
  for (const [walked, latent] of [
    [0, 0],
    [8, 1],
    [9, 2],
    [17, 3],
  ] as const) {
    at(walked).forEach((value, i) => expect(value).toBeCloseTo(end(latent)[i]!, 5));
  }
  for (let i = 0; i < 18; i++) {
    const length = Math.hypot(...at(i));
    const ends = [0, 1].map((k) => Math.hypot(...end(2 * Math.floor(i / 9) + k)));
    expect(length).toBeGreaterThan(0.9 * Math.min(...ends));
    expect(length).toBeLessThan(1.1 * Math.max(...ends));
  }
});

test("where there are classes, each walk is of one", () => {
  const student = { latentShape: [4], classes: 2 } as unknown as Student;
  const { z, label } = walks(student, random(0, "walks"), { count: 3, columns: 4 });
  expect(z!.shape).toEqual([12, 4]);
  expect([...label!.data]).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0]);
  expect(walks({ ...student, classes: undefined }, random(0, "walks"), { count: 3, columns: 4 })).toEqual({ z });
});
