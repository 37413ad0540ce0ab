import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { main } from "../main.ts";
import { sweepProject } from "../sweep/sweep-project.fixture.ts";
import { recordingTerminal } from "../terminal/recording-terminal.fixture.ts";

const root = sweepProject();

/** Prints a sweep file for W&B. Returns the exit code, stdout and stderr. */
async function wandbFileOf(yaml: string) {
  writeFileSync(join(root, "sweep.yaml"), yaml);
  const terminal = recordingTerminal();
  const code = await main(["sweep", join(root, "sweep.yaml"), "--wandb", "--trust"], terminal);
  return { code, stdout: terminal.stdout.text, stderr: terminal.stderr.text };
}

test("replicates become parameters, and the command runs the experiment with the agent's JSON", async () => {
  const { code, stdout, stderr } = await wandbFileOf(`experiment: ring.yaml
name: scales
method: tpe
metric: { name: sw2, goal: minimize }
parameters:
  loss.scale: { min: 0.5, max: 2.0 }
  distill.batch: { value: 8 }
repeat: { seed: [0, 1] }
run_cap: 3
`);
  expect(code, stderr).toBe(0);
  expect(`\n${stdout.replace(/- \S*ring\.yaml/, "- ring.yaml")}`).toMatchInlineSnapshot(`
    "
    name: scales
    method: bayes
    metric:
      name: sw2
      goal: minimize
    parameters:
      loss.scale:
        distribution: uniform
        min: 0.5
        max: 2
      seed:
        values:
          - 0
          - 1
    run_cap: 6
    command:
      - \${env}
      - npx
      - tweedie
      - run
      - ring.yaml
      - evaluate.teacherCurve=null
      - distill.batch=8
      - --set-json
      - \${args_json}
    "
  `);
});

test("a nested parameter is refused", async () => {
  const { code, stderr } = await wandbFileOf(`experiment: ring.yaml
method: random
run_cap: 3
metric: { name: sw2, goal: minimize }
parameters:
  loss: [sid/l1, { use: sid/l2, parameters: { lambda: { min: 0, max: 1.5 } } }]
`);
  expect(code).toBe(2);
  expect(stderr).toContain("error loss.lambda: is a nested parameter of one choice, which W&B sweeps do not support");
});
