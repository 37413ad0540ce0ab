import { basename, resolve } from "node:path";
import type { RunRecord } from "../run-record.ts";
import { type Html, html } from "./html.ts";

/** The commands that run it again, and what they depend on. */
export function reproduceSection({ folder, status }: RunRecord): Html {
  const run = basename(resolve(folder.root));
  return html`<section>
    <h2>Run it again</h2>
    <p>
      Save the configuration above as <code>config.yaml</code>, or take it from the run folder. The seed fixes every
      random number.
    </p>
    <pre><code>tweedie run config.yaml --backend ${quoted(status.backend)} --out ${quoted(`${run}-again`)}
tweedie sample ${quoted(run)} -o samples.png
tweedie report ${quoted(run)}</code></pre>
    <dl class="facts">
      <div>
        <dt>Tweedie</dt>
        <dd>${status.version}</dd>
      </div>
      <div>
        <dt>backend</dt>
        <dd>${status.backend}</dd>
      </div>
      <div>
        <dt>seed</dt>
        <dd>${status.seed}</dd>
      </div>
      <div>
        <dt>configuration (SHA-256)</dt>
        <dd><code>${status.configHash}</code></dd>
      </div>
    </dl>
  </section>`;
}

/** A word as a shell takes it. */
const quoted = (word: string): string =>
  /^[\w./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
