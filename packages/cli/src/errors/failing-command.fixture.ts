import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, expect } from "vitest";
import { main } from "../main.ts";
import { recordingTerminal } from "../terminal/recording-terminal.fixture.ts";

/** An experiment with one error: its fake score copies the weights of the teacher, a closed form without weights. */
const yaml = `name: ring
data: datasets/ring
teacher: teachers/mixture
student: students/mlp
fakeScore: fake-scores/denoiser
loss: { use: sid/l2, lambda: 0.5 }
`;

/** A temporary folder with an experiment, `ring.yaml`, which is removed after the tests of the file. */
export function failingCommand() {
  const folder = temporaryFolder({ "ring.yaml": yaml }, afterAll);
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
