import { palette } from "@tweedie/report/theme";
import type { JSX } from "preact";
import { useState } from "preact/hooks";

const schemes = ["auto", "light", "dark"] as const;
type Scheme = (typeof schemes)[number];
const key = "tweedie-scheme";

/** Name of the event that tells plots to read their colours again. */
export const schemeChange = "schemechange";

const stored = (): Scheme => schemes.find((scheme) => scheme === localStorage.getItem(key)) ?? "auto";

function apply(scheme: Scheme): void {
  document.documentElement.style.colorScheme = scheme === "auto" ? "light dark" : scheme;
  dispatchEvent(new Event(schemeChange));
}

/** Sets the colours of reports as variables of the page, `--student` and so on, and applies the chosen scheme. */
export function beginScheme(): void {
  for (const [name, { light, dark }] of Object.entries(palette))
    document.documentElement.style.setProperty(`--${name}`, `light-dark(${light}, ${dark})`);
  apply(stored());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => dispatchEvent(new Event(schemeChange)));
}

/** Button that selects the colour scheme: that of the system, light or dark. */
export function SchemeButton(): JSX.Element {
  const [scheme, setScheme] = useState(stored);
  const next = schemes[(schemes.indexOf(scheme) + 1) % schemes.length]!;
  const select = () => {
    localStorage.setItem(key, next);
    setScheme(next);
    apply(next);
  };
  return (
    <button type="button" class="quiet" onClick={select} aria-label={`colours: ${scheme}; change to ${next}`}>
      {{ auto: "◐ auto", light: "☀ light", dark: "☾ dark" }[scheme]}
    </button>
  );
}

/** The value of a colour variable in the current scheme, for canvases. */
export function resolveColor(color: string): string {
  const probe = document.createElement("span");
  probe.style.color = color;
  document.body.append(probe);
  const resolved = getComputedStyle(probe).color;
  probe.remove();
  return resolved;
}
