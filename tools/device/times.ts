import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median } from "../bench/interleaved.ts";
import { writeWorkload } from "../bench/peers/compare.ts";
import { type Answer, type PeerProcess, startPeer } from "../bench/peers/peer-process.ts";
import { type WorkloadName, workloads } from "../bench/workloads.ts";
import { within } from "./budget.ts";
import { type Competitor, nameOf } from "./competitors.ts";
import type { Skipped, TimeRow } from "./report.ts";

const updatesChecked = 3;
const turns = 3;
/** Share of a workload's time in which the processes must be ready. */
const shareOfStart = 0.7;

interface Measured {
  readonly rows: readonly TimeRow[];
  readonly skipped: readonly Skipped[];
}

/** A competitor that has run its first updates, which compile. */
interface Ready {
  readonly competitor: Competitor;
  readonly process: PeerProcess;
  readonly losses: readonly number[];
  /** Rough wall seconds of an update. */
  readonly estimate: number;
  /** Seconds to the end of the first update. */
  readonly seconds: number;
}

interface TimesOptions {
  readonly python: string;
  readonly threads: number;
  /** Number of processes that start and compile at a time. */
  readonly parallel: number;
  /** Time of the workload. */
  readonly seconds: number;
}

/**
 * Times the update of a workload in several libraries. They start and compile `parallel` at a time, and then compute in turn, so that
 * only one uses the device. One that is not ready in time is skipped.
 */
export async function timeWorkload(
  workload: WorkloadName,
  competitors: readonly Competitor[],
  { python, threads, parallel, seconds }: TimesOptions,
): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), "tweedie-device-"));
  const { title } = workloads[workload];
  const skipped: Skipped[] = [];
  const stops: (() => void)[] = [];
  const begun = performance.now();
  const left = () => seconds - (performance.now() - begun) / 1_000;
  try {
    writeWorkload(workload, folder);
    const ready: Ready[] = [];
    await inParallel(competitors, parallel, async (competitor) => {
      const own = new AbortController();
      stops.push(() => {
        own.abort();
      });
      const setup = { workload, threads, folder, python, ...competitor, signal: own.signal };
      const limit = left() - seconds * (1 - shareOfStart);
      try {
        if (limit <= 0) throw new Error("there was no time left for its start");
        ready.push(await within(limit, () => start(competitor, setup)));
      } catch (error) {
        own.abort(); // it must not compute beside the others
        skipped.push({ what: `${title} by ${nameOf(competitor)}`, reason: (error as Error).message });
      }
    });
    ready.sort((one, other) => competitors.indexOf(one.competitor) - competitors.indexOf(other.competitor));
    const answers = new Map(ready.map((each) => [each, [] as Answer[]]));
    const inTurn = Math.max(0.1, left() / turns / Math.max(1, ready.length) - 0.1);
    for (let turn = 0; turn < turns; turn++) {
      for (const each of ready) {
        const count = Math.max(1, Math.floor(Math.min(inTurn, 0.5) / each.estimate));
        if (left() > 0) answers.get(each)!.push(await each.process.run(count));
      }
    }
    return { rows: rowsOf(title, ready, answers), skipped };
  } finally {
    for (const stop of stops) stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Handles items in their order, `parallel` at a time. */
async function inParallel<T>(items: readonly T[], parallel: number, handle: (item: T) => Promise<void>): Promise<void> {
  const rest = items.values();
  const worker = async () => {
    for (const item of rest) await handle(item);
  };
  await Promise.all(Array.from({ length: parallel }, worker));
}

async function start(competitor: Competitor, setup: Parameters<typeof startPeer>[1]): Promise<Ready> {
  const begun = performance.now();
  const process = await startPeer(competitor.peer, setup);
  const { losses } = await process.run(1);
  const seconds = (performance.now() - begun) / 1_000;
  const next = await process.run(updatesChecked - 1);
  return { competitor, process, losses: [...losses, ...next.losses].flat(), estimate: next.wall.at(-1)!, seconds };
}

function rowsOf(workload: string, ready: readonly Ready[], answers: ReadonlyMap<Ready, readonly Answer[]>): TimeRow[] {
  const expected = ready[0]?.losses ?? [];
  return ready.map((each): TimeRow => {
    const walls = answers.get(each)!.flatMap(({ wall }) => wall);
    return {
      workload,
      competitor: nameOf(each.competitor),
      wall: median(walls.length > 0 ? walls : [each.estimate]),
      first: each.seconds,
      updates: walls.length,
      difference: Math.max(...each.losses.map((loss, i) => Math.abs(loss - expected[i]!) / Math.abs(expected[i]!))),
    };
  });
}
