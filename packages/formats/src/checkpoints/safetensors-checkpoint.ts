import { type NDArrays, TweedieError } from "@tweedie/core";
import type { ByteSource } from "../bytes/byte-source.ts";
import { toFloat32 } from "../number-types.ts";
import { encodeSafetensors } from "../safetensors/safetensors.ts";
import { readHeader } from "../safetensors/safetensors-header.ts";
import type { Checkpoint, NamedSettings, Settings } from "./checkpoint.ts";
import { jsonSettings } from "./json-settings.ts";
import { isSettings } from "./plain-settings.ts";
import { tensorPlace, tensorTable } from "./tensor-table.ts";

/** Keys of the metadata. The values are JSON, but the class of the network is a name. */
const keys = {
  network: "tweedie.network",
  options: "tweedie.options",
  preconditioning: "tweedie.preconditioning",
  extras: "tweedie.extras",
} as const;

/** A network to be stored: see `Checkpoint` for the fields. */
export interface StoredNetwork {
  readonly network: string;
  readonly options: Settings;
  readonly preconditioning?: NamedSettings | undefined;
  readonly extras?: Settings;
  readonly tensors: NDArrays;
}

/** Encodes a network as a safetensors file whose metadata name the network and its options. `readSafetensorsCheckpoint` reads it. */
export const encodeCheckpoint = ({ network, options, preconditioning, extras, tensors }: StoredNetwork): Uint8Array =>
  encodeSafetensors(tensors, {
    [keys.network]: network,
    [keys.options]: JSON.stringify(options),
    ...(preconditioning && { [keys.preconditioning]: JSON.stringify(preconditioning) }),
    ...(extras && { [keys.extras]: JSON.stringify(extras) }),
  });

/** Reads a safetensors file: one of `encodeCheckpoint`, or tensors alone, whose metadata become the extras. */
export function readSafetensorsCheckpoint(source: ByteSource, where: string): Checkpoint {
  const { dataStart, tensors, metadata } = readHeader(source, where);
  const table = tensorTable(where, source.size);
  for (const { name, dtype, type, shape, start, end } of tensors) {
    const fail = (what: string) => new TweedieError({ where: tensorPlace(where, name), what });
    const read = () => toFloat32(type, source.read(dataStart + start, end - start), fail);
    table.add(name, { shape, dtype, read });
  }
  const network = metadata[keys.network];
  if (network === undefined) {
    return { ...withoutNetwork, tensors: table.tensors, extras: metadata };
  }
  const object = (key: string) => jsonSettings(metadata[key] ?? "{}", `${where}: metadata ${key}`);
  const isPreconditioned = metadata[keys.preconditioning] !== undefined;
  return {
    format: "safetensors",
    network,
    options: object(keys.options),
    preconditioning: isPreconditioned ? named(object(keys.preconditioning), where) : undefined,
    tensors: table.tensors,
    extras: object(keys.extras),
  };
}

const withoutNetwork = { format: "safetensors", network: undefined, options: {}, preconditioning: undefined } as const;

function named({ name, options }: Settings, where: string): NamedSettings {
  if (typeof name === "string" && isSettings(options)) return { name, options };
  throw new TweedieError({ where, what: `has metadata ${keys.preconditioning} without a name and options` });
}
