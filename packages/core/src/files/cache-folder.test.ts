import { expect, test } from "vitest";
import { cacheFolder } from "./cache-folder.ts";

test("the cache is TWEEDIE_CACHE, else a folder of the user, else nowhere", () => {
  const home = () => "/home/a";
  expect(cacheFolder({ TWEEDIE_CACHE: "/c", XDG_CACHE_HOME: "/x" }, home)).toBe("/c");
  expect(cacheFolder({ TWEEDIE_CACHE: "", XDG_CACHE_HOME: "/x" }, home)).toBe("/x/tweedie");
  expect(cacheFolder({ XDG_CACHE_HOME: "relative" }, home)).toBe("/home/a/.cache/tweedie");
  expect(cacheFolder({}, () => undefined)).toBeUndefined();
});
