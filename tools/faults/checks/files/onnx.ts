import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Check, CheckContext } from "../../check.ts";
import { addressOf, load, runTypescript } from "../../product/sources.ts";
import type { Outcome } from "../../tally.ts";
import { mutate } from "./formats.ts";

/** Gives the reader of ONNX extractors files with changed bytes, in a process of its own. */
export const mutatedOnnx: Check = {
  id: "mutated-onnx",
  group: "files",
  fault: "mutated ONNX files",
  done: "One to three places of an exported network were changed, cut or doubled, and it was opened and run as an extractor.",
  times: { soak: 1_500, ci: 40 },
  run: mutateModels,
  control: {
    without: "the message of a file that is no network",
    edits: [
      {
        file: "packages/graph/src/ort/open-model.ts",
        find: ".catch((error: unknown) => {\n    throw errorOf(",
        replace: ".catch((error: unknown) => {\n    if (error) throw error;\n    throw errorOf(",
      },
    ],
    times: 100,
  },
};

async function mutateModels({ build, folder, times, numbers, tally }: CheckContext): Promise<void> {
  const { exportModel } = await load(build, "graph/src/index.ts");
  const weights = { w: { shape: [64], data: new Float32Array(64) } };
  const model = await exportModel(({ w }, { x }) => ({ outputs: { y: x!.add(w!) } }), {
    weights,
    inputs: { x: [2, 64] },
  });
  const path = join(folder, "model.onnx");
  let child: ChildProcess | undefined;
  try {
    for (let file = 0; file < times; file++) {
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) child = await startReader(build);
      // The first file is the network as it is: it must open.
      const mutated = file === 0 ? Buffer.from(model) : mutate(model, numbers);
      writeFileSync(path, mutated);
      const answered = new AbortController();
      const dead = once(child, "close", { signal: answered.signal }).then(([code, signal]) => [
        { outcome: "crashed", detail: `ended with ${code ?? signal}` },
      ]);
      child.send(path);
      const [answer] = (await Promise.race([once(child, "message"), dead])) as [{ outcome: Outcome; detail: string }];
      answered.abort();
      if (file === 0 && answer.outcome !== "harmless") throw new Error(`the network does not open: ${answer.detail}`);
      tally.add(answer.outcome, `${mutated.toString("base64")}: ${answer.detail}`);
    }
  } finally {
    child?.kill("SIGKILL");
  }
}

async function startReader(build: string): Promise<ChildProcess> {
  const script = fileURLToPath(new URL("../../writers/onnx-files.ts", import.meta.url));
  const child = fork(script, [addressOf(build, "graph/src/index.ts")], {
    execArgv: [...runTypescript(build)],
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  await once(child, "message");
  return child;
}
