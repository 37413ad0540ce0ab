import { palette } from "../theme.ts";
import { type Html, html, trusted } from "./html.ts";

const variables = new Map<string, string>(
  Object.entries(palette).map(([name, { light }]) => [light, `var(--${name})`]),
);

/** An SVG as part of the page: its colours follow light and dark, its width the page's. */
function inlineSvg(svg: string, alt: string): Html {
  const size = / width="([\d.]+)" height="[\d.]+"/;
  const fluid = (_: string, width: string) => html` role="img" aria-label="${alt}" style="max-width:${width}px"`.markup;
  return trusted(svg.replaceAll(/#[0-9a-f]{6}/g, (hex) => variables.get(hex) ?? hex).replace(size, fluid));
}

/** A drawing with its caption. */
export const svgFigure = (svg: string, alt: string, caption?: string): Html =>
  html`<figure>${caption && html`<figcaption>${caption}</figcaption>`}${inlineSvg(svg, alt)}</figure>`;

/** An image with its caption, inside the page. */
export const pngFigure = (png: Uint8Array, alt: string, caption: string): Html =>
  html`<figure>
    <figcaption>${caption}</figcaption>
    <img src="data:image/png;base64,${Buffer.from(png).toString("base64")}" alt="${alt}" />
  </figure>`;
