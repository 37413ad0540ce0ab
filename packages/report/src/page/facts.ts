import { type Html, html } from "./html.ts";

/** A list of names and values; those without a value are left out. */
export const factList = (facts: readonly (readonly [name: string, value: Html | string | undefined])[]): Html =>
  html`<dl class="facts">
    ${facts.map(
      ([name, value]) =>
        value !== undefined &&
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
