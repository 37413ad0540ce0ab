import { join } from "node:path";
import type { Launcher } from "@tweedie/core";
import type { Study, StudyReader } from "@tweedie/study";
import type { Terminal } from "../terminal/terminal.ts";
import { type Consent, type TrustFlags, withTrust } from "../trust/with-trust.ts";
import { leaseInMilliseconds, openSweep, viewSweep } from "./find-sweep.ts";

/** A sweep whose plugins may all run. */
export interface RunnableSweep {
  readonly study: Study;
  readonly launcher: Launcher;
  readonly consent: Consent;
}

interface OpenFlags extends TrustFlags {
  /** Seconds. */
  readonly lease?: number;
}

/** Opens an existing sweep with its launcher. Asks for trust in all plugins of the sweep and its trials, before any of them runs. */
export const openRunnableSweep = (name: string, flags: OpenFlags, terminal: Terminal): Promise<RunnableSweep> =>
  withTrust(flags, terminal, async (consent) => {
    const { allTrusted } = await import("@tweedie/engine");
    const sweep = await viewSweep(name);
    const [study, launcher] = await allTrusted([
      openSweep(name, { ...leaseInMilliseconds(flags), ...consent }),
      loadTrustedLauncher(sweep, consent, join(sweep.folder, "sweep.yaml")),
    ]);
    return { study, launcher, consent };
  });

/**
 * Loads the launcher of a sweep.
 *
 * @throws UntrustedCodeError if it, a plugin of the trials, or the file that gives a cluster its jobs (`source`) is not trusted
 */
export async function loadTrustedLauncher(
  sweep: Pick<StudyReader, "plan" | "folder">,
  { trust }: Consent,
  source: string,
): Promise<Launcher> {
  const { allTrusted } = await import("@tweedie/engine");
  const { checkLauncherSource, checkTrialPlugins, loadLauncher } = await import("@tweedie/study");
  const loaded = loadLauncher(sweep, trust).then((launcher) => {
    checkLauncherSource(launcher, sweep.plan.engine.use, { file: source, trust });
    return launcher;
  });
  return (await allTrusted([loaded, checkTrialPlugins(sweep.plan, trust)]))[0];
}
