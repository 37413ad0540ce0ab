/** Text of a document between `<!-- kind: key -->` and `<!-- /kind -->`, which a program writes. */
export interface Marked {
  readonly kind: "results" | "source";
  readonly key: string;
  /** The text between the markers, without the line breaks at its ends. */
  readonly text: string;
}

const pattern = /<!-- (results|source): (.+?) -->\n([^]*?)<!-- \/\1 -->/g;

/** All marked parts of a Markdown page, in order. */
export const markedIn = (page: string): readonly Marked[] =>
  [...page.matchAll(pattern)].map(([, kind, key, text]) => ({
    kind: kind as Marked["kind"],
    key: key!,
    text: text!.trim(),
  }));

/** The page with every marked part replaced by the text that `textOf` returns; undefined leaves it as it is. */
export const replaceMarked = (page: string, textOf: (marked: Omit<Marked, "text">) => string | undefined): string =>
  page.replace(pattern, (whole, kind: Marked["kind"], key: string) => {
    const text = textOf({ kind, key });
    return text === undefined ? whole : `<!-- ${kind}: ${key} -->\n\n${text.trim()}\n\n<!-- /${kind} -->`;
  });

/** Paths of the images in a Markdown page, relative to it. */
export const imagesIn = (page: string): readonly string[] =>
  [...page.matchAll(/!\[[^\]]*\]\(([^)\s]+)\)/g)].map(([, path]) => path!);
