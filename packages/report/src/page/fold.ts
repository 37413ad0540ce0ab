import { type Html, html } from "./html.ts";

/**
 * A section that is closed until the reader opens it. Its anchor is inside: a browser opens the section for a link to it, and for an
 * address with it, which needs no script. In print it is open.
 */
export const foldedSection = (title: string, content: Html): Html =>
  html`<section class="fold">
    <details>
      <summary><h2>${title}</h2></summary>
      <div class="folded">${content}</div>
    </details>
  </section>`;

/** Part of a section that is closed until the reader opens it. */
export const foldedPart = (title: string, content: Html): Html =>
  html`<details>
    <summary>${title}</summary>
    <div class="folded">${content}</div>
  </details>`;
