import { expect, test } from "vitest";
import { configurationOf, mirrorOf, sourcesOf } from "./apt-files.ts";
import { reasonOf } from "./apt.ts";

const targets = [
  "http://mirror.test/debian/ bookworm main",
  "http://mirror.test/debian/ bookworm non-free",
  "http://mirror.test/security/ bookworm-security main",
  "",
].join("\n");

test("packages come from the machine's mirror of the release, and from Debian's if it names none", () => {
  expect(mirrorOf(targets, ["bookworm-backports", "bookworm"])).toBe("http://mirror.test/debian");
  expect(
    mirrorOf(`${targets}http://backports.test bookworm-backports main\n`, ["bookworm-backports", "bookworm"]),
  ).toBe("http://backports.test");
  expect(mirrorOf("", ["bookworm"])).toBe("http://deb.debian.org/debian");
});

test("each suite has one line in the list of sources", () => {
  const lines = sourcesOf(targets, "bookworm", ["bookworm", "bookworm-backports"]).trimEnd().split("\n");
  expect(lines.map((line) => line.replace(/\[.*\] /, ""))).toEqual([
    "deb http://mirror.test/debian bookworm main",
    "deb http://mirror.test/debian bookworm-backports main",
  ]);
  expect(lines.every((line) => line.includes("[signed-by="))).toBe(true);
});

test("apt keeps the machine's proxy, and none of the programs that run after an update", () => {
  const dump = [
    'Acquire::http::Proxy "http://proxy.test:3128";',
    'APT::Update::Post-Invoke:: "rm -f /var/cache/apt/*.bin";',
    'Dir::State "var/lib/apt";',
  ].join("\n");
  const lines = configurationOf("/tmp/apt", dump).trimEnd().split("\n");
  expect(lines).toContain('Acquire::http::Proxy "http://proxy.test:3128";');
  expect(lines).toContain('Dir::State "/tmp/apt";');
  expect(lines.filter((line) => /Post-Invoke|var\/lib\/apt/.test(line))).toEqual([]);
  expect(lines.every((line) => /^[\w:-]+ ".*";$/.test(line))).toBe(true);
});

test("the reason of a skip is the missing program, the time, or the first error", () => {
  expect(reasonOf("apt-get update", 40, { code: "ENOENT" })).toBe("apt-get is not installed");
  expect(reasonOf("apt-get update", 40, { killed: true })).toBe("apt-get update took more than 40 s");
  const stderr = "W: a warning\nE: Failed to fetch http://mirror.test\nE: Some index files failed to download.\n";
  expect(reasonOf("apt-get update", 40, { code: 100, stderr })).toBe(
    "apt-get update: Failed to fetch http://mirror.test",
  );
  expect(reasonOf("dpkg -x", 20, { code: 2 })).toBe("dpkg -x: exit code 2");
});
