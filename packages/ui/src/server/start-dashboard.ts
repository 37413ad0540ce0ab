import { randomBytes } from "node:crypto";
import type { ActionKind } from "../api/action.ts";
import { createActions } from "./action/actions.ts";
import { readPageFiles } from "./http/page-files.ts";
import { serve } from "./http/serve.ts";
import { pageFolder } from "./page-folder.ts";
import { routesOf } from "./routes.ts";
import { createRunIndex } from "./run/run-index.ts";
import type { RunTools } from "./run/run-tools.ts";
import { createSweepIndex } from "./sweep/sweep-index.ts";

export interface DashboardOptions {
  /** Folders that are searched for runs and for sweeps. */
  readonly runs: string;
  readonly sweeps: string;
  /** 0 for a free port. */
  readonly port: number;
  readonly version: string;
  readonly tools: RunTools;
  /** Program and first arguments that run `tweedie`. */
  readonly command: readonly string[];
  readonly actions: readonly ActionKind[];
  readonly onUnexpected: (error: unknown) => void;
}

/** A dashboard that can be opened. */
export interface Dashboard {
  /** Address with the token in its fragment, which browsers send to no server. */
  readonly url: string;
  readonly port: number;
  readonly token: string;
  close(): Promise<void>;
}

/** Starts the dashboard over the runs and sweeps of two folders, for browsers on this machine. */
export async function startDashboard(options: DashboardOptions): Promise<Dashboard> {
  const token = randomBytes(24).toString("base64url");
  const page = await readPageFiles(await pageFolder());
  const routes = routesOf({
    ...options,
    index: createRunIndex([options.runs]),
    trials: createRunIndex([options.sweeps]),
    sweepIndex: createSweepIndex([options.sweeps]),
    started: createActions(options.command),
  });
  const { port, onUnexpected } = options;
  const listening = await serve({ port, token, page, routes, onUnexpected });
  return { ...listening, token, url: `http://127.0.0.1:${listening.port}/#token=${token}` };
}
