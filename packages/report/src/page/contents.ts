import { type Html, trusted } from "./html.ts";

/** Sections from which a page has a list of its contents. */
const fewest = 3;

/** Adds a list of the sections behind the header of a page. Its links lead to their headings. */
export function withContents(main: Html): Html {
  const titles: string[] = [];
  const markup = main.markup.replaceAll(/<h2>([^<]+)<\/h2>/g, (_, title: string) => {
    titles.push(title);
    return `<h2 id="section-${titles.length}">${title}</h2>`;
  });
  if (titles.length < fewest) return main;
  // The titles are markup already: they are taken from it.
  const links = titles.map((title, i) => `<li><a href="#section-${i + 1}">${title}</a></li>`).join("");
  return trusted(markup.replace("</header>", `</header><nav aria-label="Contents"><ul>${links}</ul></nav>`));
}
