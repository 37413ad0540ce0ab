import { palette } from "../theme.ts";
import { type Html, html, trusted } from "./html.ts";

const variables = new Map<string, string>(
  Object.entries(palette).map(([name, { light }]) => [light, `var(--${name})`]),
);

/** An SVG as part of the page: its colours follow the colour scheme, and its width is limited by that of the page. */
function inlineSvg(svg: string, alt: string): Html {
  const size = / width="([\d.]+)" height="[\d.]+"/;
  const fluid = (_: string, width: string) => html` role="img" aria-label="${alt}" style="max-width:${width}px"`.markup;
  return trusted(svg.replaceAll(/#[0-9a-f]{6}/g, (hex) => variables.get(hex) ?? hex).replace(size, fluid));
}

/** An SVG with an optional caption. */
export const svgFigure = (svg: string, alt: string, caption?: string): Html =>
  html`<figure>${caption && html`<figcaption>${caption}</figcaption>`}${inlineSvg(svg, alt)}</figure>`;

/** A PNG, embedded in the page, with a caption. */
export const pngFigure = (png: Uint8Array, alt: string, caption: string): Html =>
  html`<figure>
    <figcaption>${caption}</figcaption>
    <img src="data:image/png;base64,${Buffer.from(png).toString("base64")}" alt="${alt}" />
  </figure>`;
