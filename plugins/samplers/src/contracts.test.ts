import { testSampler } from "@tweedie/testing";
import { describe } from "vitest";
import grid from "./grid.ts";
import list from "./list.ts";
import random from "./random.ts";
import sobol from "./sobol.ts";
import tpe from "./tpe.ts";

describe.each(Object.entries({ grid, list, random, sobol, tpe }))("%s", (_, plugin) => testSampler(plugin));
describe("tpe that reads results", () => testSampler(tpe, { options: { startup: 2 } }));
