import { readFileSync } from "node:fs";

/** Versions of the packages of a new project, as ranges of npm. Vega draws the figures of reports. */
export const versions = {
  tweedie: `^${(JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string }).version}`,
  "@types/node": "^20.19.0",
  typescript: "~6.0.3",
  vega: "^6.4.0",
  "vega-lite": "^6.4.0",
  vitest: "~4.1.0",
} as const;
