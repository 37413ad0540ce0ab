import { testLauncher } from "@tweedie/testing";
import { describe } from "vitest";
import local from "./local.ts";
import slurm from "./slurm.ts";

describe("local", () => testLauncher(local));
describe("slurm", () => testLauncher(slurm));
