import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { expect, test } from "vitest";
import { attemptHere } from "./attempt.ts";
import { copyBuild } from "./build.ts";
import type { Check } from "./check.ts";
import { checks } from "./checks/index.ts";
import { resultLine, summaryLine } from "./lines.ts";
import { numbersOf } from "./numbers.ts";
import { faultTexts } from "./page.ts";
import { isGreen, noTime, runChecks, type RunSettings } from "./run-checks.ts";
import { createTally, TimeIsOver, upperBound } from "./tally.ts";

/** A repository of one package with one file, which the check reads. */
function repository(): string {
  const root = temporaryFolder({ "package.json": "{}", "packages/a/package.json": '{"name":"@tweedie/a"}' });
  for (const folder of ["plugins", "experiments", "tools/flipped-bytes", "node_modules/zod"])
    mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, "packages/a/mend.txt"), "mended\n");
  return root;
}

const isMended = (build: string): boolean => readFileSync(join(build, "packages/a/mend.txt"), "utf8") === "mended\n";

const check = (change: Partial<Check> = {}): Check => ({
  id: "example",
  group: "disk",
  fault: "a full disk",
  done: "A disk was filled.",
  times: { soak: 30, ci: 3 },
  run: ({ build, times, tally }) => {
    for (let i = 0; i < times; i++) tally.add(isMended(build) ? "harmless" : "silent", "a row is missing");
    return Promise.resolve();
  },
  control: { without: "the mend", edits: [{ file: "packages/a/mend.txt", find: "mended", replace: "" }] },
  ...change,
});

const never = new AbortController().signal;
const settings = {
  seed: 0,
  part: "ci",
  jobs: 2,
  signal: never,
  attempt: attemptHere,
  onResult: () => undefined,
} as const;
const run = async (change?: Partial<Check>, other?: Partial<RunSettings>) =>
  (await runChecks([check(change)], { root: repository(), ...settings, ...other }))[0]!;

test("a check is green if nothing is lost and its control is red, and the control ends at the first failure", async () => {
  const result = await run();
  expect(isGreen(result)).toBe(true);
  expect(result.counts).toMatchObject({ harmless: 3, silent: 0 });
  expect(result.control).toEqual({ without: "the mend", red: true, detail: "silent: a row is missing" });
  expect(resultLine(result)).toMatch(/^ok {2}example: 3 faults, 3 harmless; control red/);
});

test("a check whose control stays green, or that injects nothing, or that throws, is not green", async () => {
  expect(isGreen(await run({ run: ({ tally }) => Promise.resolve(tally.add("healed")) }))).toBe(false);
  expect(isGreen(await run({ times: { soak: 0, ci: 0 } }))).toBe(false);
  const thrown = await run({ run: () => Promise.reject(new Error("no strace")) });
  expect(isGreen(thrown)).toBe(false);
  expect(thrown.failures).toEqual(["crashed: the check example cannot be carried out: no strace"]);
});

/** Carries a check out, but ends the soak before its control. */
function endBeforeControl() {
  const ended = new AbortController();
  const attempt: RunSettings["attempt"] = async (given) => {
    if (given.signal.aborted) throw new TimeIsOver();
    await attemptHere(given);
    ended.abort();
  };
  return { signal: ended.signal, attempt };
}

test("a check whose control had no time is untried, unless it has found a failure", async () => {
  const result = await run({}, endBeforeControl());
  expect(result.untried).toBe(noTime);
  expect(isGreen(result)).toBe(true);
  const failing = await run({ run: ({ tally }) => Promise.resolve(tally.add("lost", "a row")) }, endBeforeControl());
  expect(failing.untried).toBeUndefined();
  expect(isGreen(failing)).toBe(false);
});

test("after the end of the soak no check begins", async () => {
  let begun = 0;
  const attempt = () => Promise.resolve(void begun++);
  expect((await run({}, { signal: AbortSignal.abort(), attempt })).untried).toBe(noTime);
  expect(begun).toBe(0);
});

test("a control whose passage is gone is not red, and says so", async () => {
  const { control } = await run({
    control: { without: "it", edits: [{ file: "packages/a/mend.txt", find: "x", replace: "" }] },
  });
  expect(control.red).toBe(false);
  expect(control.detail).toContain("contains the passage of a control 0 times");
});

test("a copy of the sources links the installed packages, and its own packages to itself", () => {
  const copy = temporaryFolder({});
  copyBuild(repository(), copy, []);
  expect(readFileSync(join(copy, "node_modules/@tweedie/a/mend.txt"), "utf8")).toBe("mended\n");
  writeFileSync(join(copy, "packages/a/mend.txt"), "other");
  expect(readFileSync(join(copy, "node_modules/@tweedie/a/mend.txt"), "utf8")).toBe("other");
});

test("the upper bound solves (1 - p)^n = 0.05 and is close to 3 / n", () => {
  expect((1 - upperBound(40)) ** 40).toBeCloseTo(0.05, 12);
  expect(upperBound(1_000) * 1_000).toBeCloseTo(3, 1);
  expect(upperBound(0)).toBe(1);
});

test("the page has a table for each group, with the bound of a check without a failure", async () => {
  const result = await run();
  const untried = { ...result, fault: "no loop device", untried: "needs: loop device" };
  const report = {
    commands: ["npm run test:faults", "npm run test:faults -- --resume"],
    seed: 3,
    version: "v20",
    machine: "m",
    date: "2026-01-01",
    seconds: 60,
  };
  const texts = faultTexts({ ...report, results: [result, untried] });
  expect(texts["disk"]).toContain("| a full disk | A disk was filled. ");
  expect(texts["disk"]).toContain("| 63 %");
  expect(texts["untried"]).toContain("| no loop device | needs: loop device");
  expect(texts["soak"]).toContain("run again by `npm run test:faults -- --resume`.");
  expect(texts["soak"]).toContain(
    "1 checks in 1 min, seed 3: 3 faults, 0 lost, 0 silent, 0 crashed; 1 of 1 controls red",
  );
  expect(summaryLine({ ...report, results: [] })).toMatch(/^0 checks/);
});

test("in CI, a control injects no more faults than its check", async () => {
  const injectedBy = async (part: RunSettings["part"]) => {
    const given: number[] = [];
    const attempt = ({ times }: { readonly times: number }) => Promise.resolve(void given.push(times));
    await run({ control: { ...check().control, times: 20 } }, { part, attempt });
    return given;
  };
  expect(await injectedBy("ci")).toEqual([3, 3]);
  expect(await injectedBy("soak")).toEqual([30, 20]);
});

test("CI has some of the checks, and none that needs a privilege or a tool", () => {
  const ofCi = checks.filter(({ times }) => times.ci > 0);
  expect(ofCi.length).toBeGreaterThan(0);
  expect(ofCi.flatMap(({ needs = [] }) => needs)).toEqual([]);
});

test("the numbers of a check depend on the seed and its name only", () => {
  const draw = (seed: number, name: string) => Array.from({ length: 5 }, () => numbersOf(seed, name).below(1_000));
  expect(draw(0, "a")).toEqual(draw(0, "a"));
  expect(draw(0, "a")).not.toEqual(draw(1, "a"));
  expect(draw(0, "a")).not.toEqual(draw(0, "b"));
});

test("a tally keeps the details of failures only", () => {
  const tally = createTally();
  tally.add("healed", "cache");
  tally.add("lost", "step 3");
  tally.add("harmless", "", 5);
  expect(tally.failures).toEqual(["lost: step 3"]);
  expect(tally.counts).toMatchObject({ healed: 1, lost: 1, harmless: 5 });
});

test("checks have different names", () => {
  expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
});
