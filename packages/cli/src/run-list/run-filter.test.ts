import { expect, test } from "vitest";
import { checkFieldName, parseRunFilter } from "./run-filter.ts";
import { runEntry } from "./run-entry.fixture.ts";

const entry = runEntry("ring-1", {
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
])("%s matches", (filter) => {
  expect(parseRunFilter(filter).matches(entry)).toBe(true);
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
])("%s does not match", (filter) => expect(parseRunFilter(filter).matches(entry)).toBe(false));

test("NaN matches no comparison except != and equality with NaN", () => {
  const diverged = runEntry("a", { sw2: [NaN] });
  const matching = ["sw2=1", "sw2<1", "sw2>1", "sw2<=1", "sw2!=1"].filter((text) =>
    parseRunFilter(text).matches(diverged),
  );
  expect(matching).toEqual(["sw2!=1"]);
  expect(parseRunFilter("sw2=NaN").matches(diverged)).toBe(true);
});

test.each([
  ["loss.lambda<0,5", "the decimal point is `.`"],
  ["sw2", "--where: expected a filter such as NAME=VALUE, got `sw2`"],
  ["=3", "--where: expected a filter such as NAME=VALUE, got `=3`"],
  ["loss~(", "--where: `(`: Invalid regular expression"],
])("%s is refused", (argument, message) => expect(() => parseRunFilter(argument)).toThrow(message));

test("a field that no run has is refused, with the nearest name", async () => {
  await expect(checkFieldName("--sort", "sw2.flor", [entry])).rejects.toThrow(
    "--sort: no run has a field `sw2.flor`\n  = help: did you mean `sw2.floor`?",
  );
  await expect(checkFieldName("--sort", "los.lambda", [entry])).rejects.toThrow("did you mean `loss.lambda`?");
  await checkFieldName("--sort", "loss.lambda", [runEntry("b"), entry]);
  await checkFieldName("--sort", "loss.lambda", []);
});
