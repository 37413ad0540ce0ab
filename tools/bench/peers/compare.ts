import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeArrays } from "./array-files.ts";
import { type Answer, type PeerSetup, type PeerProcess, peerNames, type PeerName, startPeer } from "./peer-process.ts";
import { median, type Timing } from "../interleaved.ts";
import { type BenchOptions, readOptions } from "../options.ts";
import { printTable } from "../table.ts";
import { differentDraws, type WorkloadName, workloads } from "../workloads.ts";

const updatesChecked = 3;
/** Least seconds of one turn: the first update of a turn has cold caches. */
const secondsInTurn = 0.25;

/** Peer that has run the updates whose losses are compared. */
interface StartedPeer {
  readonly process: PeerProcess;
  readonly first: Answer;
}

/** Cost of the same update in one peer. */
interface PeerReport extends Timing {
  readonly name: PeerName;
  readonly updates: number;
  /** Seconds of the first update, including compilation. */
  readonly first: number;
  readonly loadedBytes: number;
  readonly peakBytes: number;
}

/** Comparison of one workload, with the reasons for missing peers. */
interface ComparisonReport {
  readonly workload: WorkloadName;
  readonly threads: number;
  readonly peers: readonly PeerReport[];
  readonly absent: Readonly<Partial<Record<PeerName, string>>>;
}

/** Compares the compiled update with PyTorch, JAX and eager tfjs: first the losses, then the times in turn. */
export async function comparePeers(argv: readonly string[]): Promise<void> {
  const options = readOptions(argv, { extra: ["python", "json", "against"] });
  const reports: ComparisonReport[] = [];
  for (const name of options.names) {
    const folder = mkdtempSync(join(tmpdir(), "tweedie-peers-"));
    try {
      reports.push(await compareWorkload(name, folder, options));
    } finally {
      rmSync(folder, { recursive: true });
    }
    print(reports.at(-1)!);
  }
  if (options.rest["json"]) writeFileSync(options.rest["json"], `${JSON.stringify(reports, null, 2)}\n`);
}

async function compareWorkload(
  workload: WorkloadName,
  folder: string,
  options: BenchOptions,
): Promise<ComparisonReport> {
  const { threads, seconds, rest } = options;
  writeWorkload(workload, folder);
  const started: StartedPeer[] = [];
  const absent: Partial<Record<PeerName, string>> = {};
  try {
    for (const name of chosen(rest["against"])) {
      try {
        started.push(await start(name, { workload, threads, folder, python: rest["python"] ?? "python3" }));
      } catch (error) {
        if (name === "compiled") throw error;
        absent[name] = (error as Error).message;
      }
    }
    for (const peer of started) compareLosses(peer, started[0]!);
    const peers = await takeTurns(started, seconds);
    return { workload, threads, peers, absent };
  } finally {
    for (const { process } of started) process.stop();
  }
}

/** Peers that are compared by default, on the CPU. */
const onCpu: readonly PeerName[] = ["compiled", "torch", "torch-compile", "jax", "tfjs-wasm", "tfjs-node"];

function chosen(against: string | undefined): readonly PeerName[] {
  const names = against?.split(",") ?? onCpu;
  const unknown = names.find((name) => !(peerNames as readonly string[]).includes(name));
  if (unknown) throw new Error(`no peer is called ${unknown}; known: ${peerNames.join(", ")}`);
  return peerNames.filter((name) => name === "compiled" || names.includes(name));
}

/** Writes the network, the initial weights and the draws of a workload for the processes. */
export function writeWorkload(name: WorkloadName, folder: string): void {
  const { step, network } = workloads[name];
  const { state, draws } = step();
  writeFileSync(join(folder, "network.json"), JSON.stringify(network));
  writeArrays(folder, "state", state);
  for (let i = 0; i < differentDraws; i++) writeArrays(folder, `draws.${i}`, draws(i + 1));
}

/** Starts a peer and runs the updates whose losses are compared. One peer at a time, so that none compiles concurrently. */
async function start(name: PeerName, setup: PeerSetup): Promise<StartedPeer> {
  const process = await startPeer(name, setup);
  return { process, first: await process.run(updatesChecked) };
}

function compareLosses({ process, first }: StartedPeer, ours: StartedPeer): void {
  const expected = ours.first.losses.flat();
  const differences = first.losses.flat().map((value, i) => Math.abs(value - expected[i]!) / Math.abs(expected[i]!));
  if (differences.every((difference) => difference < 1e-4)) return;
  const [theirs, known] = [first, ours.first].map(({ losses }) => JSON.stringify(losses));
  throw new Error(`${process.name} computes other losses: ${theirs} instead of ${known}`);
}

/** Runs all peers in turn for `seconds` each, at least three turns. */
async function takeTurns(started: readonly StartedPeer[], seconds: number): Promise<PeerReport[]> {
  const fields = started.map(({ process, first }) => ({
    process,
    first,
    inTurn: Math.max(1, Math.ceil(secondsInTurn / first.wall.at(-1)!)),
    answers: [] as Answer[],
  }));
  const end = performance.now() + 1e3 * seconds * fields.length;
  for (let turn = 0; turn < 3 || performance.now() < end; turn++) {
    for (const { process, inTurn, answers } of fields) answers.push(await process.run(inTurn));
  }
  return fields.map(({ process: { name, loadedBytes }, first, answers }) => {
    const [wall, cpu] = [answers.flatMap(({ wall }) => wall), answers.flatMap(({ cpu }) => cpu)];
    const { peakBytes } = answers.at(-1)!;
    return { name, updates: wall.length, wall: median(wall), cpu: median(cpu), first: first.wall[0]!, loadedBytes, peakBytes }; // prettier-ignore
  });
}

function print({ workload, threads, peers, absent }: ComparisonReport): void {
  const title = `${workloads[workload].title}, ${threads} thread${threads > 1 ? "s" : ""}`;
  console.log(`\n${title}: the losses of ${updatesChecked} updates agree; medians`);
  const [ours] = peers as readonly [PeerReport, ...PeerReport[]];
  const ms = (seconds: number) => `${(1e3 * seconds).toFixed(seconds < 0.1 ? 2 : 0)} ms`;
  const mebibytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MiB`;
  printTable(
    peers.map(({ name, updates, wall, cpu, first, loadedBytes, peakBytes }) => ({
      update: name,
      cpu: ms(cpu),
      "to compiled": `${(cpu / ours.cpu).toFixed(2)}x`,
      wall: ms(wall),
      "to compiled, wall": `${(wall / ours.wall).toFixed(2)}x`,
      updates: String(updates),
      first: `${first.toFixed(2)} s`,
      peak: mebibytes(peakBytes),
      "of which loaded": mebibytes(loadedBytes),
    })),
  );
  for (const [name, reason] of Object.entries(absent)) console.log(`without ${name}: ${reason}`);
}
