/** A value of settings: what JSON can hold, and numbers that it cannot, such as infinity. */
export type Setting = null | boolean | number | string | readonly Setting[] | Settings;

/** Named settings, such as the options that a network was created with. */
export interface Settings {
  readonly [name: string]: Setting;
}

/** A tensor of a checkpoint, which is read from the file on demand. */
export interface CheckpointTensor {
  readonly shape: readonly number[];
  /** Number type in the file: `float32`, `bfloat16`, `int64`. */
  readonly dtype: string;
  /**
   * Reads its numbers as float32, in row-major order.
   *
   * @throws TweedieError if they are damaged, or of a type that has no float32 value.
   */
  read(): Float32Array;
}

/** A class of a file, and the settings that its object was created with. */
export interface NamedSettings {
  readonly name: string;
  readonly options: Settings;
}

/**
 * Kinds of checkpoint files: a pickle of EDM or SiD; a torch file that holds the same network, or a state dict; a diffusers folder; a
 * safetensors file, with the metadata of `encodeCheckpoint` or with tensors alone.
 */
export type CheckpointFormat = "edm" | "torch" | "diffusers" | "safetensors";

/** A pretrained network as plain data. Nothing of the file was executed to read it. */
export interface Checkpoint {
  readonly format: CheckpointFormat;
  /** Class of the network as the file names it: `SongUNet`, `UNet2DModel`. Undefined if the file holds tensors alone. */
  readonly network: string | undefined;
  /** Options of that class: EDM's `_init_kwargs`, or diffusers' `config.json` without the keys that begin with `_`. */
  readonly options: Settings;
  /** Class around the network that scales its input and output, with its attributes: `EDMPrecond`, `sigma_data`. */
  readonly preconditioning: NamedSettings | undefined;
  /** Parameters and persistent buffers by the names of the file's state dict, EDM's with the prefix `model.`. */
  readonly tensors: ReadonlyMap<string, CheckpointTensor>;
  /** Other content: `scheduler` of diffusers, `dataset_kwargs` of EDM. Objects of classes are described by one text each. */
  readonly extras: Settings;
}
