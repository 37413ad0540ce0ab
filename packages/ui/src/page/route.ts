import { useEffect, useState } from "preact/hooks";

/** A screen of the dashboard. It is the fragment of the address, so that links, the back button and bookmarks work. */
export type Route =
  | { readonly screen: "list"; readonly query: URLSearchParams }
  | { readonly screen: "run"; readonly id: string }
  | { readonly screen: "compare"; readonly ids: readonly string[] }
  | { readonly screen: "sweeps" }
  | { readonly screen: "sweep"; readonly id: string };

export const listLink = (query?: URLSearchParams): string =>
  query && query.size > 0 ? `#/?${query.toString()}` : "#/";
export const runLink = (id: string): string => `#/run/${encodeURIComponent(id)}`;
export const sweepLink = (id: string): string => `#/sweep/${encodeURIComponent(id)}`;
export const compareLink = (ids: readonly string[]): string => `#/compare/${ids.map(encodeURIComponent).join(",")}`;

/** Reads the screen from the fragment of an address; an unknown one is the list. */
export function routeOf(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  const [screen, rest = ""] = path.split("/", 2);
  if (screen === "run" && rest !== "") return { screen, id: decodeURIComponent(rest) };
  if (screen === "compare" && rest !== "") return { screen, ids: rest.split(",").map(decodeURIComponent) };
  if (screen === "sweep" && rest !== "") return { screen, id: decodeURIComponent(rest) };
  if (screen === "sweeps") return { screen };
  return { screen: "list", query: new URLSearchParams(query) };
}

/** The current screen. */
export function useRoute(): Route {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const onChange = () => setHash(location.hash);
    addEventListener("hashchange", onChange);
    return () => removeEventListener("hashchange", onChange);
  }, []);
  return routeOf(hash);
}
