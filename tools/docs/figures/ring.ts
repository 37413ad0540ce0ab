import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { Figure } from "../figure.ts";
import { root } from "../documents.ts";
import { panelRow, pointsPanel } from "../panels.ts";
import { resultsTable, readSamples } from "../run-output.ts";

/** SiD on the ring: the run of `npm start`. */
export const ring: Figure = {
  command: "npm start",
  async make(folder) {
    const run = join(folder, "ring-sid");
    const command = join(root, "packages/cli/bin/tweedie.mjs");
    const output = execFileSync(process.execPath, [command, "run", "experiments/mixture/sid.yaml", "--out", run], {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1" },
    });
    const [data, teacher, student] = ["data", "teacher", "student"].map((name) => readSamples(run, name));
    const image = await panelRow([
      await pointsPanel("data", data!, data!, "data"),
      await pointsPanel("teacher, 63 evaluations", teacher!, data!, "teacher"),
      await pointsPanel("student, 1 evaluation", student!, data!, "student"),
    ]);
    return { texts: { table: resultsTable(output) }, images: { "docs/images/ring.png": image } };
  },
};
