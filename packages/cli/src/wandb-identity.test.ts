import { expect, test } from "vitest";
import { folderForAgent } from "./wandb-identity.ts";

test("a run of a W&B sweep has the folder of its name there, so that one configuration can be tried twice", () => {
  expect(folderForAgent({ WANDB_SWEEP_ID: "k3f9", WANDB_RUN_ID: "x1-y2" })).toBe("runs/k3f9/x1-y2");
  expect(folderForAgent({ WANDB_RUN_ID: "x1" })).toBeUndefined();
  expect(folderForAgent({ WANDB_SWEEP_ID: "..", WANDB_RUN_ID: "x1" })).toBeUndefined();
});
