import { definePlugin } from "@tweedie/core";
import { expect, test } from "vitest";
import { z } from "zod";
import { noop } from "../noop.ts";
import { checkLoss, checkTimeLaw } from "./index.ts";

test("a sound loss has no problem, and its skipped checks have a reason", async () => {
  const { problems, passed, skipped } = await checkLoss(noop.loss);
  expect(problems).toEqual([]);
  expect(passed).toContain("loss > of points > is a pure function of the batch");
  expect(skipped).toContainEqual({
    check: "loss > of images > for the fake score > the fake score's loss compiles, with its gradient",
    reason: "the loss has no `fakeScore`: the fake score is trained by denoising score matching",
  });
});

test("an error that a plugin throws is a problem of the check, and the other checks still run", async () => {
  const plugin = definePlugin({
    role: "timeLaw",
    summary: "Throws",
    options: z.strictObject({}),
    create: () => ({
      quantile: () => {
        throw new RangeError("no such quantile");
      },
    }),
  });
  const { problems, passed } = await checkTimeLaw(plugin);
  expect(problems).toHaveLength(3);
  expect(problems[0]).toMatchObject({ what: "no such quantile", error: expect.any(RangeError) });
  expect(passed).toEqual(["time law > refuses unknown options", "time law > create returns a new object each time"]);
});

test("a plugin that cannot be created has one problem", async () => {
  const { problems } = await checkLoss(noop.loss, { options: { unknown: 1 } });
  expect(problems).toMatchObject([{ check: "loss > can be created" }]);
});
