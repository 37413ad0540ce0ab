import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { TweedieError } from "@tweedie/core";
import { createFolder } from "@tweedie/core/files";
import type { StoredStudent, StoredTeacher } from "@tweedie/engine/finished-run";
import { encodeCheckpoint, encodeSafetensors } from "@tweedie/formats";
import { writeOutput } from "./output-file.ts";

/** A model for EDM or diffusers; `sigma` is the noise level of a student. */
export type Exported = StoredTeacher & Partial<Pick<StoredStudent, "sigma">>;

/** Writes a model as safetensors under EDM's tensor names. The metadata hold its class, options, preconditioning, `sigma` and training. */
export async function writeEdmTensors(
  output: string,
  { program, sigma, origin, tensors, ...model }: Exported,
): Promise<void> {
  checkProgram("EDM", program, "diffusers");
  const { network, options, preconditioning } = model;
  const extras = { ...(sigma !== undefined && { sigma }), ...(origin && { training: { ...origin } }) };
  const stored = { network, options, preconditioning, extras, tensors };
  await writeOutput(output, encodeCheckpoint(stored as Parameters<typeof encodeCheckpoint>[0]));
}

/** Writes a model as a folder of diffusers: `config.json`, its weights, and the scheduler. The folder must not exist. */
export async function writeDiffusersFolder(output: string, model: Exported): Promise<void> {
  const { program, network, options, extras, sigma, origin, tensors } = model;
  checkProgram("diffusers", program, "edm-tensors");
  if (existsSync(output)) {
    throw new TweedieError({ where: output, what: "exists already", fix: "choose another folder with --output" });
  }
  const parent = dirname(resolve(output));
  await createFolder(parent);
  const folder = await mkdtemp(join(parent, `.${basename(output)}-`));
  try {
    const json = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`;
    await writeFile(join(folder, "config.json"), json({ _class_name: network, ...options }));
    await writeFile(
      join(folder, "diffusion_pytorch_model.safetensors"),
      encodeSafetensors(tensors, {
        format: "pt",
        ...(sigma !== undefined && { sigma: String(sigma) }),
        ...(origin && { training: JSON.stringify(origin) }),
      }),
    );
    await mkdir(join(folder, "scheduler"));
    await writeFile(join(folder, "scheduler", "scheduler_config.json"), json(extras?.["scheduler"]));
    await rename(folder, output);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

function checkProgram(expected: string, program: string, format: string): void {
  if (program === expected) return;
  throw new TweedieError({
    where: "--format",
    what: `the network of this run is one of ${program}, not of ${expected}`,
    fix: `write \`--format ${format}\``,
  });
}
