import { expect, test } from "vitest";
import { checkName, parseCondition } from "./condition.ts";
import { entryOf } from "./run-entry.fixture.ts";

const entry = entryOf("ring-1", {
  config: {
    seed: 3,
    loss: { use: "sid/l2", lambda: 0.5, transform: null },
    optimizer: { lr: 1e-4, betas: [0, 0.99] },
    evaluate: { metrics: [{ use: "metrics/mmd", samples: 64 }] },
  },
  sw2: [0.5, 0.02],
});

test.each([
  "loss.use=sid/l2",
  "loss=sid/l2",
  "loss!=sid/l1",
  "loss~^SID/l[12]$",
  "loss.lambda=.5",
  "loss.lambda<1",
  "loss.lambda>=0.5",
  "loss.transform=null",
  "optimizer.lr=0.0001",
  "optimizer.lr<=1e-4",
  "optimizer.betas=[0,0.99]",
  "evaluate.metrics[0].samples>9",
  "evaluate.metrics.0.samples>9",
  "evaluate.metrics.0=metrics/mmd",
  "status=completed",
  "name~ring",
  "started>=2026-01-01",
  "started<2026-01-02",
  "sw2<0.03",
  "sw2.floor=0.01",
  "loss.student=1",
  "nothing!=1",
])("%s holds", (condition) => {
  expect(parseCondition(condition).holds(entry)).toBe(true);
});

test.each([
  "loss=sid/l1",
  "sw2>0.03",
  "sw2.teacher=0",
  "nothing=1",
  "nothing~.",
  "nothing<1",
  "seed<3",
  "loss<1",
  "sw2>sw",
])("%s does not hold", (condition) => expect(parseCondition(condition).holds(entry)).toBe(false));

test("of a value that is no number, nothing holds but that it is another", () => {
  const diverged = entryOf("a", { sw2: [NaN] });
  const holding = ["sw2=1", "sw2<1", "sw2>1", "sw2<=1", "sw2!=1"].filter((text) =>
    parseCondition(text).holds(diverged),
  );
  expect(holding).toEqual(["sw2!=1"]);
  expect(parseCondition("sw2=NaN").holds(diverged)).toBe(true);
});

test.each([
  ["sw2", "--where: `sw2` is no condition"],
  ["=3", "--where: `=3` is no condition"],
  ["loss~(", "--where: `(`: Invalid regular expression"],
])("%s is refused", (argument, message) => expect(() => parseCondition(argument)).toThrow(message));

test("a name that no run has is refused, with what was meant", async () => {
  await expect(checkName("--sort", "sw2.flor", [entry])).rejects.toThrow(
    "--sort: no run has `sw2.flor`\n  = help: did you mean `sw2.floor`?",
  );
  await expect(checkName("--sort", "los.lambda", [entry])).rejects.toThrow("did you mean `loss.lambda`?");
  await checkName("--sort", "loss.lambda", [entryOf("b"), entry]);
  await checkName("--sort", "loss.lambda", []);
});
