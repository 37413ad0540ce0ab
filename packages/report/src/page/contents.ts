import { type Html, trusted } from "./html.ts";

/** Sections from which a page has a list of its contents. */
const fewest = 3;

/** The heading of a section; of a folded one with the start of its content. */
const heading = /<h2>([^<]+)<\/h2>(\s*<\/summary>\s*<div)?/g;

/** Adds a list of the sections behind the header of a page. Its links lead to their headings, or into folded sections, which open then. */
export function withContents(main: Html): Html {
  const titles: string[] = [];
  const markup = main.markup.replaceAll(heading, (_, title: string, folded: string | undefined) => {
    titles.push(title);
    const id = `id="section-${titles.length}"`;
    return folded === undefined ? `<h2 ${id}>${title}</h2>` : `<h2>${title}</h2>${folded} ${id}`;
  });
  if (titles.length < fewest) return main;
  // The titles are markup already: they are taken from it.
  const links = titles.map((title, i) => `<li><a href="#section-${i + 1}">${title}</a></li>`).join("");
  return trusted(markup.replace("</header>", `</header><nav aria-label="Contents"><ul>${links}</ul></nav>`));
}
