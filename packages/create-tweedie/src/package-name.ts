/** Returns the npm package name for a folder: lower case, with dashes for all other characters. */
export const packageName = (folder: string, fallback: string): string =>
  folder
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, "-")
    .replace(/^-+/, "") || fallback;
