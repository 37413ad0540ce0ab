import type { PreconditioningSettings } from "@tweedie/diffusion";
import type { FileTensors, PublishedNetwork } from "./file-tensor.ts";

/** A class of a file, and its settings. */
export interface NamedSettings {
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** Settings of a pretrained network, as its file has them. */
export interface PublishedSettings {
  /** Class of the network: `SongUNet`, `UNet2DModel`. */
  readonly network: string | undefined;
  readonly options: Readonly<Record<string, unknown>>;
  /** Class around the network that scales its input and output: `EDMPrecond`. */
  readonly preconditioning?: NamedSettings | undefined;
  /** Other content: the settings of a `scheduler`. */
  readonly extras?: Readonly<Record<string, unknown>> | undefined;
}

/** A network that the settings of a file describe. */
export interface PublishedModel {
  /** Name of the plugin that creates the network, and its options but `conditional`. */
  readonly plugin: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly network: PublishedNetwork;
  /** Undefined if the settings do not say it. */
  readonly preconditioning: PreconditioningSettings | undefined;
  /** The tensors of the file. */
  readonly tensors: FileTensors;
}
