import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, describe, expect, test } from "vitest";
import { pretrainedFile, pretrainedYaml } from "./pretrained.fixture.ts";
import { validateExperiment } from "./validate.ts";

const folder = temporaryFolder({ "experiment.yaml": pretrainedYaml }, afterAll);
writeFileSync(join(folder, "teacher.safetensors"), pretrainedFile());
writeFileSync(join(folder, "conditional.safetensors"), pretrainedFile({ classes: 10 }));
writeFileSync(join(folder, "three-classes.safetensors"), pretrainedFile({ classes: 3 }));

/** Error message of the experiment with these overrides; empty if it is valid. */
const errorOf = (...overrides: string[]): Promise<string> =>
  validateExperiment({ file: join(folder, "experiment.yaml"), overrides }).then(
    () => "",
    (error: Error) => error.message,
  );
const path = (name: string) => `teacher.path=${join(folder, name)}`;

describe("an experiment with a pretrained teacher is valid", () => {
  test.each([
    ["with copies of the teacher"],
    ["with adapters", "student.adapter={ rank: 2 }", "fakeScore.adapter={ rank: 2 }"],
    ["with random weights", "student.init=random", "fakeScore.init=random"],
    ["with classes", path("conditional.safetensors")],
    [
      "with a network of the teacher's kind that no plugin uses",
      "student=students/mlp",
      "fakeScore=lsgan/critic",
      "loss=lsgan/least-squares",
      "network=networks/mlp",
    ],
  ])("%s", async (_, ...overrides) => {
    expect(await errorOf(...overrides)).toBe("");
  });
});

test("a network beside the teacher's own is refused at `network`, with the network to write", async () => {
  const message = await errorOf("network=networks/mlp");
  expect(message).toContain("`teachers/pretrained` has a network of its own, and this is `networks/mlp`");
  expect(message).toContain("write `network: networks/teacher`");
});

test("data without the teacher's classes are refused at `data`", async () => {
  expect(await errorOf(path("three-classes.safetensors"))).toContain(
    "the teacher has 3 classes, and the data have 10 classes",
  );
});

test.each(["student", "fakeScore"])(
  "a run that does not exist is refused at `%s`, before anything is trained",
  async (name) => {
    const message = await errorOf(`${name}.init.run=${join(folder, "none")}`);
    expect(message).toContain(`at ${name}`);
    expect(message).toContain("is no run with weights of a");
  },
);

test("a network of a closed form is refused", async () => {
  const message = await errorOf("data=datasets/ring", "teacher=teachers/mixture");
  expect(message).toContain("the teacher has no network");
});
