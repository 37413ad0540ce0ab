import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Fault } from "../../../../packages/testing/src/fake-wandb/faults.ts";
import { type FakeWandb, fakeWandb } from "../../../../packages/testing/src/fake-wandb/server.ts";
import type { Check, CheckContext } from "../../check.ts";
import { faultOf, finish } from "../../product/process.ts";
import {
  hasFinished,
  prepareTinyRun,
  resultsOf,
  runCommand,
  tinyExperiment,
  wholeRun,
} from "../../product/tiny-run.ts";

const answer = (status: number, headers = {}): Fault => ({ kind: "answer", status, headers });

/** Faults of a server or a network. */
const faults: readonly Fault[] = [
  { kind: "reset" },
  { kind: "reset-after" },
  { kind: "cut" },
  { kind: "answer", status: 200, body: "<html>log in</html>" },
  { kind: "answer", status: 200, body: '{"data": {' },
  answer(302, { location: "https://login.example.com" }),
  ...[400, 401, 403, 404, 408, 409, 413, 422, 429, 500, 502, 503, 504].map((status) => answer(status)),
  answer(429, { "retry-after": "1" }),
];

/** Lets the server of W&B fail at random requests of a run: the run is the same, and the server has each row once afterwards. */
export const wandbOutage: Check = {
  id: "wandb-outage",
  group: "trust",
  fault: "faults of the W&B server and the network",
  done: "One to six requests of a run, or all, met a fault; where the run said that rows are missing, `tweedie sync` was given.",
  times: { soak: 24, ci: 0 },
  run: failServer,
  control: {
    without: "sending a row again",
    edits: [
      {
        file: "packages/engine/src/tracking/tracker-feed.ts",
        find: "    this.#queue.seek(state.rows);",
        replace: "    this.#queue.seek(this.#queue.size());",
      },
    ],
    times: 12,
  },
};

async function failServer({ build, reference, folder, times, numbers, tally }: CheckContext): Promise<void> {
  const { results } = await wholeRun(reference);
  const server = await fakeWandb();
  const experiment = `${tinyExperiment}track: [{ use: trackers/wandb, transport: http }]\n`;
  const env = { WANDB_BASE_URL: server.url, WANDB_API_KEY: "0123456789", WANDB_CONFIG_DIR: folder };
  try {
    for (let run = 0; run < times; run++) {
      const tiny = prepareTinyRun(build, join(folder, String(run)), { experiment });
      const [fault, first, count] = [numbers.pick(faults), numbers.below(6), numbers.pick([1, 2, 3, 6, Infinity])];
      server.setFaults(({ index }) => (index >= first && index < first + count ? fault : undefined));
      const end = await finish({ ...runCommand(tiny), env });
      server.setFaults();
      const out = join(tiny.cwd, tiny.out);
      const place = `${JSON.stringify(fault)} from request ${first}, ${count} times`;
      const problem = faultOf(end);
      if (problem !== undefined) tally.add("crashed", `${place}: ${problem}`);
      else if (!hasFinished(end)) tally.add("lost", `${place}: exit code ${end.code}: ${end.stderr.slice(0, 200)}`);
      else if (resultsOf(out) !== results) tally.add("silent", `${place}: the results differ`);
      else {
        const isTold = /tweedie sync/.test(end.stdout);
        const sync = isTold ? await finish({ ...runCommand(tiny), env, args: ["sync", tiny.out] }) : undefined;
        const missing = missingRows(server, out);
        if (missing === 0) tally.add(isTold ? "healed" : "harmless");
        else tally.add(isTold ? "lost" : "silent", `${place}: ${missing} rows missing; ${sync?.stdout}${sync?.stderr}`);
      }
    }
  } finally {
    await server.close();
  }
}

/** Rows of a run's log that the server lacks. */
function missingRows({ runs }: FakeWandb, out: string): number {
  const id = readFileSync(join(out, "trackers/wandb/id"), "utf8").trim();
  const stored = runs.get(id)?.files["wandb-history.jsonl"]?.filter((line) => line !== undefined) ?? [];
  const rows = readFileSync(join(out, "metrics.jsonl"), "utf8").trim().split("\n");
  return Math.abs(rows.length - stored.length);
}
