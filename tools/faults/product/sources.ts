import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type * as cli from "@tweedie/cli";
import type * as engine from "@tweedie/engine";
import type * as formats from "@tweedie/formats";
import type * as graph from "@tweedie/graph";
import type * as study from "@tweedie/study";
import type * as checkpoint from "../../../packages/engine/src/run/checkpoint.ts";

/** Modules of the product that checks call directly, by their path. */
export interface Sources {
  readonly "engine/src/run/checkpoint.ts": typeof checkpoint;
  readonly "engine/src/index.ts": typeof engine;
  readonly "cli/src/main.ts": typeof cli;
  readonly "study/src/index.ts": typeof study;
  readonly "formats/src/index.ts": typeof formats;
  readonly "graph/src/index.ts": typeof graph;
}

/** The address of a module of a build. */
export const addressOf = (build: string, path: keyof Sources): string =>
  pathToFileURL(join(build, "packages", path)).href;

/** Imports a module of a build: of the repository, or of a copy with a mend taken out. */
export const load = async <P extends keyof Sources>(build: string, path: P): Promise<Sources[P]> =>
  (await import(addressOf(build, path))) as Sources[P];

/** Arguments of Node that let it run the TypeScript sources of a build. */
export const runTypescript = (build: string): readonly string[] => [
  "--import",
  pathToFileURL(join(build, "packages/engine/src/typescript/run-typescript.mjs")).href,
];
