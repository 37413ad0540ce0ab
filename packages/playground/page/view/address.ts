import type { DigitsView } from "./digits/digits-state.ts";

/** State of the page that a link reproduces. */
export interface PageState {
  readonly yaml: string;
  /** Losses beside that of the YAML. */
  readonly beside: readonly string[];
  readonly sigma: number;
  readonly field: boolean;
  readonly arrows: boolean;
  /** Text of the loss that the user wrote, if it is used. */
  readonly own?: string | undefined;
  /** Stop of the tour, from 0. */
  readonly stop?: number | undefined;
  /** Choices of the digits, if these are shown. */
  readonly digits?: DigitsView | undefined;
}

/** The state as the part of an address after `#`. */
export function toHash(state: PageState): string {
  const bytes = new TextEncoder().encode(JSON.stringify(state));
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return `#${text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}`;
}

/** The state of an address; undefined if it has none, or a damaged one. */
export function fromHash(hash: string): PageState | undefined {
  try {
    const text = atob(hash.slice(1).replaceAll("-", "+").replaceAll("_", "/"));
    const state: unknown = JSON.parse(new TextDecoder().decode(Uint8Array.from(text, (each) => each.charCodeAt(0))));
    return isState(state) ? state : undefined;
  } catch {
    return undefined;
  }
}

function isState(value: unknown): value is PageState {
  if (typeof value !== "object" || value === null) return false;
  const { yaml, beside, sigma, field, arrows, own, stop, digits } = value as Partial<Record<keyof PageState, unknown>>;
  return (
    typeof yaml === "string" &&
    Array.isArray(beside) &&
    beside.length <= 3 &&
    beside.every((each) => typeof each === "string") &&
    typeof sigma === "number" &&
    sigma > 0 &&
    typeof field === "boolean" &&
    typeof arrows === "boolean" &&
    (own === undefined || typeof own === "string") &&
    (stop === undefined || typeof stop === "number") &&
    (digits === undefined || isDigitsView(digits))
  );
}

function isDigitsView(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { label, seeds, fraction } = value as Partial<Record<keyof DigitsView, unknown>>;
  return (
    (label === undefined || isNatural(label, 9)) &&
    Array.isArray(seeds) &&
    seeds.length === 2 &&
    seeds.every((seed) => isNatural(seed, Number.MAX_SAFE_INTEGER)) &&
    typeof fraction === "number" &&
    fraction >= 0 &&
    fraction <= 1
  );
}

const isNatural = (value: unknown, most: number): boolean =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) <= most;
