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
.kicker, .note, figcaption, dt { color: var(--muted); }
.kicker { margin: 0 0 0.25rem; }
.note, figcaption { font-size: 0.85rem; }
.badge { display: inline-block; padding: 0.05rem 0.6rem; border-radius: 1rem; border: 1.5px solid; font-weight: 600; }
.completed { color: var(--fakeScore); } .running { color: var(--teacher); }
.interrupted { color: var(--muted); } .collapsed, .diverged, .failed, .not-converged { color: var(--student); }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.1rem; margin: 1.25rem 0 0; padding: 0; list-style: none; font-size: 0.9rem; }
summary { margin: 1rem 0 0.25rem; cursor: pointer; }
.summary { font-size: 1.05rem; margin: 0.75rem 0 0; }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)); gap: 0.75rem 0.5rem; margin: 1.5rem 0 0; }
.facts dt { font-size: 0.8rem; }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.warnings { border-left: 3px solid var(--student); padding: 0.25rem 0 0.25rem 1rem; margin: 1.5rem 0 0; }
.warnings ul { margin: 0; padding-left: 1.1rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 0.4rem min(1.25rem, 3vw) 0.4rem 0; text-align: left; vertical-align: baseline; border-bottom: 1px solid var(--line); }
thead th { color: var(--muted); font-size: 0.85rem; font-weight: normal; }
.scroll th, .scroll td { padding-right: min(0.85rem, 3vw); }
tbody th { font-weight: normal; white-space: nowrap; }
abbr { color: var(--muted); text-decoration: none; }
.number { text-align: right; white-space: nowrap; }
.settings td, .settings th, .wide td, .wide th { font-size: 0.85rem; }
.settings td:nth-child(2) { white-space: nowrap; }
.grid { display: grid; gap: 1.5rem; margin-top: 1.25rem; grid-template-columns: repeat(auto-fit, minmax(min(19rem, 100%), 1fr)); }
.grid figure { display: flex; flex-direction: column; }
.grid figcaption { order: 1; margin: 0.35rem 0 0; }
.panels { display: grid; gap: 1.25rem; grid-template-columns: repeat(auto-fill, minmax(min(17rem, 100%), 1fr)); }
.strip { display: grid; gap: 0.75rem; grid-template-columns: repeat(auto-fill, minmax(6.5rem, 1fr)); }
figure { margin: 0; min-width: 0; break-inside: avoid; }
figure svg { display: block; width: 100%; height: auto; }
figure img { display: block; width: 100%; max-width: 24rem; height: auto; }
pre {
  margin: 0.5rem 0; padding: 0.75rem 1rem; background: var(--raised); border-radius: 6px;
  font: 0.8rem/1.5 ui-monospace, "DejaVu Sans Mono", monospace; overflow: auto; max-height: 28rem;
}
code { font: 0.88em ui-monospace, "DejaVu Sans Mono", monospace; }
a { color: var(--teacher); }
@media screen and (max-width: 34rem) {
  main { padding: 1.25rem 0.9rem 3rem; }
  .scroll table { font-size: 0.72rem; }
  .scroll th, .scroll td { padding-right: 0.35rem; }
  .scroll thead th { font-size: 0.72rem; }
  .scroll th, .scroll td { white-space: normal; overflow-wrap: break-word; }
}
@media print {
  main { max-width: none; padding: 0; }
  pre { max-height: none; white-space: pre-wrap; }
}
`;
