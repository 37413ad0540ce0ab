import { expect, test } from "vitest";
import { argumentsOf } from "./command-line.ts";

test.each([
  [{ kind: "continue" }, "run runs/a/config.yaml -o runs/a"],
  [
    { kind: "extend", overrides: ["distill.steps=60", "evaluate.metrics[0].samples=9"] },
    "extend runs/a distill.steps=60 evaluate.metrics[0].samples=9",
  ],
  [{ kind: "evaluate" }, "evaluate runs/a"],
  [
    { kind: "evaluate", checkpoint: "all", overrides: ["metrics=metrics/mmd"] },
    "evaluate runs/a metrics=metrics/mmd --checkpoint all",
  ],
  [{ kind: "export", format: "safetensors" }, "export runs/a -o runs/a/student.safetensors"],
  [{ kind: "export", format: "web" }, "export runs/a --web runs/a/page"],
  [{ kind: "report" }, "report runs/a"],
  [{ kind: "resume-sweep" }, "sweep resume runs/a"],
  [{ kind: "prune", trial: 3 }, "sweep prune runs/a 3"],
] as const)("%o runs a command", (request, words) => {
  expect(argumentsOf({ target: "runs/a", ...request }).join(" ")).toBe(words);
});

test.each(["--trust", "--out=/etc", "-o", "distill.steps", "=3", "a b=1"])("%s is no change of a run", (override) => {
  expect(() => argumentsOf({ kind: "extend", target: "runs/a", overrides: [override] })).toThrow("KEY=VALUE");
});
