import { Unavailable } from "../job.ts";

/** Properties of a machine that need no program to be run. */
export interface Machine {
  readonly platform: string;
  readonly architecture: string;
  /** Content of /etc/os-release, if there is one. */
  readonly osRelease: string | undefined;
}

/** The suites of a Debian release in which Mesa and its dependencies are. */
export interface Distribution {
  readonly codename: string;
  readonly suites: readonly string[];
  /** Suite whose versions are preferred. */
  readonly preferred: string;
}

/** Releases for which this was tried. Mesa 22.3 of bookworm itself is refused by Dawn; its backports have 25.0. */
const distributions: readonly Distribution[] = [
  { codename: "bookworm", suites: ["bookworm", "bookworm-backports"], preferred: "bookworm-backports" },
];

/**
 * The Debian release of a machine.
 *
 * @throws Unavailable if software Vulkan cannot be fetched for it.
 */
export function distributionOf({ platform, architecture, osRelease = "" }: Machine): Distribution {
  if (platform !== "linux" || architecture !== "x64") {
    throw new Unavailable(`software Vulkan is fetched for Linux x64 only, this is ${platform} ${architecture}`);
  }
  const codename = field(osRelease, "ID") === "debian" ? field(osRelease, "VERSION_CODENAME") : undefined;
  const found = distributions.find((each) => each.codename === codename);
  if (found) return found;
  const name = field(osRelease, "PRETTY_NAME") ?? "an unknown distribution";
  throw new Unavailable(
    `software Vulkan is fetched for Debian 12 only, this is ${name}. Install Mesa's driver lavapipe`,
  );
}

/** Value of a variable in /etc/os-release. */
const field = (osRelease: string, name: string): string | undefined =>
  new RegExp(`^${name}="?([^"\n]*)"?$`, "m").exec(osRelease)?.[1];
