import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { main } from "./main.ts";
import { recordingTerminal } from "./recorder.fixture.ts";

const home = process.cwd();
const lab = mkdtempSync(join(tmpdir(), "tweedie-completion-"));
beforeAll(() => {
  process.chdir(lab);
  mkdirSync("runs/ring-1", { recursive: true });
  writeFileSync("runs/ring-1/status.json", "{}");
  writeFileSync(
    "ring.yaml",
    `data: datasets/ring
teacher: teachers/mixture
student: students/mlp
fakeScore: { use: fake-scores/denoiser, init: random }
loss: sid/l2
`,
  );
});
afterAll(() => {
  process.chdir(home);
  rmSync(lab, { recursive: true });
});

/** The words that fit in the place of the last. */
async function completed(...words: string[]): Promise<string[]> {
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
    ["wasm", "webgpu"],
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
  [["run", "ring.yaml", "seed="], []],
  [["run", "nothing.yaml", ""], []],
  [["show", ""], ["runs/ring-1"]],
  [["rm", "--yes", "runs/"], ["runs/ring-1"]],
  [
    ["plugins", "show", "sid/l"],
    ["sid/l1", "sid/l2"],
  ],
  [["plugins", "timeL"], ["timeLaw"]],
  [
    ["completion", ""],
    ["bash", "zsh", "fish"],
  ],
])("%j goes on with %j", async (words, fitting) => expect(await completed(...words)).toEqual(fitting));

test("an empty line has the commands, without the one that the shells call", async () => {
  const commands = await completed("");
  expect(commands).toContain("run");
  expect(commands).not.toContain("complete");
});

test("bash completes, also behind the = at which it breaks words", async () => {
  const bin = fileURLToPath(new URL("../bin/tweedie.mjs", import.meta.url));
  writeFileSync("tweedie", `#!/bin/sh\nexec '${process.execPath}' '${bin}' "$@"\n`, { mode: 0o755 });
  const script = `
    eval "$(tweedie completion bash)"
    complete -p tweedie
    for COMP_LINE in "tweedie val" "tweedie run ring.yaml loss=sid/l" "tweedie run ring.yaml "; do
      COMP_POINT=\${#COMP_LINE}
      _tweedie
      echo "\${COMPREPLY[*]:0:4}"
    done`;
  const env = { ...process.env, PATH: `${lab}${delimiter}${process.env["PATH"]!}` };
  const { stdout } = await promisify(execFile)("bash", ["--norc", "-c", script], { env });
  expect(stdout.split("\n")).toEqual([
    "complete -o default -F _tweedie tweedie",
    "validate",
    "sid/l1 sid/l2",
    "alarms. backend= checkpoint. data.",
    "",
  ]);
});
