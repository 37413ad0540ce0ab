import { ringExperiment, temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, beforeAll, expect, test } from "vitest";
import { main } from "../main.ts";
import { recordingTerminal } from "../terminal/recording-terminal.fixture.ts";

const originalFolder = process.cwd();
const folder = temporaryFolder({ "ring.yaml": ringExperiment(), "runs/ring-1/status.json": "{}" }, afterAll);
beforeAll(() => process.chdir(folder));
afterAll(() => process.chdir(originalFolder));

/** Completions of the last word. */
async function completionsOf(...words: string[]): Promise<string[]> {
  const terminal = recordingTerminal();
  expect(await main(["complete", "--", ...words], terminal)).toBe(0);
  expect(terminal.stderr.text).toBe("");
  return terminal.stdout.text.split("\n").slice(0, -1);
}

test.each([
  [["val"], ["validate"]],
  [
    ["config", ""],
    ["show", "diff"],
  ],
  [["config", "show", "--s"], ["--sources"]],
  [["run", "--back"], ["--backend"]],
  [
    ["run", "--backend", "w"],
    ["wasm", "webgpu", "webgpu-eager"],
  ],
  [["run", "ri"], []],
  [["run", "ring.yaml", "-c", ""], []],
  [
    ["run", "ring.yaml", "distill.st"],
    ["distill.steps=", "distill.student."],
  ],
  [
    ["run", "--seed", "1", "ring.yaml", "los"],
    ["loss.", "loss="],
  ],
  [
    ["run", "ring.yaml", "loss=sid/l"],
    ["loss=sid/l1", "loss=sid/l2"],
  ],
  [["validate", "ring.yaml", "distill.student.time.use=time-laws/u"], ["distill.student.time.use=time-laws/uniform"]],
  [
    ["run", "ring.yaml", "fakeScore.init="],
    ["fakeScore.init=teacher", "fakeScore.init=random"],
  ],
  [
    ["run", "ring.yaml", "fakeScore=lsgan/critic", "loss=lsgan/least-squares", "loss."],
    ["loss.a=", "loss.b=", "loss.c="],
  ],
  // The plugins do not fit together yet: the line is unfinished.
  [
    ["run", "ring.yaml", "loss=lsgan/least-squares", "loss."],
    ["loss.a=", "loss.b=", "loss.c="],
  ],
  [["run", "ring.yaml", "seed="], []],
  [["run", "nothing.yaml", ""], []],
  [["show", ""], ["runs/ring-1"]],
  [["rm", "--yes", "runs/"], ["runs/ring-1"]],
  [
    ["plugins", "sid/l"],
    ["sid/l1", "sid/l2"],
  ],
  [["plugins", "timeL"], ["timeLaw"]],
  [
    ["explain", "distill.student.e"],
    ["distill.student.ema", "distill.student.ema."],
  ],
  [
    ["explain", "loss", "loss.l"],
    ["loss.lambda", "loss.lambda."],
  ],
  [["explain", "timeL"], ["timeLaw"]],
  [
    ["completion", ""],
    ["bash", "zsh", "fish"],
  ],
])("%j is completed by %j", async (words, expected) => expect(await completionsOf(...words)).toEqual(expected));

test("an empty line is completed by all commands except the hidden ones", async () => {
  const commands = await completionsOf("");
  expect(commands).toContain("run");
  expect(commands).not.toContain("complete");
});
