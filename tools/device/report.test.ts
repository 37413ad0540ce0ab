import { expect, test } from "vitest";
import { createBudget, within } from "./budget.ts";
import { competitorsOn, nameOf } from "./competitors.ts";
import type { Machine } from "./machine.ts";
import { type Report, toMarkdown } from "./report.ts";

const cpu: Machine = {
  node: "20.19.0",
  processor: "a processor",
  cores: 2,
  gpus: [],
  hasNvidia: false,
  torch: { version: "2.0", gpu: false },
  jax: { missing: "ModuleNotFoundError: No module named 'jax'" },
};
const gpu: Machine = {
  ...cpu,
  gpus: ["NVIDIA H100, nvidia 580.1"],
  hasNvidia: true,
  torch: { version: "2.0", gpu: true },
};

const obstacles = (machine: Machine) =>
  Object.fromEntries(competitorsOn(machine).map((each) => [nameOf(each), each.obstacle]));

test("a machine without a GPU leaves out what needs one, and says why", () => {
  expect(obstacles(cpu)).toEqual({
    "ort, float32": undefined,
    "cuda, float32": "there is no NVIDIA GPU",
    "cuda, tf32": "there is no NVIDIA GPU",
    "tensorflow, float32": undefined,
    "tensorflow, tf32": "there is no NVIDIA GPU",
    "webgpu, float32": "there is no GPU",
    "torch, float32": undefined,
    "torch, tf32": "there is no NVIDIA GPU",
    "torch-compile, float32": undefined,
    "torch-compile, tf32": "there is no NVIDIA GPU",
    "jax, float32": "ModuleNotFoundError: No module named 'jax'",
    "jax, tf32": "ModuleNotFoundError: No module named 'jax'",
  });
});

test("a machine with an NVIDIA GPU tries everything on it but the CPU's backend, and libraries that do not find it", () => {
  const missing = Object.entries(obstacles(gpu)).filter(([, obstacle]) => obstacle !== undefined);
  expect(Object.fromEntries(missing)).toEqual({
    "ort, float32": "it computes on the CPU",
    "jax, float32": "ModuleNotFoundError: No module named 'jax'",
    "jax, tf32": "ModuleNotFoundError: No module named 'jax'",
  });
  expect(competitorsOn(gpu).filter(({ device }) => device === "cpu")).toHaveLength(1);
  expect(obstacles({ ...gpu, torch: cpu.torch })["torch, float32"]).toBe("version 2.0 finds no GPU");
});

const report: Report = {
  machine: gpu,
  begun: "2026-01-01T00:00:00.000Z",
  seconds: 12.4,
  parity: [
    { backend: "cuda", update: "MLP", losses: 1.2e-6, moments: 3e-5, isExact: false },
    { backend: "webgpu", update: "MLP", losses: 1e-3, moments: 3e-5, isExact: true, excess: "losses differ" },
  ],
  times: [
    { workload: "MLP", competitor: "cuda, tf32", wall: 5e-4, first: 3, updates: 100, difference: 0 },
    { workload: "MLP", competitor: "torch, float32", wall: 2e-3, first: 1, updates: 50, difference: 1e-6 },
    { workload: "MLP", competitor: "jax, float32", wall: 1e-3, first: 2, updates: 70, difference: 2e-6 },
    { workload: "U-Net", competitor: "cuda, tf32", wall: 0.25, first: 30, updates: 3, difference: 0 },
  ],
  skipped: [{ what: "webgpu, float32", reason: "it took more than 60 s" }],
};

test("the report is Markdown: the machine, parity, times relative to the fastest other library, and what was skipped", () => {
  expect(toMarkdown(report))
    .toBe(`NVIDIA H100, nvidia 580.1; a processor, 2 cores; Node 20.19.0, PyTorch 2.0, JAX missing; 12 s

| backend | update | losses within | moments within | continued | result |
| --- | --- | --- | --- | --- | --- |
| cuda | MLP | 1.2e-6 | 3.0e-5 | other bits | ok |
| webgpu | MLP | 1.0e-3 | 3.0e-5 | bit for bit | FAILED |

MLP

| library | update | relative | updates | first | losses within |
| --- | --- | --- | --- | --- | --- |
| cuda, tf32 | 0.500 ms | 0.50 | 100 | 3.0 s | 0.0e+0 |
| torch, float32 | 2.00 ms | 2.00 | 50 | 1.0 s | 1.0e-6 |
| jax, float32 | 1.00 ms | 1.00 | 70 | 2.0 s | 2.0e-6 |

U-Net

| library | update | relative | updates | first | losses within |
| --- | --- | --- | --- | --- | --- |
| cuda, tf32 | 250 ms | 1.00 | 3 | 30.0 s | 0.0e+0 |

- skipped: webgpu, float32: it took more than 60 s
`);
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
});

test("parts share the time that is left", () => {
  let now = 0;
  const budget = createBudget(300, () => now);
  expect([budget.share(3), budget.share(3, 60)]).toEqual([100, 60]);
  now = 250_000;
  expect([budget.left(), budget.share(2, 60)]).toEqual([50, 25]);
  now = 400_000;
  expect(budget.share(2)).toBe(0);
});

test("work that takes too long is aborted", async () => {
  let aborted = false;
  const endless = (signal: AbortSignal) =>
    new Promise<never>(() => {
      signal.addEventListener("abort", () => (aborted = true));
    });
  await expect(within(0.01, endless)).rejects.toThrow("it took more than 0 s");
  expect(aborted).toBe(true);
  expect(await within(10, () => Promise.resolve(3))).toBe(3);
});
