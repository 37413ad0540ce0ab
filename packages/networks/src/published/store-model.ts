import { TweedieError, type NDArray, type Network, type Params } from "@tweedie/core";
import type { PreconditioningSettings } from "@tweedie/diffusion";
import { tensorsForFile } from "./convert-tensors.ts";
import { schedulerSettings } from "./diffusers/scheduler-settings.ts";
import { edmTensors } from "./edm/edm-model.ts";
import { edmPreconditioningSettings } from "./edm/preconditioning-settings.ts";
import type { NetworkSettings, PublishedNetwork } from "./file-tensor.ts";
import type { NamedSettings } from "./published-model.ts";

/** A network as files of EDM or diffusers have it. `publishedModel` and `publishedWeights` read it again. */
export interface StoredModel extends NetworkSettings {
  readonly program: "EDM" | "diffusers";
  readonly preconditioning?: NamedSettings;
  readonly extras?: Readonly<Record<string, unknown>>;
  readonly tensors: Params<NDArray>;
}

/**
 * A network with its preconditioning and weights, as files of EDM or diffusers have it.
 *
 * @param where The run or file, for messages.
 * @throws TweedieError if the network has no such form, or if its program has no such preconditioning.
 */
export function storedModel(
  network: Network,
  weights: Params<NDArray>,
  preconditioning: PreconditioningSettings,
  where: string,
): StoredModel {
  if (!isPublished(network)) {
    throw new TweedieError({
      where,
      what: "its network has no form in EDM or diffusers",
      fix: "networks that have one: networks/song-unet, networks/dhariwal-unet, networks/diffusers-unet",
    });
  }
  const { tensors } = network;
  const settings = network.settings();
  if (settings.network === "UNet2DModel") {
    const scheduler = schedulerSettings(preconditioning, where);
    return { program: "diffusers", ...settings, extras: { scheduler }, tensors: tensorsForFile(tensors, weights) };
  }
  return {
    program: "EDM",
    ...settings,
    preconditioning: edmPreconditioningSettings(preconditioning, where),
    tensors: tensorsForFile(edmTensors(tensors, preconditioning), weights),
  };
}

const isPublished = (network: Network): network is PublishedNetwork => "settings" in network && "tensors" in network;
