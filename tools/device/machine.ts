import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { listGpus } from "@tweedie/graph";
import { runProgram } from "../devices/child.ts";

/** A library of Python: its version and if it finds a GPU, or the reason why it does not load. */
export type Library = { readonly version: string; readonly gpu: boolean } | { readonly missing: string };

/** The parts of a machine that decide what can be measured. */
export interface Machine {
  readonly node: string;
  readonly processor: string;
  readonly cores: number;
  /** Names of the GPUs, with the driver. */
  readonly gpus: readonly string[];
  readonly hasNvidia: boolean;
  readonly torch: Library;
  readonly jax: Library;
}

const probe = fileURLToPath(new URL("probe.py", import.meta.url));

/** Describes this machine and the libraries of a Python. Never rejects. */
export async function describeMachine(python: string, seconds: number): Promise<Machine> {
  const gpus = listGpus();
  const libraries = await runProgram(python, [probe], { seconds: Math.ceil(seconds) }).then(
    (text) => JSON.parse(text.split("\n").at(-1)!) as Pick<Machine, "torch" | "jax">,
    (error: unknown) => {
      const missing = `${python} does not run: ${(error as Error).message.split("\n").filter(Boolean).at(-1)}`;
      return { torch: { missing }, jax: { missing } };
    },
  );
  return {
    node: process.versions.node,
    processor: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    gpus: gpus.map(({ name, driver }) => [name, driver ?? []].flat().join(", ")),
    hasNvidia: gpus.some(({ vendor }) => vendor === "NVIDIA"),
    ...libraries,
  };
}
