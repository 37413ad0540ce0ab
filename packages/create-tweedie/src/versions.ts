import { readFileSync } from "node:fs";

/** Versions of the packages of a new project, as ranges of npm. Vega draws figures, and resvg writes them as PNG files, with the letters of a font. */
export const versions = {
  tweedie: `^${(JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string }).version}`,
  "@resvg/resvg-js": "2.6.2",
  "@types/node": "^20.19.0",
  "dejavu-fonts-ttf": "2.37.3",
  typescript: "~6.0.3",
  vega: "^6.4.0",
  "vega-lite": "^6.4.0",
  vitest: "~4.1.0",
} as const;
