import { expect, test } from "vitest";
import { wandbRunFolder } from "./run-folder.ts";

test("a run of a W&B sweep has the folder runs/SWEEP/RUN, so that one configuration can be tried twice", () => {
  expect(wandbRunFolder({ WANDB_SWEEP_ID: "k3f9", WANDB_RUN_ID: "x1-y2" })).toBe("runs/k3f9/x1-y2");
  expect(wandbRunFolder({ WANDB_RUN_ID: "x1" })).toBeUndefined();
  expect(wandbRunFolder({ WANDB_SWEEP_ID: "..", WANDB_RUN_ID: "x1" })).toBeUndefined();
});
