import { visibleLine } from "@tweedie/core";
import type { PluginModule, Trust, TrustedFiles } from "@tweedie/engine";
import type { Terminal } from "../terminal/terminal.ts";

/** The answer of the user: which plugins outside the project of the current folder may run. */
export interface Consent {
  readonly trust: Trust;
  /** The same as data, for other processes. */
  readonly trusted: TrustedFiles;
}

export interface TrustFlags {
  /** Set by `--trust`. */
  readonly trust?: boolean;
}

/**
 * Performs an action that may import plugins. Plugins of Tweedie and of the project of the current folder need no consent. For others,
 * a user at a terminal is asked, and the action is performed again; it must not have changed anything before it imports plugins.
 *
 * @throws UntrustedCodeError if the user cannot be asked or does not agree. No code of another project has run.
 */
export type WithConsent = <T>(action: (consent: Consent) => Promise<T>) => Promise<T>;

/** Performs one action with the consent of the user. */
export const withTrust = <T>(
  flags: TrustFlags,
  terminal: Terminal,
  action: (consent: Consent) => Promise<T>,
): Promise<T> => consentOfCommand(flags, terminal)(action);

/** Performs the actions of one command. An answer holds for all of them: no file is asked about twice. */
export function consentOfCommand(flags: TrustFlags, terminal: Terminal): WithConsent {
  let trusted: TrustedFiles = flags.trust ? "all" : [];
  const refused = new Set<string>();
  return async (action) => {
    const { findProject, trustProject, UntrustedCodeError } = await import("@tweedie/engine");
    const own = await findProject(process.cwd());
    for (;;) {
      try {
        return await action({ trusted, trust: trustProject(own, trusted) });
      } catch (error) {
        if (!(error instanceof UntrustedCodeError) || trusted === "all") throw error;
        const files = error.modules.map(({ file }) => file);
        if (files.some((file) => refused.has(file))) throw error;
        if (!(await ask(error.modules, terminal))) {
          for (const file of files) refused.add(file);
          throw error;
        }
        trusted = [...trusted, ...files];
      }
    }
  };
}

/** Asks if modules may run. The answer is no where stdin or stdout is not a terminal. */
async function ask(modules: readonly PluginModule[], terminal: Terminal): Promise<boolean> {
  if (!terminal.stdout.isInteractive) return false;
  const { stderr } = terminal;
  stderr.write("This code is not from the project of the current folder, and would run with all your permissions:\n");
  for (const { use, file } of modules) stderr.write(`  ${visibleLine(use)}  ${visibleLine(file)}\n`);
  return (await terminal.confirm("Run it?")) ?? false;
}
