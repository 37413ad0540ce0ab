import { foldedPart } from "./fold.ts";
import { type Html, html } from "./html.ts";

/** Figures in one row of a wide page. */
const perRow = 3;

/** A row of figures for each list, which shows the first of it. The others of all lists, and `folded` ones, are in a part that the reader opens. */
export function figureGrid(lists: readonly (readonly Html[])[], folded: readonly Html[] = []): Html {
  const shown = lists.flatMap((list) => list.slice(0, perRow));
  const others = [...lists.flatMap((list) => list.slice(perRow)), ...folded];
  const title = others.length === 1 ? "1 further figure" : `${others.length} further figures`;
  return html`<div class="grid">${shown}</div>
    ${others.length > 0 && foldedPart(title, html`<div class="grid">${others}</div>`)}`;
}
