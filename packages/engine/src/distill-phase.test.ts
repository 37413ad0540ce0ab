import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { sampleTeacher } from "./finished-run.ts";
import { readTeacherCurve, run, type RunEvent, runFolder, type TeacherCurve, validateExperiment } from "./index.ts";

const yaml = `
data: datasets/ring
network: { use: networks/mlp, width: 16, depth: 1, embedding: 8 }
teacher: teachers/denoiser
student: students/denoiser
fakeScore: fake-scores/denoiser
loss: sid/l2
pretrain: { steps: 2, batch: 32 }
distill: { steps: 2, batch: 32 }
evaluate: { every: 2, samples: 64, draws: 64, metrics: [metrics/sliced-wasserstein], teacherSteps: 2, teacherCurve: { evaluations: [4, 1, 2], samples: 32 } }
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tweedie-"));
  process.env["TWEEDIE_CACHE"] = join(folder, "cache");
});
afterAll(() => rm(folder, { recursive: true }));

/** What a run says of its teacher, and the samples that it leaves. */
async function teacherOf(name: string, overrides: readonly string[]) {
  const file = join(folder, `${name}.yaml`);
  await writeFile(file, yaml);
  const out = join(folder, name);
  const experiment = await validateExperiment({ file, overrides });
  const { teacher, metrics } = await run({ experiment, out, signal: new AbortController().signal, onEvent: vi.fn() });
  expect(metrics["sw2"]).toBeGreaterThan(0);
  const { samples, teacherCurve } = runFolder(out);
  const curve = await readTeacherCurve(teacherCurve).catch(() => undefined);
  return { out, curve, metrics: Object.keys(teacher), files: await readdir(samples) };
}

const level = (path: string) => `${path}.time={ use: dde/single-level, sigma: 0.4 }`;
const players = [level("distill.student"), level("distill.fakeScore")];

test("a teacher that knows all levels is sampled, though the student sees one", async () => {
  const { metrics, files } = await teacherOf("many", players);
  expect(metrics).toEqual(["sw2"]);
  expect(files).toContain("teacher.npy");
});

test("at the end the teacher is measured at each number of evaluations that its samplers can spend", async () => {
  const { curve, files } = await teacherOf("curve", []);
  const cost = ({ sampler, steps, evaluations }: TeacherCurve["points"][number]) => [sampler, steps, evaluations];
  expect(curve!.points.map(cost)).toEqual([
    ["euler", 1, 1],
    ["euler", 2, 2],
    ["euler", 4, 4],
    ["heun", 1, 1],
    ["heun", 2, 3],
  ]);
  expect(curve!.samples).toBe(32);
  for (const { metrics } of [...curve!.points, { metrics: curve!.student }, { metrics: curve!.floors }]) {
    expect(metrics["sw2"]).toBeGreaterThan(0);
  }
  // One step of Heun's method is one of Euler's, from the same noise.
  expect(curve!.points[3]!.metrics).toEqual(curve!.points[0]!.metrics);
  expect(files.filter((file) => /^teacher-/.test(file))).toEqual([
    "teacher-00001.npy",
    "teacher-00002.npy",
    "teacher-00004.npy",
  ]);
});

test("a run that is stopped between two points of the curve goes on, and ends as one that was not", async () => {
  const file = join(folder, "stopped.yaml");
  await writeFile(file, yaml);
  const experiment = await validateExperiment({ file });
  const play = async (name: string, isStopped = false) => {
    const controller = new AbortController();
    const points: string[] = [];
    const onEvent = (event: RunEvent) => {
      if (event.event !== "curve") return;
      points.push(`${event.sampler} ${event.evaluations}`);
      if (isStopped && points.length === 2) controller.abort();
    };
    const { status } = await run({ experiment, out: join(folder, name), signal: controller.signal, onEvent });
    const curve = await readTeacherCurve(runFolder(join(folder, name)).teacherCurve).catch(() => undefined);
    return { status, curve, points };
  };
  const whole = await play("uninterrupted");
  expect(whole.points).toEqual(["euler 1", "euler 2", "euler 4", "heun 1", "heun 3"]);
  expect(await play("stopped", true)).toEqual({
    status: "interrupted",
    curve: undefined,
    points: ["euler 1", "euler 2"],
  });
  expect(await play("stopped")).toEqual(whole);
});

test("where no curve is asked for there is none", async () => {
  expect((await teacherOf("none", ["evaluate.teacherCurve=null"])).curve).toBeUndefined();
});

test("the teacher of a run is sampled from its folder, and of its own classes only", async () => {
  const { out } = await teacherOf("sampled", []);
  const draw = { run: out, count: 5, seed: 1, steps: 3 };
  const [heun, again, ancestral] = await Promise.all(
    (["heun", "heun", "ancestral"] as const).map((sampler) => sampleTeacher({ ...draw, sampler })),
  );
  expect(heun!.shape).toEqual([5, 2]);
  expect(again).toEqual(heun);
  expect(ancestral!.data).not.toEqual(heun!.data);
  await expect(sampleTeacher({ ...draw, sampler: "euler", class: 1 })).rejects.toThrow(
    /--class: this run knows no classes/,
  );
});

test("a teacher trained at one level cannot be sampled, and has no metrics", async () => {
  const { out, curve, metrics, files } = await teacherOf("one", [...players, level("pretrain")]);
  expect(metrics).toEqual([]);
  expect(files).toContain("student.npy");
  expect(files).not.toContain("teacher.npy");
  expect(curve).toBeUndefined();
  await expect(sampleTeacher({ run: out, count: 1, seed: 0, steps: 1, sampler: "euler" })).rejects.toThrow(
    /its teacher is trained at sigma = 0.4 alone/,
  );
});
