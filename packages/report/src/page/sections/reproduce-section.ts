import { basename, resolve } from "node:path";
import { shellPath, shellWord } from "@tweedie/core";
import type { RunData } from "../../run-data.ts";
import { factList } from "../facts.ts";
import { foldedSection } from "../fold.ts";
import { type Html, html } from "../html.ts";

/** Commands that reproduce a run, and the versions they depend on. */
export function reproduceSection({ folder, status }: RunData): Html {
  const run = basename(resolve(folder.root));
  return foldedSection(
    "Reproduce this run",
    html`<p>
        Save the configuration above as <code>config.yaml</code>, or use the file in the run folder. The seed determines
        every random number.
      </p>
      <pre><code>tweedie run config.yaml --backend ${shellWord(status.backend)} --out ${shellPath(`${run}-again`)}
tweedie sample ${shellPath(run)} -o samples.png
tweedie report ${shellPath(run)}</code></pre>
      ${factList([
        ["Tweedie version", status.version],
        ["backend", status.backend],
        ["seed", String(status.seed)],
        ["configuration (SHA-256)", html`<code>${status.configHash}</code>`],
      ])}`,
  );
}
