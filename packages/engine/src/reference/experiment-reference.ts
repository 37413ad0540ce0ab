import { extensibleSchema, inputSchema } from "../experiment/json-schema.ts";
import { settingsSchema } from "../experiment/settings.ts";
import { slotRoles } from "../experiment/slots.ts";
import { type KeyReference, keysOfSchema } from "./key-reference.ts";

/** Returns the reference of an experiment file: all its keys, without the options of plugins. */
export const experimentReference = (): readonly KeyReference[] => {
  const { properties = {}, ...schema } = inputSchema(settingsSchema);
  return keysOfSchema({ ...schema, properties: extensibleSchema({ properties }).properties! }, slotRoles);
};
