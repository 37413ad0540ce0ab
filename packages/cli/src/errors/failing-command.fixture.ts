import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, expect } from "vitest";
import { main } from "../main.ts";
import { recordingTerminal } from "../terminal/recording-terminal.fixture.ts";

/** A valid experiment. */
const yaml = `name: ring
data: datasets/ring
teacher: teachers/mixture
student: students/mlp
fakeScore: { use: fake-scores/denoiser, init: random }
loss: { use: sid/l2, lambda: 0.5 }
`;

/** A temporary folder with an experiment, `ring.yaml`, and one whose fake score copies the weights of a closed form, `wrong.yaml`. It is removed after the tests of the file. */
export function failingCommand() {
  const folder = temporaryFolder(
    { "ring.yaml": yaml, "wrong.yaml": yaml.replace("init: random", "init: teacher") },
    afterAll,
  );
  const file = join(folder, "ring.yaml");

  /** Runs a command that must fail with exit code 2 and print nothing to stdout. Returns its stderr. */
  async function errorText(...argv: string[]): Promise<string> {
    const terminal = recordingTerminal();
    expect(await main(argv, terminal)).toBe(2);
    expect(terminal.stdout.text).toBe("");
    return `\n${terminal.stderr.text.replaceAll(`${folder}/`, "")}`;
  }
  return { folder, file, errorText };
}
