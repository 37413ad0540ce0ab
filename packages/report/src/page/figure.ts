import { type ColorName, dashes, palette } from "../theme.ts";
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

/** Text around the picture of a figure. In a row of figures, each kind of text and the pictures are aligned. */
export interface FigureText {
  readonly title?: string;
  /** Text beside the title: unit and direction of the vertical axis. */
  readonly scale?: string;
  /** Lines of the picture, in the order of their dash patterns. */
  readonly legend?: readonly { readonly name: string; readonly color: ColorName }[];
  /** Text below the picture. */
  readonly caption?: Html | string | undefined;
}

/** An SVG with its texts. */
export const svgFigure = (svg: string, alt: string, text: FigureText = {}): Html => figure(inlineSvg(svg, alt), text);

/** A PNG, embedded in the page, with its texts. */
export const pngFigure = (png: Uint8Array, alt: string, text: FigureText): Html =>
  figure(html`<img src="data:image/png;base64,${Buffer.from(png).toString("base64")}" alt="${alt}" />`, text);

const figure = (picture: Html, { title, scale, legend = [], caption }: FigureText): Html =>
  html`<figure>
    ${
      title !== undefined &&
      html`<figcaption>${title}${scale !== undefined && scale !== "" && html` <span>${scale}</span>`}</figcaption>`
    }
    ${
      legend.length > 1 &&
      html`<ul class="legend">
        ${legend.map(({ name, color }, i) => html`<li>${swatch(color, i)}${name}</li>`)}
      </ul>`
    }
    ${picture} ${caption !== undefined && html`<p class="caption">${caption}</p>`}
  </figure>`;

/** A short line in the colour and dash pattern of a curve. */
const swatch = (color: ColorName, index: number): Html =>
  html`<svg viewBox="0 0 24 8" aria-hidden="true">
    <path
      d="M0,4H24"
      stroke="var(--${color})"
      stroke-width="2"
      stroke-dasharray="${dashes[index % dashes.length]!.join(",")}"
    />
  </svg>`;
