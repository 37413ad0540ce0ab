import type { Plugin, Tracker } from "@tweedie/core";
import { localPlugins } from "../plugin-pages/local-plugins.ts";
import type { HealthCheck } from "./health-check.ts";

/** Checks the trackers that depend on a key or a server, with their default options. None of them is needed by a run. */
export async function checkTrackers(): Promise<readonly HealthCheck[]> {
  const { plugins } = await localPlugins();
  const trackers = plugins.filter(({ plugin }) => plugin.role === "tracker");
  const checks = await Promise.all(trackers.map(({ use, plugin }) => checkTracker(use, plugin as Plugin<"tracker">)));
  return checks.flat();
}

async function checkTracker(use: string, plugin: Plugin<"tracker">): Promise<HealthCheck[]> {
  const tracker = created(plugin);
  if (typeof tracker === "string") return [{ name: use, state: "missing", what: tracker }];
  if (!tracker?.check) return [];
  const { trackerObstacle } = await import("@tweedie/engine/tracking");
  const obstacle = await trackerObstacle(tracker);
  return [
    obstacle === undefined
      ? { name: use, state: "ok", what: "its server answers" }
      : { name: use, state: "missing", what: obstacle },
  ];
}

/** The tracker with its default options; the reason if it cannot be created, undefined if it has no such defaults. */
function created(plugin: Plugin<"tracker">): Tracker | string | undefined {
  const options = plugin.options.safeParse({});
  if (!options.success) return undefined;
  try {
    return plugin.create(options.data);
  } catch (error) {
    return (error as Error).message.split("\n", 1)[0]!;
  }
}
