import { testPruner } from "@tweedie/testing";
import { describe } from "vitest";
import asha from "./asha.ts";
import median from "./median.ts";
import threshold from "./threshold.ts";

describe("asha", () => testPruner(asha, { options: { min: 10 } }));
describe("median", () => testPruner(median, { options: { startup: 1 } }));
describe("threshold", () => testPruner(threshold, { options: { worst: 2 } }));
