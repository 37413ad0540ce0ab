import { execFile, execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { fakeWandb } from "../../../../packages/testing/src/fake-wandb/server.ts";
import type { Check, CheckContext } from "../../check.ts";
import { faultOf, finish, lastLine } from "../../product/process.ts";
import { prepareTinyRun, runCommand, tinyExperiment } from "../../product/tiny-run.ts";

/** Lets W&B's own client read the file of an offline run: it sends every row. */
export const wandbSync: Check = {
  id: "wandb-sync",
  group: "trust",
  fault: "the official `wandb sync` on the file of an offline run",
  done: "The newest `wandb` of PyPI was installed, and sent the `.wandb` files of runs with `WANDB_MODE=offline` to a local server.",
  times: { soak: 3, ci: 0 },
  needs: ["PyPI"],
  run: syncRuns,
  control: {
    without: "the checksum of each record",
    edits: [
      {
        file: "packages/formats/src/logs/wandb-log.ts",
        find: "crc32(chunk.subarray(6))",
        replace: "crc32(chunk.subarray(7))",
      },
    ],
    times: 1,
  },
};

async function syncRuns({ build, folder, times, numbers, tally }: CheckContext): Promise<void> {
  execFileSync("python3", ["-m", "venv", join(folder, "python")]);
  const wandb = join(folder, "python/bin/wandb");
  execFileSync(join(folder, "python/bin/pip"), ["install", "-q", "wandb"], { stdio: "ignore" });
  const server = await fakeWandb();
  try {
    for (let run = 0; run < times; run++) {
      const experiment = `${tinyExperiment}track: [trackers/wandb]\nseed: ${numbers.below(1_000)}\n`;
      const tiny = prepareTinyRun(build, join(folder, String(run)), { experiment });
      const end = await finish({ ...runCommand(tiny), env: { WANDB_MODE: "offline" } });
      const fault = faultOf(end);
      if (fault !== undefined) {
        tally.add("crashed", fault);
        continue;
      }
      const out = join(tiny.cwd, tiny.out);
      const file = readdirSync(out, { recursive: true, encoding: "utf8" }).find((name) => name.endsWith(".wandb"));
      const env = { ...process.env, WANDB_BASE_URL: server.url, WANDB_API_KEY: "0".repeat(40), HOME: folder };
      const said = await promisify(execFile)(wandb, ["sync", join(out, dirname(file ?? "none"))], {
        env,
        cwd: folder,
      }).then(
        ({ stderr }) => stderr,
        (error: Error) => error.message,
      );
      const id = readFileSync(join(out, "trackers/wandb/id"), "utf8").trim();
      const sent = server.runs.get(id)?.files["wandb-history.jsonl"]?.length ?? 0;
      const rows = readFileSync(join(out, "metrics.jsonl"), "utf8").trim().split("\n").length;
      tally.add(sent === rows ? "harmless" : "lost", `${sent} of ${rows} rows: ${lastLine(said)}`);
    }
  } finally {
    await server.close();
  }
}
