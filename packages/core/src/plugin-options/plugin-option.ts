import { z } from "zod";
import type { Role, Roles } from "../plugin.ts";

/** A plugin among the options of another, as `create` of the other receives it: its object, in place of the options of its block. */
export type ChosenPlugin<R extends Role, Beside = unknown> = Beside & {
  /** The plugin's name. */
  readonly use: string;
  readonly object: Roles[R];
};

/** A block as written, `{ use: family/name, ... }`, or the name alone. */
type WrittenBlock = string | { readonly use: string; readonly [key: string]: unknown };

/**
 * Schema of an option that takes a plugin of a role. The engine finds the plugin, checks its options and creates its object.
 *
 * @param beside Keys of the outer plugin that are written beside the options of the inner one, each optional or with a default.
 */
export function pluginOption<R extends Role, B extends z.ZodRawShape = Record<never, never>>(
  role: R,
  beside: B = {} as B,
): z.ZodType<ChosenPlugin<R, z.output<z.ZodObject<B>>>, WrittenBlock> {
  const block = z.looseObject({ use: z.string().describe("Name of the plugin, `family/name`."), ...beside });
  const meta: PluginOptionMeta = { pluginRole: role, beside: Object.keys(beside) };
  return z
    .union([z.string(), block])
    .transform((written) => (typeof written === "string" ? block.parse({ use: written }) : written))
    .meta({ ...meta }) as unknown as z.ZodType<ChosenPlugin<R, z.output<z.ZodObject<B>>>, WrittenBlock>;
}

/** Metadata of the schema of such an option, also in JSON Schema. */
export interface PluginOptionMeta {
  readonly pluginRole: Role;
  readonly beside: readonly string[];
}
