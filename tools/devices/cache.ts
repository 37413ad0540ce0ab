import { fileURLToPath } from "node:url";

/** Folder of what the jobs fetched. It can be deleted. */
export const cache = fileURLToPath(new URL("../../node_modules/.cache/tweedie-devices", import.meta.url));
