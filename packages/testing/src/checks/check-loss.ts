import type { Plugin } from "@tweedie/core";
import { lossSuite } from "./roles/loss.ts";
import { type CheckReport, runSuite } from "./run-suite.ts";
import type { Setup } from "./setup.ts";

/** Checks the contract of a loss, for points and for images. It does not check what `testLoss` does not. */
export const checkLoss = (plugin: Plugin<"loss">, setup?: Setup): Promise<CheckReport> =>
  runSuite("loss", () => lossSuite(plugin, setup));
