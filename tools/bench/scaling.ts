import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { mapParams } from "@tweedie/core";
import { createExecutor } from "@tweedie/graph";
import { mlp, unet } from "@tweedie/networks";
import { interleave } from "./interleaved.ts";
import { readOptions } from "./options.ts";
import { type SidStep, sidStep } from "./sid-step.ts";
import { printTable } from "./table.ts";
import { workloads } from "./workloads.ts";

const main = fileURLToPath(new URL("main.ts", import.meta.url));

const planar = (width: number, batch: number) => (): SidStep =>
  sidStep({ network: mlp({ shape: [2], depth: 3, embedding: 32, activation: "silu", width }), batch });

const images = (side: number) => (): SidStep => {
  const size = { channels: 32, multipliers: [1, 2, 2], blocks: 1, attention: [side / 4], heads: 2, groups: 8 };
  return sidStep({ network: unet({ shape: [side, side, 1], ...size, patch: 1, embedding: 32 }), batch: 8 });
};

/** Series in which one extent of the network or the batch doubles. */
const series = {
  "width of an MLP, batch 256": Object.fromEntries([32, 64, 128, 256, 512].map((width) => [width, planar(width, 256)])),
  "batch of an MLP 3x64": Object.fromEntries([64, 128, 256, 512, 1024].map((batch) => [batch, planar(64, batch)])),
  "side of a U-Net's images, batch 8": Object.fromEntries([8, 16, 32].map((side) => [side, images(side)])),
};

/** Prints the time of an update by width, batch and resolution, and the rate of several processes in parallel. */
export async function measureScaling(argv: readonly string[]): Promise<void> {
  const { seconds } = readOptions(argv);
  for (const [title, steps] of Object.entries(series)) {
    const times = await interleave(await prepareAll(steps), { seconds });
    const [first] = Object.values(times);
    console.log(`\n${title}, 1 thread`);
    printTable(
      Object.entries(times).map(([extent, { cpu }]) => ({
        extent,
        update: `${(1e3 * cpu).toFixed(2)} ms`,
        "to the first": `${(cpu / first!.cpu).toFixed(1)}x`,
      })),
    );
  }
  console.log("\nparallel processes, 1 thread each: updates per second of all");
  const rows: Record<string, string>[] = [];
  for (const name of ["mlp-small", "mlp-large", "unet"] as const) {
    const [one, two, three] = [await together(name, 1), await together(name, 2), await together(name, 3)];
    const cell = (rate: number) => `${rate.toFixed(rate < 10 ? 2 : 0)}, ${(rate / one).toFixed(2)}x`;
    rows.push({ update: workloads[name].title, one: cell(one), two: cell(two), three: cell(three) });
  }
  printTable(rows);
}

async function prepareAll(steps: Readonly<Record<string, () => SidStep>>) {
  const runs: Record<string, () => Promise<unknown>> = {};
  for (const [name, make] of Object.entries(steps)) runs[name] = await prepareRun(make());
  return runs;
}

async function prepareRun({ step, state, draws }: SidStep): Promise<() => Promise<unknown>> {
  const executor = await createExecutor("ort", { threads: 1 });
  const values = draws(1);
  const compiled = await executor.compile(step, executor.createStore(state), mapParams(values, ({ shape }) => shape)); // prettier-ignore
  return () => compiled.run(values);
}

const measuredSeconds = 6;

/** Updates per second of several processes together. All start counting when the last one is ready. */
async function together(name: string, processes: number): Promise<number> {
  const children = Array.from({ length: processes }, () =>
    spawn(process.execPath, [...process.execArgv, main, "rate", "--workload", name], {
      stdio: ["pipe", "pipe", "inherit"],
    }),
  );
  await Promise.all(children.map(({ stdout }) => once(stdout, "data"))); // ready
  const rates = children.map(({ stdout }) => text(stdout));
  for (const { stdin } of children) stdin.end("go\n");
  return (await Promise.all(rates)).reduce((sum, rate) => sum + Number(rate), 0);
}

/** Entry point of one of these processes. */
export async function measureRate(argv: readonly string[]): Promise<void> {
  const run = await prepareRun(workloads[readOptions(argv).names[0]!].step());
  await run();
  process.stdout.write("ready\n");
  await once(process.stdin, "data");
  const begun = performance.now();
  let updates = 0;
  while (performance.now() < begun + 1000 * measuredSeconds) {
    await run();
    updates++;
  }
  process.stdout.write(String(updates / ((performance.now() - begun) / 1e3)));
}
