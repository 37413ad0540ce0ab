import { fileURLToPath } from "node:url";

/** Folder of the built page, beside the folder of this module: in the repository `npm run playground` writes it, and a package contains it. */
export const pageFolder: string = fileURLToPath(new URL("../page", import.meta.url));
