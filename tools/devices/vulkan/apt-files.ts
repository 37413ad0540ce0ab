import { join } from "node:path";

/** Debian's own mirror, for machines whose apt names none. */
const debian = "http://deb.debian.org/debian";

/** Format of `apt-get indextargets` that `mirrorOf` reads. */
export const targetFormat = "$(REPO_URI) $(RELEASE) $(COMPONENT)";

/** Address from which apt on this machine fetches one of the suites, the first that it names; otherwise Debian's own mirror. */
export function mirrorOf(indexTargets: string, suites: readonly string[]): string {
  const targets = indexTargets.split("\n").map((line) => line.split(" "));
  const found = suites.map((suite) =>
    targets.find(([, release, component]) => release === suite && component === "main"),
  );
  return found.find(Boolean)?.[0]?.replace(/\/$/, "") ?? debian;
}

/** A list of sources. A suite that apt on this machine does not name is fetched from the mirror of the release. */
export const sourcesOf = (indexTargets: string, codename: string, suites: readonly string[]): string =>
  suites
    .map((suite) => `deb [signed-by=${keyring}] ${mirrorOf(indexTargets, [suite, codename])} ${suite} main\n`)
    .join("");

/** Keys that sign Debian's indexes, which contain the SHA-256 of every package. */
const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";

/**
 * Configuration of apt with its lists and archives in a folder. Of the machine's configuration, printed by `apt-config dump`, only settings
 * of connections apply, such as a proxy: others run programs after an update.
 */
export const configurationOf = (folder: string, dump: string): string =>
  [
    ...dump.split("\n").filter((line) => /^Acquire::https?::/.test(line)),
    ...Object.entries({
      "Dir::State": folder,
      "Dir::State::lists": join(folder, "lists"),
      "Dir::State::status": "/var/lib/dpkg/status",
      "Dir::Cache": folder,
      "Dir::Cache::archives": join(folder, "archives"),
      "Dir::Etc::main": "-",
      "Dir::Etc::parts": "-",
      "Dir::Etc::sourcelist": join(folder, "sources.list"),
      "Dir::Etc::sourceparts": "-",
      "Dir::Etc::preferencesparts": "-",
      "APT::Sandbox::User": "root",
      "APT::Update::Error-Mode": "any",
      "Acquire::Languages": "none",
      "Acquire::Retries": "1",
      "Acquire::http::Timeout": "20",
      "Acquire::https::Timeout": "20",
      // A user without root cannot take the lock of dpkg. Nothing is installed.
      "Debug::NoLocking": "true",
    }).map(([name, value]) => `${name} "${value}";`),
    "",
  ].join("\n");
