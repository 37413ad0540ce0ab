import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeArrays } from "./array-files.ts";
import {
  type Answer,
  type Contest,
  type Contestant,
  contestantNames,
  type ContestantName,
  startContestant,
} from "./contestants.ts";
import { median, type Timing } from "./in-turn.ts";
import { type BenchOptions, readOptions } from "./options.ts";
import { printTable } from "./table.ts";
import { differentRounds, type WorkloadName, workloads } from "./workloads.ts";

const updatesChecked = 3;
/** What a contestant's turn takes at least: the first update of a turn meets caches that others have filled. */
const secondsInTurn = 0.25;

/** A contestant that has done the updates whose losses are compared. */
interface Entrant {
  readonly contestant: Contestant;
  readonly first: Answer;
}

/** What one contestant needs for the same update. */
interface PeerReport extends Timing {
  readonly name: ContestantName;
  readonly updates: number;
  /** Seconds of the first update, with all that is compiled for it. */
  readonly first: number;
  readonly loadedBytes: number;
  readonly peakBytes: number;
}

/** All that took part, and why the others did not. */
interface ContestReport {
  readonly workload: WorkloadName;
  readonly threads: number;
  readonly contestants: readonly PeerReport[];
  readonly absent: Readonly<Partial<Record<ContestantName, string>>>;
}

/** The compiled update beside PyTorch's, JAX's and eager tfjs's: losses compared first, then all in turn. */
export async function comparePeers(argv: readonly string[]): Promise<void> {
  const options = readOptions(argv, { extra: ["python", "json", "against"] });
  const reports: ContestReport[] = [];
  for (const name of options.names) {
    const folder = mkdtempSync(join(tmpdir(), "tweedie-peers-"));
    try {
      reports.push(await contest(name, folder, options));
    } finally {
      rmSync(folder, { recursive: true });
    }
    print(reports.at(-1)!);
  }
  if (options.rest["json"]) writeFileSync(options.rest["json"], `${JSON.stringify(reports, null, 2)}\n`);
}

async function contest(workload: WorkloadName, folder: string, options: BenchOptions): Promise<ContestReport> {
  const { threads, seconds, rest } = options;
  writeWorkload(workload, folder);
  const entrants: Entrant[] = [];
  const absent: Partial<Record<ContestantName, string>> = {};
  try {
    for (const name of chosen(rest["against"])) {
      try {
        entrants.push(await enter(name, { workload, threads, folder, python: rest["python"] ?? "python3" }));
      } catch (error) {
        if (name === "compiled") throw error;
        absent[name] = (error as Error).message;
      }
    }
    for (const entrant of entrants) compareLosses(entrant, entrants[0]!);
    const contestants = await takeTurns(entrants, seconds);
    return { workload, threads, contestants, absent };
  } finally {
    for (const { contestant } of entrants) contestant.stop();
  }
}

function chosen(against: string | undefined): readonly ContestantName[] {
  const names = against?.split(",") ?? contestantNames;
  const strange = names.find((name) => !(contestantNames as readonly string[]).includes(name));
  if (strange) throw new Error(`there is no contestant ${strange}: ${contestantNames.join(", ")}`);
  return contestantNames.filter((name) => name === "compiled" || names.includes(name));
}

function writeWorkload(name: WorkloadName, folder: string): void {
  const { step, network } = workloads[name];
  const { state, draws } = step();
  writeFileSync(join(folder, "network.json"), JSON.stringify(network));
  writeArrays(folder, "state", state);
  for (let i = 0; i < differentRounds; i++) writeArrays(folder, `draws.${i}`, draws(i + 1));
}

/** Starts a contestant and has it do the updates whose losses are compared: each alone, so that none compiles beside another. */
async function enter(name: ContestantName, contest: Contest): Promise<Entrant> {
  const contestant = await startContestant(name, contest);
  return { contestant, first: await contestant.run(updatesChecked) };
}

function compareLosses({ contestant, first }: Entrant, ours: Entrant): void {
  const expected = ours.first.losses.flat();
  const differences = first.losses.flat().map((value, i) => Math.abs(value - expected[i]!) / Math.abs(expected[i]!));
  if (differences.every((difference) => difference < 1e-4)) return;
  const [theirs, known] = [first, ours.first].map(({ losses }) => JSON.stringify(losses));
  throw new Error(`${contestant.name} computes other losses: ${theirs}, and ours are ${known}`);
}

/** All in turn until each had its `seconds`, at least three turns each. */
async function takeTurns(entrants: readonly Entrant[], seconds: number): Promise<PeerReport[]> {
  const fields = entrants.map(({ contestant, first }) => ({
    contestant,
    first,
    inTurn: Math.max(1, Math.ceil(secondsInTurn / first.wall.at(-1)!)),
    answers: [] as Answer[],
  }));
  const end = performance.now() + 1e3 * seconds * fields.length;
  for (let turn = 0; turn < 3 || performance.now() < end; turn++) {
    for (const { contestant, inTurn, answers } of fields) answers.push(await contestant.run(inTurn));
  }
  return fields.map(({ contestant: { name, loadedBytes }, first, answers }) => {
    const [wall, cpu] = [answers.flatMap(({ wall }) => wall), answers.flatMap(({ cpu }) => cpu)];
    const { peakBytes } = answers.at(-1)!;
    return { name, updates: wall.length, wall: median(wall), cpu: median(cpu), first: first.wall[0]!, loadedBytes, peakBytes }; // prettier-ignore
  });
}

function print({ workload, threads, contestants, absent }: ContestReport): void {
  const title = `${workloads[workload].title}, ${threads} thread${threads > 1 ? "s" : ""}`;
  console.log(`\n${title}: the losses of ${updatesChecked} updates agree; medians`);
  const [ours] = contestants as readonly [PeerReport, ...PeerReport[]];
  const ms = (seconds: number) => `${(1e3 * seconds).toFixed(seconds < 0.1 ? 2 : 0)} ms`;
  const mebibytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MiB`;
  printTable(
    contestants.map(({ name, updates, wall, cpu, first, loadedBytes, peakBytes }) => ({
      update: name,
      cpu: ms(cpu),
      "to ours": `${(cpu / ours.cpu).toFixed(2)}x`,
      wall: ms(wall),
      "to ours, wall": `${(wall / ours.wall).toFixed(2)}x`,
      updates: String(updates),
      first: `${first.toFixed(2)} s`,
      peak: mebibytes(peakBytes),
      "of which loaded": mebibytes(loadedBytes),
    })),
  );
  for (const [name, reason] of Object.entries(absent)) console.log(`without ${name}: ${reason}`);
}
