import { expect, test } from "vitest";
import { Unavailable } from "../job.ts";
import { distributionOf, type Machine } from "./distribution.ts";

const debian: Machine = {
  platform: "linux",
  architecture: "x64",
  osRelease: 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nVERSION_CODENAME=bookworm\nID=debian\n',
};
const ubuntu = 'PRETTY_NAME="Ubuntu 24.04.3 LTS"\nVERSION_CODENAME=noble\nID=ubuntu\nID_LIKE=debian\n';

test("Debian 12 takes Mesa from its backports", () => {
  expect(distributionOf(debian)).toEqual({
    codename: "bookworm",
    suites: ["bookworm", "bookworm-backports"],
    preferred: "bookworm-backports",
  });
});

test.each<[string, Partial<Machine>, string]>([
  ["another system", { platform: "darwin", architecture: "arm64" }, "for Linux x64 only, this is darwin arm64"],
  ["another processor", { architecture: "arm64" }, "for Linux x64 only, this is linux arm64"],
  ["another distribution", { osRelease: ubuntu }, "for Debian 12 only, this is Ubuntu 24.04.3 LTS"],
  ["a system without a name", { osRelease: undefined }, "for Debian 12 only, this is an unknown distribution"],
])("%s is a reason to skip", (_, difference, reason) => {
  const attempt = () => distributionOf({ ...debian, ...difference });
  expect(attempt).toThrow(Unavailable);
  expect(attempt).toThrow(reason);
});
