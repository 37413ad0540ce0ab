import { execFile, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { main } from "./main.ts";
import { recordingTerminal } from "./recorder.fixture.ts";
import { ring } from "./ring.fixture.ts";

const home = process.cwd();
const lab = mkdtempSync(join(tmpdir(), "tweedie-completion-"));
beforeAll(() => {
  process.chdir(lab);
  mkdirSync("runs/ring-1", { recursive: true });
  writeFileSync("runs/ring-1/status.json", "{}");
  writeFileSync("ring.yaml", ring);
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
  // The plugins do not fit together yet, for the line is not at its end.
  [
    ["run", "ring.yaml", "loss=lsgan/least-squares", "loss."],
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

describe("a shell that reads its script", () => {
  beforeAll(() => {
    const bin = fileURLToPath(new URL("../bin/tweedie.mjs", import.meta.url));
    writeFileSync("tweedie", `#!/bin/sh\nexec '${process.execPath}' '${bin}' "$@"\n`, { mode: 0o755 });
  });

  const isThere = (shell: string) => spawnSync(shell, ["-c", "exit"]).status === 0;
  const run = async (shell: string, ...words: string[]): Promise<string[]> => {
    const env = { ...process.env, HOME: lab, PATH: `${lab}${delimiter}${process.env["PATH"]!}` };
    return (await promisify(execFile)(shell, words, { env, timeout: 30_000 })).stdout.split("\n").slice(0, -1);
  };

  test("bash completes, also behind the = at which it breaks words", async () => {
    const script = `
      eval "$(tweedie completion bash)"
      complete -p tweedie
      for COMP_LINE in "tweedie val" "tweedie run ring.yaml loss=sid/l" "tweedie run ring.yaml "; do
        COMP_POINT=\${#COMP_LINE}
        _tweedie
        echo "\${COMPREPLY[*]:0:4}"
      done`;
    expect(await run("bash", "--norc", "-c", script)).toEqual([
      "complete -o default -F _tweedie tweedie",
      "validate",
      "sid/l1 sid/l2",
      "alarms. backend= checkpoint. data.",
    ]);
  });

  test.skipIf(!isThere("zsh"))("zsh completes, with a space only behind what is whole, and files", async () => {
    // Another zsh, at a terminal of its own, types each line and the key that completes, and writes down what is then on the line.
    writeFileSync(
      "typed.zsh",
      `autoload -U compinit && compinit -u -D
eval "$(tweedie completion zsh)"
type-all() {
  for line in "tweedie val" "tweedie run ring.yaml loss=lsgan/le" "tweedie run ring.yaml distill.stu" "tweedie run ri"; do
    BUFFER=$line CURSOR=$#line
    zle complete-word
    print -r -- "$BUFFER|" >> lines.txt
  done
  exit
}
zle -N type-all && bindkey "^T" type-all
print ready
`,
    );
    const script = `
      zmodload zsh/zpty
      zpty other zsh -f -i
      zpty -w other "source ./typed.zsh"
      zpty -r other answer "*ready*"
      zpty -w -n other $'\\x14'
      while zpty -r other answer; do :; done`;
    await run("zsh", "-f", "-c", script);
    expect(readFileSync("lines.txt", "utf8").split("\n")).toEqual([
      "tweedie validate |",
      "tweedie run ring.yaml loss=lsgan/least-squares |",
      "tweedie run ring.yaml distill.student.|",
      "tweedie run ring.yaml |",
      "",
    ]);
  });

  test.skipIf(!isThere("fish"))("fish completes, and files", async () => {
    const lines = [
      "tweedie val",
      "tweedie run ring.yaml loss=sid/l",
      "tweedie run ring.yaml distill.stu",
      "tweedie run ri",
    ];
    const script = ["tweedie completion fish | source", ...lines.map((line) => `complete -C '${line}'; echo .`)];
    const said = await run("fish", "--no-config", "-c", script.join("\n"));
    expect(said.map((line) => line.split("\t")[0])).toEqual([
      ...["validate", "."],
      ...["loss=sid/l1", "loss=sid/l2", "."],
      ...["distill.student.", "."],
      ...["ring.yaml", "."],
    ]);
  });
});
