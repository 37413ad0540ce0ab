import { extensibleSchema, inputSchema, type KeyReference, keysOfSchema } from "@tweedie/engine";
import { sweepSchema, sweepSlots } from "./sweep-schema.ts";

/** Returns the reference of a sweep file: all its keys, without the options of plugins. */
export const sweepReference = (): readonly KeyReference[] => {
  const { properties = {}, ...schema } = inputSchema(sweepSchema);
  return keysOfSchema({ ...schema, properties: extensibleSchema({ properties }).properties! }, sweepSlots);
};
