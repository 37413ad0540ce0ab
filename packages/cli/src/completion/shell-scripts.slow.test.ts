import { execFile, spawnSync } from "node:child_process";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { ringExperiment, temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, expect, test } from "vitest";

const bin = fileURLToPath(new URL("../../bin/tweedie.mjs", import.meta.url));
const program = `#!/bin/sh\nexec '${process.execPath}' '${bin}' "$@"\n`;
const folder = temporaryFolder({ "ring.yaml": ringExperiment(), tweedie: program }, afterAll);
chmodSync(join(folder, "tweedie"), 0o755);

const isInstalled = (shell: string) => spawnSync(shell, ["-c", "exit"]).status === 0;

/** Runs a shell in the temporary folder. Returns the lines of its stdout. */
async function run(shell: string, ...argv: string[]): Promise<string[]> {
  const env = { ...process.env, HOME: folder, PATH: `${folder}${delimiter}${process.env["PATH"]!}` };
  const { stdout } = await promisify(execFile)(shell, argv, { cwd: folder, env });
  return stdout.split("\n").slice(0, -1);
}

test("bash completes words, also after the = at which it splits them", async () => {
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

test.skipIf(!isInstalled("zsh"))("zsh completes words, with a space after a complete one, and files", async () => {
  // A second zsh, on a pseudo-terminal, types each line, presses the completion key and writes the resulting line to a file.
  writeFileSync(
    join(folder, "typed.zsh"),
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
  expect(readFileSync(join(folder, "lines.txt"), "utf8").split("\n")).toEqual([
    "tweedie validate |",
    "tweedie run ring.yaml loss=lsgan/least-squares |",
    "tweedie run ring.yaml distill.student.|",
    "tweedie run ring.yaml |",
    "",
  ]);
});

test.skipIf(!isInstalled("fish"))("fish completes words and files", async () => {
  const lines = [
    "tweedie val",
    "tweedie run ring.yaml loss=sid/l",
    "tweedie run ring.yaml distill.stu",
    "tweedie run ri",
  ];
  const script = ["tweedie completion fish | source", ...lines.map((line) => `complete -C '${line}'; echo .`)];
  const completions = await run("fish", "--no-config", "-c", script.join("\n"));
  expect(completions.map((line) => line.split("\t")[0])).toEqual([
    ...["validate", "."],
    ...["loss=sid/l1", "loss=sid/l2", "."],
    ...["distill.student.", "."],
    ...["ring.yaml", "."],
  ]);
});
