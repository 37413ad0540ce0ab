import { expect, test } from "vitest";
import { compareLink, listLink, routeOf, runLink, sweepLink } from "./route.ts";

const odd = "runs/a b,c?#%&/ü";

test("links lead to their screens, also with odd names", () => {
  expect(routeOf(runLink(odd))).toEqual({ screen: "run", id: odd });
  expect(routeOf(sweepLink(odd))).toEqual({ screen: "sweep", id: odd });
  expect(routeOf(compareLink([odd, "runs/b"]))).toEqual({ screen: "compare", ids: [odd, "runs/b"] });
  const query = new URLSearchParams([
    ["where", "loss.lambda>=0.5"],
    ["columns", "a,b"],
  ]);
  expect(routeOf(listLink(query))).toEqual({ screen: "list", query });
});

test("an unknown fragment is the list", () => {
  for (const hash of ["", "#", "#/", "#/nothing/x", "#/run/"]) expect(routeOf(hash).screen).toBe("list");
});
