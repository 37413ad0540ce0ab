import { expect, test } from "vitest";
import { deviceOfSlot } from "./cuda-devices.ts";

test.each([
  ["no device", 0, undefined, [undefined, undefined]],
  ["one device", 1, undefined, [undefined, undefined]],
  ["two devices", 2, undefined, ["0", "1", "0"]],
  ["devices that Slurm assigned", 8, "4,6,7", ["4", "6", "7", "4"]],
  ["one assigned device", 8, "3", [undefined, undefined]],
])("with %s, workers use them in turn", (_, count, visible, devices) =>
  expect(devices.map((_, slot) => deviceOfSlot(slot, count, visible))).toEqual(devices),
);
