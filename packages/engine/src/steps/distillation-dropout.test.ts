import { type NDArrays, random } from "@tweedie/core";
import { expect, test } from "vitest";
import { masksIn } from "../train/dropout.fixture.ts";
import { distillationDraws } from "./distillation-draws.ts";
import { distillationOf, type Dropout } from "./distillation-dropout.fixture.ts";

const masksOf = async (dropout: Dropout, iteration = 1): Promise<NDArrays> => {
  const { distillation } = await distillationOf(dropout, ["distill.fakeScore.updates=2"]);
  return masksIn(distillationDraws(distillation, random(0, "draws", iteration), iteration));
};

/** Prefixes of the updates whose draws have masks. */
const updatesWithMasks = (masks: NDArrays) => [...new Set(Object.keys(masks).map((name) => name.split(".model.")[0]))];

test("masks are draws of the updates of the networks with dropout, and of no others", async () => {
  expect(updatesWithMasks(await masksOf({}))).toEqual([]);
  expect(updatesWithMasks(await masksOf({ student: false, fakeScore: false }))).toEqual([]);
  expect(updatesWithMasks(await masksOf({ student: true }))).toEqual(["student"]);
  expect(updatesWithMasks(await masksOf({ fakeScore: true }))).toEqual(["fakeScore.0", "fakeScore.1"]);
});

test("each update has masks of its own, which depend on the iteration alone", async () => {
  const both = { student: true, fakeScore: true };
  const [first, again, second] = [await masksOf(both), await masksOf(both), await masksOf(both, 2)];
  expect(first).toEqual(again);
  const all = [...Object.values(first), ...Object.values(second)].map(({ data }) => data.join());
  expect(new Set(all).size).toBe(all.length);
  expect(all.length).toBe(2 * 3 * 3);
});
