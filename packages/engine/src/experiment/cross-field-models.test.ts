import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, describe, expect, test } from "vitest";
import { validateExperiment } from "./validate.ts";

const folder = temporaryFolder(
  {
    "experiment.yaml":
      "data: datasets/ring\nteacher: teachers/denoiser\nstudent: students/mlp\nfakeScore: { use: fake-scores/denoiser, init: random }\nloss: sid/l2\n",
  },
  afterAll,
);

/** Error message of the experiment with these overrides; empty if it is valid. */
const errorOf = (overrides: readonly string[]): Promise<string> =>
  validateExperiment({ file: join(folder, "experiment.yaml"), overrides }).then(
    () => "",
    (error: Error) => error.message,
  );

const digitMetrics = [
  "evaluate.extractor=extractors/digits",
  "evaluate.metrics=[metrics/frechet]",
  "evaluate.samples=200",
];

describe("pairs of the teacher", () => {
  const pairs = ["loss=pairs/regression", "student=students/denoiser", "student.init=random"];

  test("allow a fake score without updates, which other losses refuse", async () => {
    expect(await errorOf([...pairs, "distill.fakeScore.updates=0"])).toBe("");
    expect(await errorOf(["distill.fakeScore.updates=0"])).toContain(
      "`sid/l2` reads the fake score, which would have no updates",
    );
    const sum = "loss={ use: losses/sum, terms: { a: pairs/regression, b: sid/l2 } }";
    expect(await errorOf([...pairs.slice(1), sum, "distill.fakeScore.updates=0"])).toContain("reads the fake score");
    expect(await errorOf([...pairs.slice(1), sum])).toBe("");
  });

  test("need a teacher of all levels, and latents of the shape of a sample", async () => {
    expect(await errorOf([...pairs, "pretrain.time={ use: dde/single-level, sigma: 1 }"])).toContain(
      "it is trained at sigma = 1",
    );
    expect(await errorOf(["loss=pairs/regression", "student.latent=5"])).toContain(
      "those of `students/mlp` have the shape [5]",
    );
  });

  test("are the same for all terms of a sum", async () => {
    const sum = (count: number) =>
      `loss={ use: losses/sum, terms: { a: pairs/regression, b: { use: pairs/regression, distance: huber, count: ${count} } } }`;
    expect(await errorOf([...pairs.slice(1), sum(10_000)])).toBe("");
    expect(await errorOf([...pairs.slice(1), sum(5)])).toContain("it has other pairs than the term `a`");
  });
});

describe("a network of its own that begins with the teacher's weights", () => {
  const own = (network: string) => ["student=students/denoiser", `student.network=${network}`];

  test("needs one that fits, and no adapter", async () => {
    expect(await errorOf(own("{ use: networks/mlp, width: 32 }"))).toBe("");
    const unknown = await errorOf([
      ...own("{ use: networks/dit, width: 64, embedding: 48 }"),
      "data={ use: datasets/mnist, size: 28 }",
      ...digitMetrics,
    ]);
    expect(unknown).toContain("no weight of `teachers/denoiser` has the name and the shape of one of its own network");
    const random = [
      ...own("networks/dit"),
      "student.init=random",
      "data={ use: datasets/mnist, size: 28 }",
      ...digitMetrics,
    ];
    expect(await errorOf(random)).toBe("");
    expect(await errorOf([...random, "student.network.patch=5"])).toContain(
      "images of 28 by 28 pixels cannot be divided into patches of 5",
    );
    expect(await errorOf([...own("networks/mlp"), "student.adapter={ rank: 2 }"])).toContain(
      "an adapter updates the teacher's weights",
    );
  });
});
