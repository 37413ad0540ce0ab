import { TweedieError } from "@tweedie/core";
import type { PreconditioningSettings } from "@tweedie/diffusion";
import type { z } from "zod";
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

/**
 * Checks settings from a file.
 *
 * @throws TweedieError naming the first setting that is unknown or has an unsupported value.
 */
export function checkSettings<T extends z.ZodType>(schema: T, settings: unknown, where: string): z.output<T> {
  const { success, data, error } = schema.safeParse(settings);
  if (success) return data;
  const issue = error.issues[0]!;
  const path = issue.path.join(".");
  const found = issue.path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key],
    settings,
  );
  const problem = () => {
    if (issue.code === "unrecognized_keys") return `the setting ${issue.keys.join(", ")} is not known`;
    if (found === undefined) return `the setting \`${path}\` is missing`;
    return `the setting \`${path}\` is ${JSON.stringify(found)}, which is not supported: ${issue.message}`;
  };
  throw new TweedieError({ where, what: problem() });
}
