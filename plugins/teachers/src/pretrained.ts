import { existsSync } from "node:fs";
import { definePlugin, TweedieError } from "@tweedie/core";
import {
  namedPreconditioning,
  preconditionedDenoiser,
  preconditioningNames,
  preconditioningOf,
  type PreconditioningName,
} from "@tweedie/diffusion";
import { readCheckpointAt } from "@tweedie/formats/files";
import { checkPublishedTensors, publishedModel, publishedWeights, type PublishedModel } from "@tweedie/networks";
import { z } from "zod";

const at = "teacher.path";

/**
 * A pretrained network in a file: a pickle or torch file of EDM or SiD, a folder of diffusers, or a safetensors file that Tweedie wrote.
 *
 * Nothing of the file is executed. `network: networks/teacher` gives student and fake score the same network.
 */
export default definePlugin({
  role: "teacher",
  summary: "A pretrained network of EDM, SiD or diffusers, from its file",
  aliases: ["edm", "diffusers", "checkpoint", "hf", "huggingface"],
  options: z.strictObject({
    path: z
      .string()
      .min(1)
      .meta({ format: "path" })
      .describe("Path of the file, or of the folder of diffusers; `tweedie inspect` shows what it contains.")
      .meta({ example: "edm-cifar10-32x32-uncond-vp.pkl" }),
    preconditioning: z
      .enum(preconditioningNames)
      .optional()
      .describe("Scales of the network's input and output, for a file that does not state them.")
      .meta({ example: "edm" }),
  }),
  uses: ["data"],
  create({ path, preconditioning: named }, data) {
    checkExistence(path);
    const checkpoint = located(path, () => readCheckpointAt(path));
    const model = located(path, () => publishedModel(checkpoint, path));
    located(path, () => checkPublishedTensors(model, checkpoint.tensors, path));
    const { network } = model;
    checkShape(network.shape, data.shape);
    const sigmaData = model.preconditioning?.kind === "edm" ? model.preconditioning.sigmaData : data.sigmaData;
    const preconditioning = preconditioningIn(model, named, sigmaData);
    return {
      ...preconditionedDenoiser(network, preconditioning),
      shape: network.shape,
      sigmaData,
      weights: "loaded",
      network,
      preconditioning,
      init: () => publishedWeights(model, checkpoint.tensors, path),
    };
  },
});

function checkExistence(path: string): void {
  if (existsSync(path)) return;
  const fix = "check the path; published networks must be downloaded, those of EDM from https://github.com/NVlabs/edm";
  throw new TweedieError({ where: at, what: `${path} does not exist`, fix });
}

/** Reads something of a file. Errors are those of the option that names it. */
function located<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof TweedieError)) throw error;
    const what = error.where === path ? `${path} ${error.what}` : error.message;
    throw new TweedieError({ where: at, what, fix: error.fix }, { cause: error });
  }
}

function checkShape(own: readonly number[], data: readonly number[]): void {
  if (own.join() === data.join()) return;
  const [has, needs] = [own, data].map((shape) => shape.join("x"));
  throw new TweedieError({
    where: at,
    what: `the network of this file is for samples of ${has}, and the data have samples of ${needs}`,
    fix: "use data of the teacher's shape, such as `datasets/images` with its `size`",
  });
}

function preconditioningIn({ preconditioning }: PublishedModel, named: PreconditioningName | undefined, sigma: number) {
  const where = "teacher.preconditioning";
  if (preconditioning) {
    if (named === undefined) return preconditioningOf(preconditioning);
    const what = `the file states its preconditioning (${preconditioning.kind}), and this is ${named}`;
    throw new TweedieError({ where, what, fix: "remove `preconditioning`" });
  }
  if (named !== undefined) return namedPreconditioning(named, sigma);
  throw new TweedieError({
    where: at,
    what: "the file does not state the preconditioning of its network",
    fix: `say how it was trained: \`preconditioning: edm\`, or one of ${preconditioningNames.slice(1).join(", ")}`,
  });
}
