import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { expect, test } from "vitest";
import { repository, workspaces } from "./workspaces.ts";

const packages = workspaces().map(({ manifest }) => manifest);
const version = packages.find(({ name }) => name === "tweedie")!.version;

test("all packages have the same version", () => {
  expect(packages.filter((each) => each.version !== version)).toEqual([]);
});

test("packages depend on each other at exactly their version, and so does the lock file", () => {
  const names = new Set(packages.map(({ name }) => name));
  const site = JSON.parse(readFileSync(join(repository, "tools/site/package.json"), "utf8")) as (typeof packages)[0];
  const ranges = [...packages, site].flatMap(({ name, dependencies, devDependencies }) =>
    Object.entries({ ...dependencies, ...devDependencies })
      .filter(([dependency]) => names.has(dependency))
      .map(([dependency, range]) => ({ name, dependency, range })),
  );
  expect(ranges.length).toBeGreaterThan(packages.length);
  expect(ranges.filter(({ range }) => range !== version)).toEqual([]);
  const lock = JSON.parse(readFileSync(join(repository, "package-lock.json"), "utf8")) as {
    readonly packages: Readonly<Record<string, { readonly version?: string }>>;
  };
  for (const { folder } of workspaces()) expect(lock.packages[folder]?.version, folder).toBe(version);
});

/** Does with a changelog what `nx release` does: prepares it, and writes the rendered entry above it. */
async function release(changelog: string, environment: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = temporaryFolder({ "CHANGELOG.md": changelog });
  const script = join(repository, "tools/release/prepare-changelog.mjs");
  execFileSync(process.execPath, [script], { cwd: folder, env: { ...process.env, ...environment }, stdio: "pipe" });
  const { default: Renderer } = (await import(`${repository}/tools/release/changelog-renderer.mjs`)) as {
    default: new (config: { changelogEntryVersion: string }) => { render(): Promise<string> };
  };
  const entry = await new Renderer({ changelogEntryVersion: "1.2.3" }).render();
  return `${entry}\n\n${readFileSync(join(folder, "CHANGELOG.md"), "utf8")}`;
}

test("a release puts its version between the heading Unreleased and the notes", async () => {
  const changelog = readFileSync(join(repository, "CHANGELOG.md"), "utf8");
  const [heading, notes] = changelog.split("## Unreleased\n\n");
  // In the commit of a release there are no notes yet.
  const before = notes!.startsWith("## ") ? `${heading}## Unreleased\n\n- A change.\n\n${notes}` : changelog;
  const after = await release(before);
  expect(after.replace(/## 1\.2\.3 \(\d{4}-\d\d-\d\d\)\n\n/, "")).toBe(before);
  expect(after).toMatch(/## Unreleased\n\n## 1\.2\.3 \(\d{4}-\d\d-\d\d\)\n\n[-#]/);
});

test("a dry run leaves the changelog as it is", async () => {
  const changelog = readFileSync(join(repository, "CHANGELOG.md"), "utf8").replace(
    "Unreleased\n\n",
    "Unreleased\n\n- A.\n\n",
  );
  expect(await release(changelog, { NX_DRY_RUN: "true" })).toContain(changelog);
});

test("a release without notes is refused", async () => {
  const changelog = readFileSync(join(repository, "CHANGELOG.md"), "utf8");
  const empty = `${changelog.split("## Unreleased\n")[0]!}## Unreleased\n\n## 0.1.0\n`;
  await expect(release(empty)).rejects.toThrow("no notes under Unreleased");
});
