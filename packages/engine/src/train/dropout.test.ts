import { random } from "@tweedie/core";
import "@tweedie/testing";
import { expect, test } from "vitest";
import { denoisingDraws } from "../steps/denoising.ts";
import { distillationDraws } from "../steps/distillation-draws.ts";
import { componentsOf, masksIn, pretrain } from "./dropout.fixture.ts";

test("compiled training of the teacher with dropout equals training op by op", async () => {
  const [compiled, eager] = [await pretrain("ort", 0.2), await pretrain("cpu", 0.2)];
  expect(compiled.losses).toBeAllClose(eager.losses, { rtol: 1e-5 });
  for (const [name, { data }] of Object.entries(compiled.state)) {
    expect(data, name).toBeAllClose(eager.state[name]!.data, { atol: 1e-5, rtol: 1e-4 });
  }
});

test("masks are draws of the teacher's training, different at each step, and not of the distillation", async () => {
  const { pretraining, distillation } = await componentsOf(0.2);
  const masksAt = (step: number) => masksIn(denoisingDraws(pretraining, random(0, "draws", step), step));
  expect(Object.keys(masksAt(1))).toHaveLength(3);
  expect(masksAt(1)).toEqual(masksAt(1));
  for (const [name, mask] of Object.entries(masksAt(1))) expect(mask, name).not.toEqual(masksAt(2)[name]);
  expect(masksIn(distillationDraws(distillation, random(0, "draws", 1), 1))).toEqual({});
});
