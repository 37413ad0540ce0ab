/** Page of the site, as Markdown. */
export interface Page {
  /** Path below the folder of pages: `roles/loss.md`. */
  readonly path: string;
  /** Text of the first heading, without its marks. */
  readonly title: string;
  readonly text: string;
}

/** Makes a page whose title is its first heading. */
export function pageOf(path: string, text: string): Page {
  const heading = /^# (.+)$/m.exec(text)?.[1];
  if (heading === undefined) throw new Error(`${path} has no heading`);
  return { path, title: heading.replaceAll("`", ""), text };
}
