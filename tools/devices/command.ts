import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Environment } from "./child.ts";

export const tweedie = fileURLToPath(new URL("../../packages/cli/bin/tweedie.mjs", import.meta.url));
const repository = fileURLToPath(new URL("../..", import.meta.url));

interface RunOptions {
  readonly environment: Environment;
  /** Step of the distillation at whose metrics the process is killed. */
  readonly killAt?: number;
}

/** Runs `tweedie run` in the repository. @throws Error with its errors if it ends otherwise than it should */
export async function run(args: readonly string[], { environment, killAt }: RunOptions): Promise<void> {
  const child = spawn(process.execPath, [tweedie, "run", ...args, "--json"], {
    cwd: repository,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const errors: string[] = [];
  child.stderr.setEncoding("utf8").on("data", (text: string) => errors.push(text));
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (part: string) => {
    const lines = (text + part).split("\n");
    text = lines.pop()!;
    for (const line of lines) {
      const { event, phase, step } = JSON.parse(line) as { event: string; phase?: string; step?: number };
      if (event === "metrics" && phase === "distill" && step === killAt) child.kill("SIGKILL");
    }
  });
  const end = await new Promise((resolve) => child.on("close", (code, signal) => resolve(signal ?? code)));
  // After so few steps the student may not have converged, which exit code 3 says.
  const expected: readonly unknown[] = killAt === undefined ? [0, 3] : ["SIGKILL"];
  if (!expected.includes(end)) throw new Error(`tweedie run ended with ${String(end)}\n${errors.join("")}`);
}
