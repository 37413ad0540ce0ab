import { palette } from "../theme.ts";

const variables = (mode: "light" | "dark"): string =>
  Object.entries(palette)
    .map(([name, colors]) => `--${name}: ${colors[mode]};`)
    .join(" ");

/** Style sheet of all pages: one column on narrow screens, several on wide ones, a light background in print. */
export const styleSheet = `
:root { color-scheme: light dark; ${variables("light")} }
@media screen and (prefers-color-scheme: dark) { :root { ${variables("dark")} } }
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif;
}
main { max-width: 74rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { margin: 0; font-size: 1.75rem; line-height: 1.2; overflow-wrap: anywhere; }
h2 { margin: 2.75rem 0 0.75rem; font-size: 1.2rem; }
h3 { margin: 1.5rem 0 0.5rem; font-size: 1rem; }
p { margin: 0.5rem 0; max-width: 44rem; }
.kicker, .note, dt { color: var(--muted); }
.kicker { margin: 0 0 0.25rem; }
.note, figcaption { font-size: 0.85rem; }
.badge { display: inline-block; padding: 0.05rem 0.6rem; border-radius: 1rem; border: 1.5px solid; font-weight: 600; }
.completed { color: var(--fakeScore); } .running { color: var(--teacher); }
.interrupted { color: var(--muted); } .collapsed, .diverged, .failed, .not-converged { color: var(--student); }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.1rem; margin: 1.25rem 0 0; padding: 0; list-style: none; font-size: 0.9rem; }
summary { margin: 0.75rem 0 0; cursor: pointer; width: fit-content; }
.fold { margin-top: 1.25rem; border-top: 1px solid var(--line); }
.fold > details > summary { margin-top: 0.75rem; }
.fold h2 { display: inline; margin: 0; }
.folded { padding: 0.5rem 0 0.75rem; scroll-margin-top: 3rem; }
.summary { font-size: 1.05rem; margin: 0.75rem 0 0; }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(10.5rem, 1fr)); gap: 0.75rem 0.5rem; margin: 1.5rem 0 0; }
.facts dt { font-size: 0.8rem; }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.warnings { border-left: 3px solid var(--student); padding: 0.25rem 0 0.25rem 1rem; margin: 1.5rem 0 0; }
.warnings ul { margin: 0; padding-left: 1.1rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 0.4rem min(1.25rem, 3vw) 0.4rem 0; text-align: left; vertical-align: baseline; border-bottom: 1px solid var(--line); }
thead th { color: var(--muted); font-size: 0.85rem; font-weight: normal; vertical-align: bottom; }
.scroll th, .scroll td { padding-right: min(0.85rem, 3vw); }
tbody th { font-weight: normal; }
th span { display: block; color: var(--muted); font-size: 0.75rem; }
.number { text-align: right; }
thead .number { min-width: 4.5rem; }
.settings td, .settings th { font-size: 0.85rem; }
.settings td:nth-child(2), .settings th { white-space: nowrap; }
.grid, .panels, .strip { display: grid; gap: 0 1.5rem; margin-top: 1.25rem; }
.grid { grid-template-columns: repeat(auto-fill, minmax(min(19rem, 100%), 1fr)); }
.panels { grid-template-columns: repeat(3, minmax(0, 1fr)); max-width: 64rem; }
.samples { display: grid; gap: 0 1.5rem; grid-template-columns: repeat(4, minmax(0, 1fr)); }
.strip { grid-template-columns: repeat(auto-fill, minmax(6.5rem, 1fr)); column-gap: 0.75rem; }
figure { margin: 0; min-width: 0; break-inside: avoid; }
.grid > .note { grid-row: span 4; }
.grid > figure, .panels > figure, .samples > figure, .strip > figure {
  display: grid; grid-template: subgrid / minmax(0, 1fr); grid-row: span 4; padding-bottom: 1rem;
}
figcaption { grid-row: 1; color: var(--ink); }
figcaption span { display: block; color: var(--muted); }
.legend { grid-row: 2; display: flex; flex-wrap: wrap; gap: 0 0.9rem; margin: 0.15rem 0 0; padding: 0; list-style: none; font-size: 0.75rem; }
.legend svg { display: inline-block; width: 24px; height: 8px; margin-right: 0.35rem; fill: none; vertical-align: middle; }
figure > svg, figure > img { grid-row: 3; display: block; width: 100%; height: auto; }
figure > img { max-width: 24rem; }
.caption { grid-row: 4; margin: 0.25rem 0 0; font-size: 0.85rem; color: var(--muted); }
pre {
  margin: 0.5rem 0; padding: 0.75rem 1rem; background: var(--raised); border-radius: 6px;
  font: 0.8rem/1.5 ui-monospace, "DejaVu Sans Mono", monospace; overflow: auto; max-height: 28rem;
}
.command { white-space: pre-wrap; overflow-wrap: anywhere; }
code { font: 0.88em ui-monospace, "DejaVu Sans Mono", monospace; }
a { color: var(--teacher); }
@media screen and (max-width: 34rem) {
  main { padding: 1.25rem 0.9rem 3rem; }
  h2 { margin-top: 2rem; }
  .facts { grid-template-columns: repeat(3, minmax(0, 1fr)); font-size: 0.78rem; }
  .grid, .panels, .samples { column-gap: 0.5rem; }
  .panels, .samples { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .strip { grid-template-columns: repeat(4, minmax(0, 1fr)); column-gap: 0.4rem; }
  .panels figcaption, .strip figcaption, .strip .caption { font-size: 0.72rem; line-height: 1.3; }
  .scroll table { font-size: 0.72rem; }
  .scroll th, .scroll td { padding-right: 0.35rem; white-space: normal; overflow-wrap: break-word; }
  .scroll thead th { font-size: 0.72rem; min-width: 0; }
  .blocks, .blocks tbody { display: block; font-size: 0.8rem; }
  .blocks thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .blocks tr { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 0.15rem 0.5rem; padding: 0.4rem 0; border-bottom: 1px solid var(--line); }
  .scroll .blocks th, .scroll .blocks td { padding: 0; border: 0; text-align: left; }
  .blocks tbody th { grid-column: 1 / -1; font-size: 0.85rem; }
  .blocks td::before { content: attr(data-column); display: block; color: var(--muted); font-size: 0.68rem; }
  .blocks td:empty { display: none; }
  .settings td { grid-column: 1 / -1; }
}
@media print {
  main { max-width: none; padding: 0; }
  pre { max-height: none; white-space: pre-wrap; }
  details::details-content { content-visibility: visible; block-size: auto; }
}
`;
