import { mapParams, ndarray, TweedieError, type NDArray, type Params } from "@tweedie/core";
import { checkTensors, weightsFromFile } from "./convert-tensors.ts";
import { diffusersModel } from "./diffusers/diffusers-model.ts";
import { withCurrentNames } from "./diffusers/former-names.ts";
import { edmModel } from "./edm/edm-model.ts";
import type { PublishedModel, PublishedSettings } from "./published-model.ts";

/** The classes whose files are read, and the reader of their settings. */
const readers: Readonly<Record<string, (file: PublishedSettings, where: string) => PublishedModel>> = {
  SongUNet: edmModel,
  DhariwalUNet: edmModel,
  UNet2DModel: diffusersModel,
};

/** Names of the classes of EDM and diffusers whose networks are read. */
const publishedClasses = Object.keys(readers);

/**
 * The network of a pretrained model, from the class and the settings in its file.
 *
 * @param where The file, for messages.
 * @throws TweedieError naming a class or a setting that is not supported.
 */
export function publishedModel(file: PublishedSettings, where: string): PublishedModel {
  const { network } = file;
  if (network !== undefined && Object.hasOwn(readers, network)) return readers[network]!(file, where);
  throw new TweedieError({
    where,
    what: network === undefined ? "does not name the class of its network" : `the network ${network} is not supported`,
    fix: `supported: ${publishedClasses.join(", ")}`,
  });
}

/**
 * Checks that the tensors of a file are those of its network, without reading their numbers.
 *
 * @param where The file, for messages.
 * @throws TweedieError naming a tensor that is missing, left over, or has another shape than the settings say.
 */
export const checkPublishedTensors = (
  { tensors }: PublishedModel,
  stored: ReadonlyMap<string, StoredTensor>,
  where: string,
): void => checkTensors(tensors, withCurrentNames(Object.fromEntries(stored)), where);

/** A tensor of a file, read on demand. */
interface StoredTensor {
  readonly shape: readonly number[];
  read(): Float32Array;
}

/**
 * The weights of a pretrained model from the tensors of its file.
 *
 * @param where The file, for messages.
 * @throws TweedieError naming a tensor that is missing, left over, damaged, or has another shape than the settings say.
 */
export function publishedWeights(
  { tensors }: PublishedModel,
  stored: ReadonlyMap<string, StoredTensor>,
  where: string,
): Params<NDArray> {
  const current = withCurrentNames(Object.fromEntries(stored));
  return weightsFromFile(
    tensors,
    mapParams(current, (tensor) => ndarray(tensor.shape, tensor.read())),
    where,
  );
}
